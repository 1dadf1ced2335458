"""Debian's Chromium on a plain-http host name, as in a real office."""

import re
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.real_server import HOST, ROOT, Office

CHROMIUM = shutil.which("chromium")
# The same browser of Debian without windows: a page opens in a quarter of the time.
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Debian's chromium is not installed"
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
)
PATIENCE = 15_000  # ms, for a busy machine
PEOPLE = tomllib.loads((ROOT / "data/office.toml").read_text())["officers"]
WIDE = (1366, 768)


@contextmanager
def chromium(whole: bool = False) -> Iterator[Browser]:
    """`whole`: for what only a browser with windows does."""
    path = CHROMIUM if whole else SHELL
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def open_page(browser: Browser, url: str, width: int = 1366, height: int = 768) -> Page:
    """A page of its own context; an error in its script fails the test."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", _fail)
    page.goto(url)
    return page


def _fail(error: Exception) -> None:
    raise AssertionError(f"a script failed: {error}")


def state(page: Page) -> str:
    return page.locator("body").get_attribute("data-state") or ""


def wait_for_state(page: Page, *wanted: str) -> None:
    one_of = "|".join(map(re.escape, wanted))
    page.wait_for_selector(", ".join(f'body[data-state="{w}"]' for w in wanted))
    assert re.fullmatch(one_of, state(page))


def eventually(true: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for what another process does; the failure names nothing but the check."""
    patience = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < patience, "it did not happen in time"
        time.sleep(0.1)


def sign_in(browser: Browser, office: Office, counter: int = 1) -> Page:
    officer = PEOPLE[counter - 1]
    page = open_page(browser, f"{office.url}/counter/")
    assert state(page) == "signed-out"
    page.locator("[name=name]").select_option(officer["name"])
    page.locator("[name=pin]").fill(str(officer["pin"]))
    page.locator(f"[name=counter][value='{counter}']").check(force=True)
    page.get_by_role("button", name="Vào quầy").click()
    wait_for_state(page, "idle", "called", "serving")
    return page


def enter(
    browser: Browser, office: Office, role: str, size: tuple[int, int] = WIDE
) -> Page:
    """The first of this role, signed in at the counters' door, at no counter."""
    who = next(one for one in PEOPLE if one["role"] == role)
    page = open_page(browser, f"{office.url}/counter/", *size)
    page.locator("[name=name]").select_option(who["name"])
    page.locator("[name=pin]").fill(str(who["pin"]))
    page.get_by_role("button", name="Vào quầy").click()
    page.wait_for_selector("body:not([data-state='signed-out']), .choose__more")
    return page
