"""What a visitor says of a visit: one touch, or the long form."""

from collections.abc import Mapping, Sequence

from ticketing.clock import stamp
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.journal import Row, canonical
from ticketing.outage_acts import OutageActs
from ticketing.people import Actor
from ticketing.ratings import (
    LONGEST_COMMENT,
    NOISE,
    SAME_PC,
    Rating,
    check_answers,
    check_time,
)


class RatingActs(OutageActs):
    def rate(
        self,
        by: Actor,
        ref: int,
        level: int,
        reasons: Sequence[str] = (),
        comment: str = "",
        channel: str = "phone",
    ) -> Rating:
        """Once a visit; the comment is kept apart from the journal. What a mouse said
        at the officer's own PC closes nothing: the visitor's own answer takes its place
        (the journal keeps both)."""
        self._known_reasons(reasons)
        if len(comment) > LONGEST_COMMENT:
            raise Impossible(
                "body",
                what=(
                    f"góp ý dài quá {LONGEST_COMMENT} chữ",
                    f"the comment is longer than {LONGEST_COMMENT} letters",
                ),
            )
        with self.act(by) as act:
            ticket = self.store.ticket(ref)
            rating = Rating.of(ticket, level, reasons, channel, act.now)
            if channel == SAME_PC and self.store.first("ratings", ref=ref):
                raise Conflict("rated", number=ticket.number)
            sealed = act.keep_secret(ref, "comment", comment) if comment else None
            facts = {"number": ticket.number, "ref": ref, "sealed": sealed}
            act.record(What.RATED, _changes(rating), **facts)
            return rating

    def _known_reasons(self, reasons: Sequence[str]) -> None:
        form = self.store.office().profile.get("rating", {})
        known = {reason["code"] for reason in form.get("reasons", [])}
        for reason in reasons:
            if reason not in known:
                raise Impossible(
                    "body",
                    what=(
                        f"không có lý do “{reason[:40]}”",
                        f"there is no reason “{reason[:40]}”",
                    ),
                )

    def answer_indicators(
        self, by: Actor, ref: int, answers: Mapping[str, int]
    ) -> None:
        """The long form: points by the indicator's code; once a visit."""
        with self.act(by) as act:
            ticket = self.store.ticket(ref)
            check_time(ticket, act.now)
            if self.store.first("indicators", ref=ref):
                raise Conflict("answered", number=ticket.number)
            check_answers(self.store.office().profile, answers)
            row: Row = {"ref": ref, "answers": canonical(dict(answers))}
            row["answered_at"] = stamp(act.now)
            changes = {"indicators": [row]}
            act.record(What.INDICATORS, changes, number=ticket.number, ref=ref)

    def count_noise(self, by: Actor, counter: int, presses: int = 1) -> None:
        """Presses at the counter's screen that cannot be a visitor's answer."""
        with self.act(by) as act:
            self.store.counter(counter)
            act.tally(counter, NOISE, presses)


def _changes(rating: Rating) -> dict[str, list[Row]]:
    """Only the visitor's own answer closes the question."""
    row: Row = vars(rating) | {
        "reasons": canonical(rating.reasons),
        "rated_at": stamp(rating.rated_at),
    }
    changes = {"ratings": [row]}
    if rating.channel != SAME_PC:
        changes["tickets"] = [{"ref": rating.ref, "rated": 1}]
    return changes
