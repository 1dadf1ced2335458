"""The procedures that words find, among the office's own and among 400.

The slowest of several kinds of words counts: known, half known, with a slip, unknown.
"""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure
from ticketing.catalogue import Procedure
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.people import Actor

LIMIT_MS = 30.0
DATA = Path(__file__).parent.parent / "data"
OPERATOR = Actor("administrator", "bench", "bench")
TIMES = 7
SAID = (
    "đất đai",
    "xntthn",
    "tôi muốn làm giấy khai sinh cho con",
    "chung thuc ban sao",
    "dnag ky thanh lap ho kinh doanh",
    "trợ cấp xã hội hàng tháng cho người khuyết tật nặng",
    "zzzzqqq xyzzy plugh",
)


def figures(runs: int) -> dict[str, Figure]:
    """Beside 1: the limit is milliseconds, not a ratio."""
    named = {"search_ms": 0, "search_400_ms": 400}
    kept = {name: Figure("ms", LIMIT_MS) for name in named}
    for name, many in named.items():
        with TemporaryDirectory() as folder:
            desk = _office(Path(folder), many)
            for _ in range(runs):
                kept[name].add(max(_search(desk, words) for words in SAID), 1)
            desk.store.close()
    return kept


def _office(folder: Path, many: int) -> Desk:
    rows = read_office(DATA).rows
    own = rows["procedures"]
    more = [one | {"ref": 1000 + one["ref"]} for one in own]
    rows["procedures"] = [*own, *more[: max(0, many - len(own))]]
    desk = Desk(open_store(folder / "office.db", trial=True), trial=True)
    desk.load(OPERATOR, rows)
    return desk


def _search(desk: Desk, words: str) -> float:
    """Milliseconds, the list of procedures included."""

    def once() -> float:
        start = perf_counter()
        every: list[Procedure] = desk.store.procedures()
        desk.store.search(every, words)
        return 1000 * (perf_counter() - start)

    return median(once() for _ in range(TIMES))
