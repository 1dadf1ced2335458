"""Debian's Chromium on a plain-http host name, as in a real office."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.real_server import HOST

CHROMIUM = shutil.which("chromium")
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


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
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
