"""What the board says while nobody is called: why, until when, and the hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from flask_babel import gettext as _

from office.words import clock
from ticketing.hours import local, next_opening, sessions
from ticketing.policy import Policy, Sessions


@dataclass(frozen=True)
class Shut:
    now: datetime
    policy: Policy

    @property
    def why(self) -> str:
        today = sessions(local(self.now).date(), self.policy)
        over = [end <= self.now for _start, end in today]
        said: str = _("Chưa đến giờ làm việc")
        if not today:
            said = _("Hôm nay văn phòng nghỉ")
        elif all(over):
            said = _("Văn phòng đã hết giờ làm việc")
        elif any(over):
            said = _("Văn phòng đang nghỉ trưa")
        return said

    @property
    def opening(self) -> datetime | None:
        return next_opening(self.now, self.policy)

    @property
    def is_today(self) -> bool:
        opening = self.opening
        return bool(opening and local(opening).date() == local(self.now).date())

    @property
    def numbers_from(self) -> str:
        """When the kiosk gives numbers again; empty unless before the counters."""
        early = timedelta(minutes=self.policy.open_early_minutes)
        return clock(self.opening - early) if self.opening and early else ""

    @property
    def hours(self) -> list[tuple[str, str]]:
        """Days with the same hours in one line: Thứ Hai – Thứ Sáu, 07:00–11:30."""
        names = weekdays()
        spans = []
        for plan, days in groupby(range(7), lambda day: self.policy.week[day]):
            run = [names[day] for day in days]
            label = run[0] if len(run) == 1 else f"{run[0]} – {run[-1]}"
            spans.append((label, _times(plan)))
        return [span for span in spans if span[1]]


def weekdays() -> list[str]:
    return [
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    ]


def _times(plan: Sessions) -> str:
    return " · ".join(f"{start}–{end}" for start, end in plan)
