"""The small screen above a desk: whose turn it is, and whether anybody works there."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from office.current import desk
from office.words import words
from ticketing.catalogue import Counter
from ticketing.errors import NotFound
from ticketing.snapshot import iso
from ticketing.tickets import Ticket

bp = Blueprint("counter", __name__)


@dataclass(frozen=True)
class Post:
    here: Counter
    ticket: Ticket | None  # called or served there

    @property
    def state(self) -> str:
        """Who is there comes first: a counter may pause while it still serves."""
        if self.ticket:
            return self.ticket.status.value
        if not self.here.open:
            return "closed"
        return "free" if self.here.works else "paused"

    @property
    def says(self) -> tuple[str, str]:
        """What it is, and what to do now; never why an officer is away."""
        match self.state:
            case "called":
                return _("Mời số"), _("Mời Ông/Bà đến quầy này.")
            case "serving":
                return _("Đang phục vụ"), _("Xin chờ đến khi số của Ông/Bà được mời.")
            case "paused":
                return _("Quầy tạm nghỉ"), _("Số của Ông/Bà vẫn giữ chỗ.")
            case "free":
                return _("Xin chờ được mời"), _("Số được mời sẽ hiện ở đây.")
        return _("Quầy đóng"), _("Xin xem bảng gọi số ở phòng chờ.")


@bp.get("/counter/<int:counter>")
def show(counter: int) -> str:
    post = _post(counter)
    return render_template(
        "display/counter.html",
        post=post,
        drawn=_drawn(post),
        now=desk.store.clock(),
        now_at=url_for(".now", counter=counter, lang=request.args.get("lang")),
    )


@bp.get("/counter/<int:counter>/now")
def now(counter: int) -> Response:
    """For a page that is already open; its clock follows ours."""
    response = make_response(_drawn(_post(counter)))
    response.headers["Office-Time"] = iso(desk.store.clock())
    return response


def _post(counter: int) -> Post:
    known = {here.counter: here for here in desk.store.counters()}
    if counter not in known:
        raise NotFound("unknown-page")
    return Post(known[counter], desk.store.ticket_at(counter))


def _drawn(post: Post) -> str:
    names = {one.code: words(one.short) for one in desk.store.services()}
    return render_template(
        "display/_counter.html",
        post=post,
        services=[names[code] for code in post.here.services if code in names],
    )
