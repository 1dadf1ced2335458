"""`make bench`: a table, and the same in bench/results/speed.json.

Every run has a fresh office. Speeds are measured in slices that alternate with the
same server's "hello" (GET /healthz); presses alternate with presses of bare sockets.
"""

import json
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench import board, paper, search, voice
from bench.figures import HEAD, Figure
from bench.measures import Bench, Effort
from bench.server import RESULTS

SHORT = Effort(runs=3, hellos=320, tickets=128, calls=96, presses=30, lag=4)
WHOLE = Effort(runs=5, hellos=960, tickets=224, calls=192, presses=60, lag=10)


def main() -> None:
    effort = SHORT if os.environ.get("QUICK") == "1" else WHOLE
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as loader:
        bench = Bench(effort, loader)
        for run in range(effort.runs):
            print(f"run {run + 1} of {effort.runs} …", flush=True)
            bench.run()
    lobby = board.figures(effort.runs, effort.presses)
    alone = paper.figures(effort.runs) | voice.figures(effort.runs)
    alone |= search.figures(effort.runs)
    report(bench.figures | lobby | alone)


def report(figures: Mapping[str, Figure]) -> None:
    print("", HEAD, sep="\n")
    for name, figure in figures.items():
        print(figure.line(name))
    told = {"figures": {name: figure.as_json() for name, figure in figures.items()}}
    text = json.dumps(told, indent=1)
    (RESULTS / "speed.json").write_text(f"{text}\n")


if __name__ == "__main__":
    main()
