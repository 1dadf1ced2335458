"""Plain sentences for `python -m printer probe`, `test` and `status`."""

from printer.jobs import Attempt, Known
from printer.status import Status
from settings import PrinterSetting

FAULTS = {
    "paper": "there is no paper in it. Put in a new roll and close the cover",
    "cover": "its cover is open. Close it",
    "error": "it reports an error: the knife is stuck, or it is too hot. Switch it "
    "off, free the knife, and switch it on again",
    "offline": "it says that it is offline. Press its FEED or ONLINE key, or see "
    "whether the queue is stopped",
    "off": "it cannot be reached. See whether it is switched on and plugged in, "
    "whether the address is right, and whether another program holds it. If the "
    "printer process of this office runs, stop it first: a printer may take one "
    "caller only",
    "silent": "it does not answer. Switch it off and on again",
}
QUESTIONS = ("DLE EOT 1", "DLE EOT 2", "DLE EOT 3", "DLE EOT 4")
KNOWN = {
    "id": "It repeats the name of a job when it is on paper (GS ( H): a slip counts "
    "as printed only after this word.",
    "order": "It answers in the order of its work (GS r): a slip counts as printed "
    "only after this answer.",
    "status": "It says how it is (DLE EOT), but never that a slip is on paper: a slip "
    "counts as unverified, and is asked about before and after.",
    "none": "It answers no question at all: whether a slip came out only people can "
    "see. Every slip counts as unverified. On a cable of its own, or with another "
    "interface, it may be able to answer.",
    "virtual": "It is the built-in one: its pictures are the paper, and always there.",
    "cups": "What becomes of a job only CUPS knows: every slip counts as unverified. "
    "Name the printer's own address in LUOT_PRINTER to know more.",
}
RESULTS = {
    "printed": "The test slip is printed: the printer itself said so.",
    "unverified": "The test slip was sent. This printer gives no word that it is on "
    "paper: please look.",
    "unknown": "The test slip was sent, but something went wrong: look whether it, or "
    "a part of it, came out.",
    "blocked": "The test slip was not sent.",
}


def head(printer: PrinterSetting) -> str:
    whose = printer.kiosk or "every kiosk without a printer of its own"
    return f"{printer.address} (for {whose}; {printer.width} dots across)"


def on_status(status: Status) -> str:
    if status.fault:
        return f"It is not ready: {FAULTS[status.fault]}."
    near_end = " Its roll is nearly at the end." if status.near_end else ""
    return f"It is ready.{near_end}"


def on_answers(status: Status) -> str:
    """What was asked, and the very bytes of the answer, for whoever knows them."""
    if not status.raw:
        return "Asked how it is (DLE EOT 1 to 4), it said nothing."
    said = zip(QUESTIONS, status.raw, strict=True)
    answers = ", ".join(f"{asked}: {byte:02x}" for asked, byte in said)
    return f"Asked how it is, it answered {answers}."


def on_ability(printer: PrinterSetting, known: Known) -> str:
    if printer.kind in KNOWN:
        return KNOWN[printer.kind]
    return KNOWN[known.acknowledges or known.ability]


def on_attempt(attempt: Attempt) -> list[str]:
    said = [RESULTS[attempt.state]]
    if attempt.status and attempt.status.fault:
        said.append(on_status(attempt.status))
    if attempt.error:
        said.append(f"(In its own words: {attempt.error}.)")
    return said


def told(printer: PrinterSetting, sentences: list[str]) -> str:
    return "\n  ".join([head(printer), *sentences])
