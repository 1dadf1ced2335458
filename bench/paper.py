"""A slip on 80 mm paper: the time to draw it, and how many bytes go over the line.

As in a morning: number, code and QR differ on each, the words and names do not.
"""

from statistics import median
from time import perf_counter
from typing import Any

from bench.figures import Figure
from printer.escpos_bytes import commands
from printer.slip import draw

RENDER_MS, WIRE_KB = 25.0, 45.0
WARM_UP, SLIPS = 5, 40  # of each run
URL = "https://luot.example.gov.vn/t/"  # and 22 letters

SLIP: dict[str, Any] = {
    "office": {"vi": "Ủy ban nhân dân phường Long Thành Trung"},
    "unit": {"vi": "Bộ phận Tiếp nhận và Trả kết quả"},
    "service": {"vi": "Hộ tịch"},
    "procedure": {"vi": "Đăng ký khai sinh"},
    "papers": [
        "Tờ khai đăng ký khai sinh",
        "Giấy chứng sinh (hoặc văn bản của người làm chứng/giấy cam đoan)",
        "Giấy tờ tùy thân của người yêu cầu (CCCD/thẻ căn cước/hộ chiếu)",
        "Giấy chứng nhận kết hôn của cha mẹ (nếu có)",
    ],
    "papers_verified": True,
    "wait": {"low": 900, "high": 1200},
    "counters": [1, 2],
    "priority": False,
    "language": "vi",
    "kiosk": "Ki-ốt 1",
    "hotline": "1022",
}


def nth(n: int) -> dict[str, Any]:
    taken = f"2026-11-23T{7 + n // 60:02}:{n % 60:02}:00+07:00"
    own = {"number": f"B{n:03}", "ahead": n % 12, "code": "KHTM", "issued_at": taken}
    return SLIP | own


def figures(runs: int) -> dict[str, Figure]:
    """Beside 1: the limits are milliseconds and kilobytes, not ratios."""
    render, wire = Figure("ms", RENDER_MS), Figure("kB", WIRE_KB)
    for run in range(runs):
        times, sizes = [], []
        for n in range(WARM_UP + SLIPS):
            start = perf_counter()
            picture = draw(nth(n), f"{URL}{run:02}{n:020}")
            times.append(1000 * (perf_counter() - start))
            sizes.append(len(commands(picture)) / 1000)
        render.add(median(times[WARM_UP:]), 1)
        wire.add(max(sizes), 1)
    return {"slip_render_ms": render, "slip_wire_kb": wire}
