"""A receipt printer on TCP for tests, with every fault that printers have.

By hand: `python -m tests.printer_double --port 9100 --lays var/paper`, and LUOT_PRINTER
is network:127.0.0.1:9100. A fault's name typed there brings it about.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Self

from PIL.Image import Image

from tests.double_server import Server
from tests.double_states import FAULTS


class PrinterDouble(Server):
    """What a test does to the printer, from its own thread.

    To be changed before a job: `knows`, `ack_delay`, `rate`, `cut_after`, `cuts_with`,
    `keeps_half_commands`. To be looked at: `slips`, `torn`, `loose`, `cuts`, `garbage`,
    `received`, `connections`.
    """

    def __init__(self, port: int = 0, dots: int = 576) -> None:
        super().__init__(port, dots)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"network:127.0.0.1:{self._door.getsockname()[1]}"

    @property
    def fault(self) -> str:
        return self._fault

    @fault.setter
    def fault(self, fault: str) -> None:
        if fault not in FAULTS:
            raise ValueError(f"{fault} is none of {', '.join(FAULTS)}")
        self._fault = fault
        self._do(lambda: None)

    @property
    def paper_rows(self) -> int | None:
        """What is left of the roll; None is a roll without end."""
        return self._paper_rows

    @paper_rows.setter
    def paper_rows(self, rows: int | None) -> None:
        self._paper_rows = rows
        self._do(lambda: None)

    @property
    def loose(self) -> Image:
        """What was burnt since the last cut."""
        return self._roll.piece().picture

    def load_paper(self, rows: int | None = None) -> None:
        self._do(lambda: self.change_paper(rows))

    def power_cycle(self) -> None:
        self._do(self.switch_off)

    def wait_for(self, predicate: Callable[[], bool], seconds: float = 5.0) -> bool:
        """True; AssertionError if it does not come true in time."""
        patience = time.monotonic() + seconds
        while not predicate():
            if time.monotonic() > patience:
                told = f"{self.fault}, {self.received} bytes, {self.cuts} cuts"
                raise AssertionError(f"not within {seconds} s (the printer: {told})")
            time.sleep(0.005)
        return True

    def start(self) -> None:
        self._thread.start()
        self._do(lambda: None)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _do(self, act: Callable[[], None]) -> None:
        """In the printer's own thread; afterwards the printer goes on."""

        async def acted() -> None:
            act()
            await self.mind_the_door()
            self.run()

        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(acted(), self._loop).result(10)
        else:
            act()


if __name__ == "__main__":
    from tests.double_by_hand import main

    main()
