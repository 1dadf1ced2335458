"""Every knob of a machine, on one page. Set them in the environment as LUOT_*.

What the office decides (hours, credits, rules) is policy, not a setting: see
`ticketing/policy.py`.
"""

import ipaddress
import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

REACHES = ("public", "wifi", "none")
TRIALS = ("0", "1", "lan")
DEFAULT_PORT = "9100"
HEX = "(?:0x)?[0-9a-fA-F]{4}"
# Kinds of printers, and what must follow the colon.
PRINTERS = {
    "virtual": "",
    "network": r"(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?",
    "usb": rf"(?P<vendor>{HEX}):(?P<product>{HEX})",
    "serial": r"(?P<device>/\S+)@(?P<baud>\d{3,7})",
    "file": r"(?P<device>/\S+)",
    "cups": r"(?P<queue>[^\s/#:-][^\s/#:]*)",
}
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
WIDTHS = {"80mm": 576, "58mm": 384}  # dots across
FLOWS = ("rtscts", "xonxoff", "noflow")  # how a serial printer says "wait"
NAMED = re.compile(r"(?P<kiosk>[^=:]*)=(?P<rest>.*)")


class WrongSetting(ValueError):
    """One clear sentence that names the variable; the start stops with it."""


@dataclass(frozen=True)
class Settings:
    database: Path = Path("var/office.db")
    bind: str = "127.0.0.1:8000"
    public_url: str = "http://127.0.0.1:8000"  # what the slip's QR leads to
    reach: str = "public"  # public, wifi, none: who can open the phone page
    printer: str = "virtual"
    trial: str = "0"  # 1 on loopback, lan on other addresses
    clock: datetime | None = None  # trial only: start time of the office's clock

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] | None = None, serving: bool = True
    ) -> Self:
        """Read LUOT_* and refuse what cannot be meant (WrongSetting). A command does
        not serve: where phones and kiosks find the office is not its business."""
        env = os.environ if env is None else env
        bind = env.get("LUOT_BIND", cls.bind)
        settings = cls(
            database=Path(env.get("LUOT_DATABASE", cls.database)),
            bind=bind,
            public_url=env.get("LUOT_PUBLIC_URL", f"http://{bind}").rstrip("/"),
            reach=env.get("LUOT_REACH", cls.reach),
            printer=env.get("LUOT_PRINTER", cls.printer),
            trial=env.get("LUOT_TRIAL", cls.trial),
            clock=_clock(env.get("LUOT_CLOCK")),
        )
        for check in CHECKS if serving else CHECKS[:2]:
            check(settings)
        return settings

    @property
    def is_trial(self) -> bool:
        return self.trial != "0"

    @property
    def spool(self) -> Path:
        """Where the virtual printer lays its slips."""
        return self.database.parent / f"{self.database.stem}-slips"

    def secret_key(self, env: Mapping[str, str] | None = None) -> str:
        """LUOT_SECRET_KEY, else a key made once beside the database (mode 600)."""
        given = (os.environ if env is None else env).get("LUOT_SECRET_KEY")
        return given or kept_secret(self.database.with_suffix(".key"))


def kept_secret(path: Path) -> str:
    """Make the file atomically on the first call; every process reads the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
    try:
        os.link(draft, path)  # fails when another process was first: theirs wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _clock(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WrongSetting(
            f"LUOT_CLOCK: “{text}” is not a time such as 2026-11-23T08:00:00+07:00."
        )
    return moment


def _known_words(settings: Settings) -> None:
    if settings.reach not in REACHES:
        raise WrongSetting(f"LUOT_REACH: “{settings.reach}” is none of {REACHES}.")
    if settings.trial not in TRIALS:
        raise WrongSetting(f"LUOT_TRIAL: “{settings.trial}” is none of {TRIALS}.")


@dataclass(frozen=True)
class PrinterSetting:
    """One printer. `kiosk`: whose own it is; empty: of all that have none."""

    kiosk: str
    address: str  # with its option words, as people know it
    kind: str
    parts: Mapping[str, str]  # of the address; what was left out is not there
    width: int = WIDTHS["80mm"]
    flow: str = FLOWS[0]


def printers_of(text: str) -> tuple[PrinterSetting, ...]:
    """LUOT_PRINTER: one address, or several of which all but one are bound to a kiosk
    (WrongSetting)."""
    printers = tuple(_one_printer(each.strip()) for each in text.split(","))
    kiosks = [printer.kiosk for printer in printers]
    for kiosk in kiosks:
        if kiosks.count(kiosk) > 1:
            whose = f"kiosk “{kiosk}”" if kiosk else "the kiosks without their own"
            raise WrongSetting(f"LUOT_PRINTER: {whose} can have one printer only.")
    machines = [_machine(printer) for printer in printers]
    for printer, machine in zip(printers, machines, strict=True):
        if machines.count(machine) > 1:
            raise WrongSetting(
                f"LUOT_PRINTER: “{printer.address}” is named twice; leave out the "
                "second, and its kiosk prints on the one without a name."
            )
    return printers


def _machine(printer: PrinterSetting) -> tuple[object, ...]:
    """The same for one machine, however it is written; a virtual one is nobody's."""
    parts = printer.parts
    match printer.kind:
        case "network":
            port = int(parts.get("port", DEFAULT_PORT))
            return parts["host"].casefold().rstrip("."), port
        case "usb":
            return int(parts["vendor"], 16), int(parts["product"], 16)
        case "virtual":
            return ("virtual", printer.kiosk)
    return (parts.get("device") or ("cups", parts["queue"]),)


def _one_printer(text: str) -> PrinterSetting:
    """KIOSK=ADDRESS OPTION…; only the address must be there."""
    named = NAMED.fullmatch(text)
    kiosk, rest = (named["kiosk"].strip(), named["rest"]) if named else ("", text)
    if named and not kiosk:
        raise WrongSetting(f"LUOT_PRINTER: “{text}” names no kiosk before the “=”.")
    address, *options = rest.split() or [""]
    kind, parts = _printer_address(address)
    chosen = dict(_option(word, kind) for word in options)
    kiosk = unicodedata.normalize("NFC", kiosk)  # as the names in the database are
    whole = " ".join((address, *options))
    return PrinterSetting(kiosk, whole, kind, parts, **chosen)


def _printer_address(address: str) -> tuple[str, dict[str, str]]:
    kind, _, rest = address.partition(":")
    if kind in PRINTERS and (found := re.fullmatch(PRINTERS[kind], rest)):
        parts = {name: part for name, part in found.groupdict().items() if part}
        _check_parts(parts)
        return kind, parts
    raise WrongSetting(
        f"LUOT_PRINTER: “{address}” is not a printer; it is virtual, "
        "network:HOST[:PORT], usb:VENDOR:PRODUCT, serial:/dev/DEVICE@BAUD, "
        "file:/dev/DEVICE or cups:QUEUE."
    )


def _check_parts(parts: Mapping[str, str]) -> None:
    """What only opening the line would refuse."""
    if not 0 < int(parts.get("port", DEFAULT_PORT)) < 65536:
        raise WrongSetting(f"LUOT_PRINTER: there is no port {parts['port']}.")
    if int(parts.get("baud", BAUDS[0])) not in BAUDS:
        known = ", ".join(map(str, BAUDS))
        raise WrongSetting(f"LUOT_PRINTER: {parts['baud']} baud is none of {known}.")
    try:
        parts.get("host", "").encode("idna")
    except UnicodeError as error:
        raise WrongSetting(
            f"LUOT_PRINTER: “{parts['host']}” is no name of a host."
        ) from error


def _option(word: str, kind: str) -> tuple[str, Any]:
    if word in WIDTHS:
        return "width", WIDTHS[word]
    if word in FLOWS and kind == "serial":
        return "flow", word
    raise WrongSetting(
        f"LUOT_PRINTER: “{word}” is no option; after an address may stand 80mm or "
        "58mm, and xonxoff or noflow on a serial line."
    )


def _printer(settings: Settings) -> None:
    printers_of(settings.printer)


def _database_file(settings: Settings) -> None:
    if not settings.database.name or settings.database.is_dir():
        raise WrongSetting(f"LUOT_DATABASE: “{settings.database}” is not a file.")


def _address(settings: Settings) -> None:
    host, _, port = settings.bind.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise WrongSetting(f"LUOT_BIND: “{settings.bind}” is not HOST:PORT.")
    if not _is_web_address(settings.public_url):
        raise WrongSetting(
            f"LUOT_PUBLIC_URL: “{settings.public_url}” is not an http(s) address."
        )


def _is_web_address(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:  # a bracket or a port that is none
        return False


def _trial_stays_home(settings: Settings) -> None:
    host = settings.bind.rpartition(":")[0].strip("[]")
    if settings.trial == "1" and not is_loopback(host):
        raise WrongSetting(
            f"LUOT_TRIAL: trial mode on {host} needs LUOT_TRIAL=lan, "
            "which makes random PINs."
        )
    if settings.clock and not settings.is_trial:
        raise WrongSetting("LUOT_CLOCK: only trial mode may set the clock.")


def _phones_reach_us(settings: Settings) -> None:
    host = urlsplit(settings.public_url).hostname
    reachable = not is_loopback(host) and host not in ("0.0.0.0", "::")
    if settings.is_trial or settings.reach == "none" or reachable:
        return
    raise WrongSetting(
        f"LUOT_PUBLIC_URL: no phone can open {settings.public_url}. Set it to the "
        "address that phones use, or set LUOT_REACH=none."
    )


CHECKS: tuple[Callable[[Settings], None], ...] = (
    _known_words,
    _database_file,
    _address,
    _printer,
    _trial_stays_home,
    _phones_reach_us,
)


if __name__ == "__main__":  # run.sh asks first, before anything is made
    try:
        Settings.from_env()
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
