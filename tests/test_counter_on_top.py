"""The small form in a window that stays on top, where the browser can do that."""

from playwright.sync_api import Page, expect

from tests import keyboard_steps
from tests.browsing import eventually, wait_for_state
from tests.keyboard_steps import IN_A_BROWSER, press, stands
from tests.office_of_tests import only_long
from tests.real_server import HOST, Office
from ticketing.desk import Desk
from ticketing.tickets import Status

browser, office = keyboard_steps.browser, keyboard_steps.office  # fixtures
desk, terminal = keyboard_steps.desk, keyboard_steps.terminal
pytestmark = IN_A_BROWSER


@only_long
def test_the_small_form_stays_on_top_and_calls_where_the_browser_is_secure(
    terminal: Page, office: Office, desk: Desk
) -> None:
    on_top = terminal.get_by_role("button", name="Cửa sổ nhỏ luôn ở trên")
    press(terminal, "F1")
    expect(terminal.get_by_label("Dùng phím tắt trên máy này")).to_be_visible()
    expect(on_top).to_be_hidden()  # plain http: the browser has no such window

    on_the_server(terminal, office)
    press(terminal, "F1")
    with terminal.context.expect_page() as opened:
        on_top.click()
    small = opened.value.frame_locator("iframe")
    expect(small.get_by_role("button", name="Gọi số tiếp theo")).to_be_visible()
    opened.value.set_viewport_size({"width": 320, "height": 480})
    expect(small.locator("[data-float]")).to_have_attribute("hidden", "")  # it is there
    width = "document.querySelector('iframe').contentDocument.body.scrollWidth"
    assert opened.value.evaluate(width) == 320
    small.locator("[data-key=next]").click()
    eventually(lambda: stands(desk, "A001") is Status.CALLED)
    wait_for_state(terminal, "called")

    with opened.value.expect_event("close"):
        office.flask("day", "close")  # the sign-ins end: it is no terminal any more


def on_the_server(page: Page, office: Office) -> None:
    """The same sign-in, in a browser on the server itself."""
    here = office.url.replace(HOST, "127.0.0.1")
    for cookie in page.context.cookies():
        page.context.add_cookies(
            [{"name": cookie["name"], "value": cookie["value"], "url": here}]
        )
    page.goto(f"{here}/counter/1/")
    assert page.evaluate("isSecureContext")
    page.wait_for_timeout(600)  # the first half second is meant for no window
