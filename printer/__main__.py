"""python -m printer: print every queued slip, for ever. Also: probe, which asks the
printers what they can do; test, which prints a slip that is nobody's; status; and
roll COUNT, which prints the numbers X001, … for the day a kiosk dies."""

import argparse
import logging
import sys

from printer.asking import probe, status, test
from printer.rolling import print_roll
from printer.service import run
from settings import Settings, WrongSetting
from ticketing.opening import WrongDatabase

ACTS = {"run": run, "probe": probe, "test": test, "status": status}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m printer", description=__doc__)
    parser.add_argument(
        "act", nargs="?", default="run", choices=sorted([*ACTS, "roll"])
    )
    parser.add_argument("count", nargs="?", type=int, help="numbers of a roll")
    parser.add_argument("--first", type=int, default=1, help="… beginning at this one")
    asked = parser.parse_args()
    if (asked.count is None) == (asked.act == "roll"):
        parser.error("roll needs COUNT, and nothing else takes one")
    logging.basicConfig(level=logging.INFO, force=True)  # escpos was there first
    try:
        settings = Settings.from_env(serving=asked.act == "run")
        if asked.act == "roll":
            return print_roll(settings, asked.count, asked.first)
        return ACTS[asked.act](settings)
    except (WrongSetting, WrongDatabase) as wrong:
        print(wrong, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
