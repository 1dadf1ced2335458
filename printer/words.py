"""The words of a slip, by language. A further language is one more entry."""

from math import ceil
from typing import Any

Words = dict[str, str]

WORDS: dict[str, Words] = {
    "vi": {
        "copy": "BẢN IN LẠI",
        "sample": "DỮ LIỆU MẪU",
        "trial": "CHẠY THỬ",
        "test": "PHIẾU THỬ MÁY IN",
        "yours": "Số thứ tự của Ông/Bà",
        "priority": "ƯU TIÊN",
        "next": "Trước Ông/Bà không còn ai",
        "ahead": "Trước Ông/Bà còn {ahead} người",
        "honest": "(có thể thêm người ưu tiên, người có hẹn)",
        "range": "Dự kiến chờ {low}–{high} phút",
        "about": "Dự kiến chờ khoảng {high} phút",
        "within": "Dự kiến chờ không quá {high} phút",
        "no_range": "Chưa dự kiến được thời gian chờ",
        "counter": "Mời ngồi chờ trước quầy {counters}",
        "counters": "Mời ngồi chờ trước quầy {counters}",
        "no_counters": "Mời ngồi chờ, xin nghe gọi số",
        "papers": "Giấy tờ cần có",
        "sample_papers": "Giấy tờ cần có (dữ liệu mẫu)",
        "ask_papers": "Giấy tờ cần có: xin hỏi cán bộ tại quầy",
        "more_papers": "Còn {more} giấy tờ nữa, xin hỏi cán bộ",
        "scan": "Quét mã để theo dõi, không cần cài đặt",
        "join": "Nối Wi-Fi của cơ quan trước khi quét",
        "code": "Mã kiểm tra",
        "issued": "Lấy số lúc {time} ngày {date}",
        "no_receipt": "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "hotline": "Phản ánh, kiến nghị: {hotline}",
    },
    "en": {
        "copy": "REPRINT",
        "sample": "SAMPLE DATA",
        "trial": "TRIAL",
        "test": "PRINTER TEST",
        "yours": "Your number",
        "priority": "PRIORITY",
        "next": "Nobody is ahead of you",
        "ahead": "People ahead of you: {ahead}",
        "honest": "(priority visitors and appointments may be added)",
        "range": "Expected wait {low}–{high} minutes",
        "about": "Expected wait about {high} minutes",
        "within": "Expected wait at most {high} minutes",
        "no_range": "The wait cannot be estimated yet",
        "counter": "Please wait in front of counter {counters}",
        "counters": "Please wait in front of counters {counters}",
        "no_counters": "Please take a seat and listen for your number",
        "papers": "Papers you need",
        "sample_papers": "Papers you need (sample data)",
        "ask_papers": "Papers you need: please ask at the counter",
        "more_papers": "{more} more, please ask at the counter",
        "scan": "Scan to follow your turn, nothing to install",
        "join": "Join the office's Wi-Fi before you scan",
        "code": "Check code",
        "issued": "Taken at {time} on {date}",
        "no_receipt": "This slip does not replace the dossier receipt "
        "with its date of result",
        "hotline": "Feedback and complaints: {hotline}",
    },
}


def words_for(slip: dict[str, Any]) -> Words:
    return WORDS.get(slip["language"], WORDS["vi"])


def in_language(slip: dict[str, Any], names: dict[str, str]) -> str:
    return names.get(slip["language"]) or names.get("vi", "")


def wait_sentence(words: Words, wait: dict[str, int] | None) -> str:
    """Seconds, rounded outward to whole five minutes as on screen and phone."""
    if wait is None:
        return words["no_range"]
    low, high = wait["low"] // 300 * 5, max(ceil(wait["high"] / 300) * 5, 5)
    key = "within" if low == 0 else "about" if low == high else "range"
    return words[key].format(low=low, high=high)
