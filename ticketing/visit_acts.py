"""What an officer does with one visit: notes, further matters, its end in every way."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ticketing.acts import Act
from ticketing.calling_acts import must_say
from ticketing.catalogue import Counter
from ticketing.counter_acts import keep_note
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.line import may_serve
from ticketing.people import Actor
from ticketing.return_acts import ReturnActs
from ticketing.tickets import Ticket
from ticketing.visitor_acts import MOST_PROCEDURES

LONGEST_NOTE = 200  # letters
MOST_DOSSIERS = 10  # numbers of dossiers in one visit
DOSSIER = re.compile(r"(?=.*[^\W_])(?:[^\W_]|[./-]){1,40}")  # H45.28-231123-0001


class VisitActs(ReturnActs):
    def note(self, by: Actor, counter: int, text: str) -> Ticket:
        """For whichever officer has the ticket next; the visitor never sees it."""
        said = _note(text)
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            facts = {"ref": ticket.ref, "sealed": keep_note(act, ticket, said)}
            return act.save(What.NOTED, ticket, ticket, counter=counter, **facts)

    def add_matter(self, by: Actor, counter: int, procedure: str | int) -> Ticket:
        """One more thing to do in the same visit, here or in another line after it."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            matter = self.handled_here(procedure).ref
            known = [one for one in (ticket.procedure, *ticket.matters) if one]
            if matter in known:
                raise Conflict("matter-known", number=ticket.number)
            if len(known) >= MOST_PROCEDURES:
                raise Conflict("matters-enough", most=MOST_PROCEDURES)
            more = replace(ticket, matters=(*ticket.matters, matter))
            facts = {"counter": counter, "procedure": matter}
            return act.save(What.MATTER_ADDED, ticket, more, **facts)

    # --- the end of a visit -----------------------------------------------

    def finish(
        self,
        by: Actor,
        counter: int,
        *,
        outcome: str | None = None,
        dossiers: int | None = None,
        procedures: Sequence[int] | None = None,
        dossier_numbers: Sequence[str] = (),
        quiet: bool = False,
    ) -> Ticket:
        """Nothing need be said. `procedures`: what was dealt with; `quiet`: nobody is
        asked at the counter how it was (that is counted)."""
        numbers = _dossiers(dossier_numbers)
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            said: dict[str, Any] = {"procedures": procedures or None}
            if numbers:
                kind = f"dossiers-{act.writing.next_seq}"
                sealed = act.keep_secret(ticket.ref, kind, " ".join(numbers))
                said |= {"ref": ticket.ref, "sealed": sealed}
            counted = ticket.dossiers if dossiers is None else dossiers
            facts = {"outcome": outcome, "quiet": quiet, "dossiers": counted}
            return self._end(act, counter, ticket, facts, **said)

    def _end(
        self,
        act: Act,
        counter: int,
        ticket: Ticket,
        facts: dict[str, Any],
        **said: Any,
    ) -> Ticket:
        """Served; with matters left for another line on its way there."""
        left = self._left(self.store.counter(counter), ticket, said.get("procedures"))
        if left:
            told = {name: facts.get(name) for name in ("outcome", "dossiers")} | said
            return self._send_on(act, counter, ticket, "transfer", left, **told)
        done = ticket.finish(act.now, facts.get("outcome"), facts.get("quiet", False))
        done = replace(done, dossiers=facts.get("dossiers", ticket.dossiers))
        saved = act.save(What.FINISHED, ticket, done, counter=counter, **said)
        if done.quiet:
            act.tally(counter, "quiet")
        return saved

    def _end_visit(self, act: Act, counter: int, previous: str) -> None:
        ticket = self.store.ticket_at(counter)
        if ticket and previous != "no_show":
            self._end(act, counter, ticket, {})
        else:
            super()._end_visit(act, counter, previous)

    def _left(
        self, here: Counter, ticket: Ticket, done: Sequence[int] | None
    ) -> list[int]:
        """The visit's procedures that neither were dealt with nor could be here."""
        lines = {one.ref: one.service for one in self.store.procedures()}
        ours = (*here.serves, ticket.service)
        return [
            matter
            for matter in (ticket.procedure, *ticket.matters)
            if matter in lines and lines[matter] not in ours
            if matter not in (done or ())
        ]

    def _send_on(
        self,
        act: Act,
        counter: int,
        ticket: Ticket,
        move: str,
        left: Sequence[int],
        **said: Any,
    ) -> Ticket:
        """To the line of the next matter, with the place of its arrival."""
        line = self.store.procedure(left[0]).service
        back = ticket.back_to_line(move, only_counter=None, parked_for=None)
        moved = self.for_line(back, line, left)
        passed = self.passed(act, ticket, line, moved.place)
        facts = {"counter": counter, "overtook": passed, "left": len(left), **said}
        return self.arrived(act, act.save(What.TRANSFERRED, ticket, moved, **facts))

    def hand_over(self, by: Actor, counter: int, number: str) -> Ticket:
        """The result that lay ready, without a call. From PARKED to READY lasted the
        wait for it, from READY to here the wait for its owner: no service, no queue."""
        with self.act(by, undo=counter) as act:
            here = self._open(by, counter)
            ticket = self.store.ticket_by_number(act.day, number)
            done = ticket.hand_out(counter, act.now)
            if left := self._left(here, ticket, None):
                said = {"handed_out": True}
                return self._send_on(act, counter, ticket, "resume", left, **said)
            facts = {"counter": counter, "handed_out": True}
            return act.save(What.FINISHED, ticket, done, **facts)

    def drop(self, by: Actor, counter: int, reason: str | None = None) -> Ticket:
        """Back to its place in the line, but not to this officer again. It passes
        nobody, yet who picks their visitors is seen: so there is always a reason."""
        with self.act(by, undo=counter) as act:
            here = self._open(by, counter)
            ticket = self._there(by, counter)
            refused = dict.fromkeys((*ticket.not_officer, here.officer or ""))
            apart = {"only_counter": None, "not_officer": tuple(refused)}
            back = ticket.back_to_line("drop", **apart)
            if not by.at_least("supervisor") and not self._has_another(back):
                raise Conflict("nobody-else", number=ticket.number)
            must_say(reason, "drop-reason", number=ticket.number)
            facts = {"counter": counter, "reason": reason}
            return self.arrived(act, act.save(What.DROPPED, ticket, back, **facts))

    def _has_another(self, ticket: Ticket) -> bool:
        """Whether somebody who works now, and has not sent it away, may call it."""
        return any(
            may_serve(each.counter, each.serves, ticket)
            for each in self.store.counters()
            if each.works and each.officer not in ticket.not_officer
        )

    def dossier_numbers(self, ref: int) -> list[str]:
        """Of all that officers wrote down for this visit, the oldest first."""
        rows = self.store.find("secrets", ref=ref)
        kept = {
            int(row["kind"].partition("-")[2]): row["value"]
            for row in rows
            if row["kind"].startswith("dossiers-")
        }
        return [number for seq in sorted(kept) for number in kept[seq].split()]


def _note(text: str) -> str:
    said = unicodedata.normalize("NFC", text).strip()
    if 0 < len(said) <= LONGEST_NOTE:
        return said
    raise Impossible(
        "body",
        what=(
            f"ghi chú phải có, không quá {LONGEST_NOTE} chữ",
            f"a note must have 1 to {LONGEST_NOTE} letters",
        ),
    )


def _dossiers(numbers: Sequence[str]) -> list[str]:
    """Each once."""
    said = [unicodedata.normalize("NFC", number).strip() for number in numbers]
    if len(said) <= MOST_DOSSIERS and all(map(DOSSIER.fullmatch, said)):
        return list(dict.fromkeys(said))
    raise Impossible(
        "body",
        what=(
            "mã hồ sơ chỉ gồm chữ, số và . - /, không quá 40 ký tự, không quá 10 mã",
            "dossier numbers are letters, digits and . - /, at most 40 characters "
            "each, at most 10 of them",
        ),
    )
