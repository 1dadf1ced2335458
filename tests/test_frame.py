"""The page frame and the plain pages: whole without a script, kind, Vietnamese."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from types import SimpleNamespace as Made
from typing import Any

import pytest
from flask import Flask, Response, render_template, render_template_string, request
from flask_babel import Babel
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from office.words import static_url

OFFICE = Path(__file__).parent.parent / "office"
CSP = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'"
PARTS = '{% from "office/_parts.html" import badge, dots, icon, qr, stamp, wordmark %}'
NINE = datetime(2026, 11, 23, 9, 18, 7, tzinfo=timezone(timedelta(hours=7)))

PAGES: dict[str, dict[str, Any]] = {
    "refused": {"message": "Số A012 đã quá lượt, nhưng Ông/Bà chưa mất chỗ."},
    "unpaired": {"code": "K7QM4D2X"},
    "wayfinder": {"screens": [("/kiosk/", "Kiốt", "Lấy số")], "trial": True},
    "slips": {"slips": [Made(url="/p/1", number="A012", at=NINE, state="printed")]},
    "sign_in": {
        "officers": ["Trần Thị Minh Hạnh (mẫu)", "Lê Văn Bình (mẫu)"],
        "counters": [Made(counter=n, name=f"Quầy {n}", taken=n < 3) for n in (1, 2, 3)],
        "error": None,
        "csrf_token": lambda: "the-token",
    },
}

FORM = """{% extends "office/base.html" %}
{% block head %}<script type="module" src="/static/start.js"></script>{% endblock %}
{% block body_attributes %}data-state="calls-{{ calls }}"{% endblock %}
{% block body %}<p data-live="calls" id="calls">{{ calls }}</p>
<form method="post" action="/calls" data-act><input type="hidden" name="key" value="x">
<button name="number" value="A012">A012</button><button name="number" value="B001">B001
</button><p data-failed hidden>Chưa gửi được.</p></form>{% endblock %}"""
CALLS: set[str] = set()


@pytest.fixture
def app() -> Flask:
    CALLS.clear()
    app = Flask(
        __name__,
        template_folder=str(OFFICE / "templates"),
        static_folder=str(OFFICE / "static"),
    )
    Babel(app, default_locale="vi")
    app.jinja_env.globals["static_url"] = static_url

    @app.get("/pages/<name>")
    def show(name: str) -> Response:
        page = Response(render_template(f"office/{name}.html", **PAGES[name]))
        page.headers["Content-Security-Policy"] = CSP
        return page

    @app.get("/static/start.js")
    def script() -> Response:
        start = 'import { enhance } from "/static/press.js"; enhance()'
        return Response(start, mimetype="text/javascript")

    @app.get("/form")
    def form() -> str:
        return render_template_string(FORM, calls=len(CALLS))

    @app.post("/calls")
    def call() -> Response | tuple[str, int]:
        CALLS.add(request.form["key"])
        if request.form["number"] == "B001":
            sentence = "Số B001 đã được gọi."
            return render_template("office/refused.html", message=sentence), 409
        return Response(status=303, headers={"Location": "/form"})

    return app


def read(app: Flask, page: str, **context: Any) -> str:
    with app.test_request_context():
        return render_template(f"office/{page}.html", **PAGES[page] | context)


def part(app: Flask, call: str, **context: Any) -> str:
    with app.test_request_context():
        return render_template_string(PARTS + "{{ " + call + " }}", **context)


@pytest.mark.parametrize("page", PAGES)
def test_every_plain_page_is_vietnamese_with_one_title_and_one_main(
    app: Flask, page: str
) -> None:
    html = read(app, page)
    assert re.search(r'<html lang="vi" data-theme="(light|night)"', html)
    assert html.count("<h1") == html.count("<main") == 1
    assert html.startswith("<!doctype html>")


def test_trial_mode_is_said_on_every_page_and_else_nowhere(app: Flask) -> None:
    for page in PAGES:
        assert "Chạy thử – không phải số thật" in read(app, page, trial=True)
        assert "Chạy thử" not in read(app, page, trial=False)


def test_a_refusal_is_one_kind_sentence_and_one_way_on(app: Flask) -> None:
    html = read(app, "refused", action_url="/t/x", action_label="Quay lại hàng")
    assert "chưa mất chỗ.</h1>" in html
    assert re.findall(r'<a [^>]*href="(.*?)">(.*?)</a>', html) == [
        ("/t/x", "Quay lại hàng")
    ]


def test_a_taken_counter_cannot_be_chosen_and_the_page_says_why(app: Flask) -> None:
    html = read(app, "sign_in")
    choices = re.findall(r'name="counter" value="(\d)"( disabled)?', html)
    assert choices == [("1", " disabled"), ("2", " disabled"), ("3", "")]
    assert "Quầy 1, 2 đã có người." in html


def test_a_wrong_code_keeps_name_and_counter_but_never_the_code(app: Flask) -> None:
    chosen = {"name": "Lê Văn Bình (mẫu)", "counter": 3, "error": "Mã chưa đúng."}
    html = read(app, "sign_in", **chosen)
    assert "<option selected>Lê Văn Bình (mẫu)</option>" in html
    assert 'value="3" checked' in html
    assert "<span>Mã chưa đúng.</span>" in html
    assert "value" not in re.findall(r'<input[^>]*name="pin"[^>]*>', html)[0]


def test_without_slips_the_page_says_where_they_come_from(app: Flask) -> None:
    assert "Xin lấy một số ở kiốt" in read(app, "slips", slips=[])
    assert 'alt="Phiếu A012"' in read(app, "slips")


@pytest.mark.parametrize(("ahead", "open_dots", "full_dots"), [(0, 0, 1), (9, 9, 1)])
def test_people_ahead_are_open_dots_and_you_are_the_full_one(
    app: Flask, ahead: int, open_dots: int, full_dots: int
) -> None:
    html = part(app, f"dots({ahead})")
    assert (html.count("dots__one"), html.count("dots__you")) == (open_dots, full_dots)


def test_beyond_nine_people_the_figure_stands_alone(app: Flask) -> None:
    assert part(app, "dots(10)").strip() == ""


def test_a_code_keeps_its_quiet_zone_of_four_modules(app: Flask) -> None:
    assert 'viewBox="-4 -4 33 33"' in part(app, "qr('M0 0h7', 25, 'Mã')")


def test_a_stamp_says_the_second_in_the_offices_own_time(app: Flask) -> None:
    html = part(app, "stamp(at)", at=NINE)
    assert 'datetime="2026-11-23T09:18:07+07:00">09:18:07<' in html


@pytest.fixture
def page(app: Flask) -> Iterator[Page]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser.new_page(base_url=f"http://127.0.0.1:{server.port}")
        browser.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_icons_of_the_sprite_are_drawn_under_the_strict_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/pages/wayfinder")
    height = "use => use.getBoundingClientRect().height"
    assert page.locator(".ways .icon use").first.evaluate(height) > 0
    assert complaints == []


@pytest.mark.browser
def test_a_double_press_acts_once_and_is_answered_in_place(page: Page) -> None:
    page.goto("/form")
    page.evaluate("window.stayed = true")
    page.dblclick("text=A012")
    page.wait_for_selector("body[data-state=calls-1]")
    page.wait_for_timeout(300)
    assert page.inner_text("#calls") == "1"
    assert page.evaluate("window.stayed")


@pytest.mark.browser
def test_refusal_and_lost_connection_are_said_at_the_form(page: Page) -> None:
    page.goto("/form")
    page.click("text=B001")
    page.wait_for_selector("text=Số B001 đã được gọi.")
    page.context.set_offline(True)
    page.click("text=A012")
    page.wait_for_selector("text=Chưa gửi được.")
    assert len(CALLS) == 1
