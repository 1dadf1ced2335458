"""The printer process: one thread for each printer, one claim for each office."""

import fcntl
import logging
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import IO

from printer.backends import open_backend
from printer.patience import Patience
from printer.state import PrinterState
from printer.worker import Worker
from settings import PrinterSetting, Settings, printers_of
from ticketing.opening import WrongDatabase, open_store
from ticketing.outbox import (
    Serves,
    due,
    forget_printers,
    give_up,
    meet_printer,
    note_printer,
    on_their_way,
)
from ticketing.store import Store

BEAT = 10.0  # seconds between two signs of life; each wakes the web process

log = logging.getLogger(__name__)


def run(settings: Settings) -> int:
    with settings.database.with_suffix(".printer").open("w") as claim:
        if not is_ours(claim):
            raise WrongDatabase(f"Another process prints for {settings.database}.")
        stop = Event()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stop.set())

        def opened() -> Store:
            return open_store(settings.database, settings.is_trial, settings.clock)

        return Service(opened, settings, stop).run()


def is_ours(claim: IO[str]) -> bool:
    """Two of us would print every slip twice. The claim ends with the process."""
    with suppress(BlockingIOError):
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@dataclass
class Service:
    """`opened`: every thread reads through a store of its own. Two that share one
    share its moment too, and one of them reads what was true before."""

    opened: Callable[[], Store]
    settings: Settings
    stop: Event
    crashed: list[str] = field(default_factory=list)

    def run(self) -> int:
        """Until asked to stop, or until one printer's thread breaks: then all end,
        and the service manager starts us again."""
        printers = printers_of(self.settings.printer)
        kiosks = [printer.kiosk for printer in printers]
        store = self.opened()
        workers = [self._worker(printer, kiosks) for printer in printers]
        forget_printers(store, kiosks)
        threads = [Thread(target=self._watched, args=(each.run,)) for each in workers]
        for thread in threads:
            thread.start()
        try:
            self._beat(store, kiosks)
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
            for each in (store, *(worker.store for worker in workers)):
                each.close()
        for trace in self.crashed:
            log.critical("ended by this:\n%s", trace)
        return 1 if self.crashed else 0

    def _worker(self, setting: PrinterSetting, kiosks: list[str]) -> Worker:
        store, patience = self.opened(), Patience(self.stop)
        met = meet_printer(store, setting.kiosk, setting.address)
        return Worker(
            store,
            open_backend(setting, self.settings.spool, patience),
            self.settings,
            PrinterState(store, met),
            serving(setting.kiosk, kiosks),
            patience,
            setting.width,
        )

    def _watched(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # told by the process as it ends
            self.crashed.append(traceback.format_exc())
            self.stop.set()

    def _beat(self, store: Store, kiosks: list[str]) -> None:
        """A sign of life now and then, whatever the printers do."""
        fail_orphans(store, kiosks)
        while not self.stop.wait(BEAT):
            fail_orphans(store, kiosks)
            for kiosk in kiosks:
                note_printer(store, kiosk)


def fail_orphans(store: Store, kiosks: list[str]) -> None:
    """Slips of a kiosk for which no printer is set: nobody else would say so. Those
    that were on their way to a printer that was set before may lie there."""
    if "" in kiosks:
        return
    for find in (due, on_their_way):
        lost = find(store, lambda kiosk: kiosk not in kiosks)
        give_up(store, lost, "no printer is set for this kiosk")


def serving(kiosk: str, kiosks: list[str]) -> Serves:
    """Its own kiosk, or all that have no printer of their own."""
    others = [other for other in kiosks if other != kiosk]
    return lambda asking: asking == kiosk or (not kiosk and asking not in others)
