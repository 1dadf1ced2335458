"""What a visitor does: takes a ticket, delays, leaves, comes back."""

import secrets as random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ticketing.acts import Act
from ticketing.catalogue import Procedure, Service
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.hours import gives_numbers, local, next_numbers
from ticketing.journal import Row
from ticketing.line import credit, place_behind, rejoin_place, service_order
from ticketing.people import Actor
from ticketing.rating_acts import RatingActs
from ticketing.tickets import Status, Ticket, number_of

# What the visit needs; the reason is nobody's business.
WISHES = ("access", "escort", "low_counter")
MOST_PROCEDURES = 5  # of one visit


class VisitorActs(RatingActs):
    def issue(
        self,
        by: Actor,
        service: str | None = None,
        procedure: str | int | None = None,
        *,
        priority: bool = False,
        language: str = "vi",
        purpose: str | None = None,
        dossiers: int = 1,
        slip: bool = True,
        large: bool = False,
        wishes: Sequence[str] = (),
        procedures: Sequence[str | int] = (),
    ) -> Ticket:
        """A new ticket, its number and its slip, in one transaction. Wishes: access,
        escort, low_counter. Of several procedures the first decides the line."""
        unknown = [wish for wish in wishes if wish not in WISHES]
        if unknown:
            raise no_wish(unknown[0])
        with self.act(by) as act:
            wanted = [*([] if procedure is None else [procedure]), *procedures]
            line, matter = self._wanted(service, next(iter(wanted), None))
            matters = self._further(matter, wanted[1:])
            self._gives_numbers(act, line)
            ticket = self._new(
                act,
                line,
                priority=priority,
                language=language,
                purpose=purpose,
                dossiers=dossiers,
                procedure=matter and matter.ref,
                matters=matters,
            )
            self.keep_wishes(act, ticket.ref, wishes)
            if slip:
                self.queue_slip(act, ticket, large=large)
            return self.arrived(act, ticket)

    def _wanted(
        self, service: str | None, procedure: str | int | None
    ) -> tuple[Service, Procedure | None]:
        matter = None if procedure is None else self.store.procedure(procedure)
        code = service or (matter and matter.service)
        if not code:
            raise Impossible(
                "body",
                what=(
                    "cần “service” hoặc “procedure”",
                    "“service” or “procedure” is needed",
                ),
            )
        line = self.store.service(code)
        if matter and matter.place:
            raise Conflict("elsewhere", place=matter.place)
        if matter and matter.service != line.code:
            raise Impossible(
                "body",
                what=(
                    "thủ tục không thuộc lĩnh vực đã chọn",
                    "the procedure does not belong to the service",
                ),
            )
        return line, matter

    def handled_here(self, procedure: str | int) -> Procedure:
        matter = self.store.procedure(procedure)
        if matter.place:
            raise Conflict("elsewhere", place=matter.place)
        return matter

    def _further(
        self, first: Procedure | None, procedures: Sequence[str | int]
    ) -> tuple[int, ...]:
        """Each once, the first one not again."""
        refs = dict.fromkeys(self.handled_here(one).ref for one in procedures)
        further = tuple(ref for ref in refs if first is None or ref != first.ref)
        if len(further) >= MOST_PROCEDURES:
            raise Conflict("matters-enough", most=MOST_PROCEDURES)
        return further

    def _gives_numbers(self, act: Act, service: Service) -> None:
        """A person may always give a number; the kiosk keeps the hours."""
        paused = self.store.office().paused
        for code in ("", service.code):
            if code in paused:
                raise Conflict("issuing-paused", reason=paused[code])
        if self.trial or act.by.role != "kiosk" or gives_numbers(act.now, act.policy):
            return
        opening = next_numbers(act.now, act.policy)
        when = f"{local(opening):%H:%M, %d/%m}" if opening else "–"
        raise Conflict("office-closed", opening=when)

    def keep_wishes(self, act: Act, ref: int, wishes: Sequence[str]) -> None:
        """Among the secrets, so that they can be erased. No reason is kept."""
        if wishes:
            said = act.keep_secret(ref, "wishes", " ".join(sorted(set(wishes))))
            act.record(What.WISHED, {}, ref=ref, sealed=said)

    def _new(self, act: Act, service: Service, **given: Any) -> Ticket:
        self.open_day(act)
        ordinal = self.store.next_ordinal(act.day, service.series)
        ticket = Ticket(
            ref=self.store.next_ref(),
            business_day=act.day,
            series=service.series,
            ordinal=ordinal,
            number=number_of(service.series, ordinal),
            service=service.code,
            issued_at=act.now,
            device=act.by.name or act.by.role,
            id=random.token_urlsafe(16),
            **{"place": act.now - credit(act.policy, given["priority"])} | given,
        )
        sealed = act.keep_secret(ticket.ref, "id", ticket.id)
        series = {
            "business_day": act.day,
            "series": service.series,
            "last": ordinal,
        }
        seq = act.record(
            What.ISSUED,
            {"tickets": [_said(ticket.as_row())], "series": [series]},
            number=ticket.number,
            ref=ticket.ref,
            sealed=sealed,
        )
        return replace(ticket, seq=seq)

    def choose_procedure(self, by: Actor, ref: int, procedure: str | int) -> Ticket:
        """After the number is safe; the procedure must belong to the same line."""
        with self.act(by) as act:
            ticket = self.todays(act, ref)
            matter = self.store.procedure(procedure)
            if ticket.status is not Status.WAITING:
                raise ticket.cannot("choose a procedure")
            if matter.service != ticket.service:
                raise Impossible(
                    "body",
                    what=(
                        "thủ tục thuộc lĩnh vực khác",
                        "the procedure belongs to another service",
                    ),
                )
            rest = tuple(one for one in ticket.matters if one != matter.ref)
            chosen = replace(ticket, procedure=matter.ref, matters=rest)
            saved = act.save(What.PROCEDURE_CHOSEN, ticket, chosen)
            if by.role == "kiosk":
                self.queue_papers(act, saved)
            return saved

    def cancel(
        self,
        by: Actor,
        ref: int,
        reason: str = "visitor",
        counter: int | None = None,
    ) -> Ticket:
        """From `counter` it is that counter's act, which it may undo."""
        with self.act(by, undo=counter) as act:
            ticket = self.todays(act, ref)
            cancelled = ticket.cancel(act.now, reason)
            self.not_elsewhere(by, ticket)
            return act.save(What.CANCELLED, ticket, cancelled, reason=reason)

    def not_elsewhere(self, by: Actor, ticket: Ticket) -> None:
        """Whoever is called stands before the officer who called, and is theirs."""
        if ticket.status is not Status.CALLED or by.role != "officer":
            return
        there = self.store.counter(ticket.counter or 0)
        if there.holder != by.key:
            number, counter = ticket.number, there.counter
            raise Conflict("called-elsewhere", number=number, counter=counter)

    def delay(self, by: Actor, ref: int, places: int) -> Ticket:
        """Just behind the k-th who waits behind it."""
        with self.act(by) as act:
            ticket = self.todays(act, ref)
            limit = act.policy.delay_limit
            if not ticket.may("delay"):
                raise ticket.cannot("delay")
            if ticket.delays >= limit:
                raise Conflict("delayed-enough", number=ticket.number, limit=limit)
            behind = [
                other
                for other in self.store.line([ticket.service])
                if service_order(other) > service_order(ticket)
            ]
            if places < 1 or len(behind) < places:
                raise Conflict("line-too-short", places=places)
            later = ticket.back_to_line(
                "delay",
                place=place_behind(behind, places - 1),
                delays=ticket.delays + 1,
            )
            return self.arrived(act, act.save(What.DELAYED, ticket, later))

    def rejoin(self, by: Actor, ref: int, counter: int | None = None) -> Ticket:
        """Back into the line on the same day, near the front when in time."""
        with self.act(by, undo=counter) as act:
            ticket = self.todays(act, ref)
            limit = act.policy.rejoin_limit
            if not ticket.may("rejoin"):
                raise ticket.cannot("rejoin")
            if ticket.rejoins >= limit:
                raise Conflict("rejoined-enough", number=ticket.number, limit=limit)
            line = self.store.line([ticket.service])
            place = rejoin_place(ticket, line, act.now, act.policy)
            back = ticket.back_to_line(
                "rejoin", place=place, rejoins=ticket.rejoins + 1, outcome=None
            )
            return self.arrived(act, act.save(What.REJOINED, ticket, back))


def no_wish(wish: str) -> Impossible:
    return Impossible(
        "body",
        what=(f"không có mong muốn “{wish[:40]}”", f"there is no wish “{wish[:40]}”"),
    )


def _said(row: Row) -> Row:
    """Columns that hold nothing need not be written, nor journalled."""
    return {name: value for name, value in row.items() if value is not None}
