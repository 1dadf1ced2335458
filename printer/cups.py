"""A queue of CUPS: it takes every job, and what becomes of it only CUPS knows."""

import subprocess
from subprocess import PIPE

from printer.errors import PrinterError, Stopping, words
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.status import READY, Status

PATIENCE = 5.0  # seconds


class Cups:
    def __init__(self, queue: str, patience: Patience) -> None:
        self._queue, self._patience = queue, patience

    def look(self, known: Known) -> Status:
        """A queue that was disabled keeps its jobs for later: nothing for it."""
        done, said, complaint = self._run(["lpstat", "-p", self._queue])
        if done:
            raise PrinterError(_line(complaint) or "CUPS does not answer", "offline")
        return Status("offline") if b"disabled" in said else READY

    def meet(self) -> tuple[Known | None, Status]:
        status = self.look(Known("none"))
        return (None if status.fault else Known("none")), status

    def print(self, job: Job, known: Known) -> Attempt:
        try:
            status = self.look(known)
        except PrinterError as fault:
            return Attempt("blocked", Status(fault.fault), str(fault))
        except Stopping:
            return Attempt("untaken", None)
        if status.fault:
            return Attempt("blocked", status, "the CUPS queue is disabled")
        if not job.begin():
            return Attempt("untaken", status)
        return self._hand_over(job)

    def _hand_over(self, job: Job) -> Attempt:
        command = ["lp", "-d", self._queue, "-t", job.name, "-o", "raw"]
        try:
            done, _, complaint = self._run(command, job.data)
        except (PrinterError, Stopping) as fault:
            return Attempt("unknown", Status("offline"), words(fault))
        if done:
            return Attempt("blocked", Status("offline"), _line(complaint))
        job.sent()
        return Attempt("unverified", READY)

    def _run(self, command: list[str], data: bytes = b"") -> tuple[int, bytes, bytes]:
        """Exit status, what it said and what it complained of."""
        try:
            process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        except OSError as fault:
            raise PrinterError(f"{command[0]}: {words(fault)}", "offline") from fault
        with process:
            try:
                return self._attend(process, data)
            except BaseException:
                process.kill()
                raise

    def _attend(
        self, process: subprocess.Popen[bytes], data: bytes | None
    ) -> tuple[int, bytes, bytes]:
        for spell in self._patience.spells(PATIENCE):
            try:
                said, complaint = process.communicate(data, timeout=spell)
            except subprocess.TimeoutExpired:
                data = None  # it is under way
            else:
                return process.returncode, said, complaint
        raise PrinterError("CUPS does not answer", "offline")


def _line(said: bytes) -> str:
    return " ".join(said.decode(errors="replace").split())
