"""What the companion says, in Vietnamese and in English. The server's own sentences
(problem+json) are shown as they come and do not stand here."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "counter": "Quầy {n}",
        "connected": "Đã kết nối",
        "connecting": "Đang kết nối …",
        "lost-since": "Mất kết nối từ {at}",
        "closed": "Quầy chưa mở",
        "paused": "Đang tạm dừng",
        "idle": "Sẵn sàng",
        "armed": "Đang đón người tiếp theo",
        "called": "Đang mời · {times} lần",
        "serving": "Đang phục vụ",
        "nobody": "–",
        "next": "Kế tiếp {number} · Chờ {waiting}",
        "empty": "Chưa có ai chờ",
        "do-open": "Mở quầy",
        "do-reopen": "Mở lại quầy",
        "do-next": "Gọi số tiếp theo",
        "do-disarm": "Thôi đón",
        "do-recall": "Gọi lại",
        "do-start": "Bắt đầu",
        "do-no-show": "Vắng",
        "do-finish": "Xong",
        "do-undo": "Hoàn tác",
        "seconds": "{n} giây",
        "ask-served": "Số {number} chưa bắt đầu.\n"
        "{next}: đã phục vụ · {recall}: không đến\n{step}: bắt đầu, chưa gọi tiếp",
        "ask-skip-next": "{why} – vẫn bỏ qua?\n{recall}: vẫn bỏ qua, gọi tiếp",
        "ask-skip": "{why} – vẫn bỏ qua?\nBấm Vắng lần nữa: vẫn bỏ qua",
        "too-few": "Chưa đủ {n} lần gọi",
        "too-soon": "Mới gọi chưa đủ {n} giây",
        "lost-call": "Mất kết nối, chưa gọi.",
        "lost-act": "Mất kết nối, chưa ghi nhận.",
        "unsure": "Máy chủ chưa trả lời. Xin bấm lại: không bị tính hai lần.",
        "failed": "Máy chủ trục trặc ({status}), chưa ghi nhận.",
        "busy": "Đang gửi, xin chờ giây lát.",
        "none-armed": "Chưa có ai chờ. Người đầu tiên tới sẽ được mời thẳng.",
        "none": "Chưa có ai chờ.",
        "keys-taken": "Chương trình khác đang giữ phím {keys}. Xin dùng nút bấm, "
        "hoặc chọn phím khác bằng --keys.",
        "keys-wayland": "Wayland không cho phím tắt chung: xin dùng nút bấm, "
        "hoặc đăng nhập lại bằng phiên Xorg.",
        "keys-absent": "Máy này không có phím tắt chung ({why}): xin dùng nút bấm.",
    },
    "en": {
        "counter": "Counter {n}",
        "connected": "Connected",
        "connecting": "Connecting …",
        "lost-since": "Connection lost since {at}",
        "closed": "The counter is not open",
        "paused": "Paused",
        "idle": "Ready",
        "armed": "Waiting for the next arrival",
        "called": "Called · {times} ×",
        "serving": "Being served",
        "nobody": "–",
        "next": "Next {number} · {waiting} waiting",
        "empty": "Nobody is waiting",
        "do-open": "Open the counter",
        "do-reopen": "Open again",
        "do-next": "Call the next number",
        "do-disarm": "Stop waiting",
        "do-recall": "Recall",
        "do-start": "Start",
        "do-no-show": "No-show",
        "do-finish": "Finish",
        "do-undo": "Undo",
        "seconds": "{n} s",
        "ask-served": "{number} has not started.\n"
        "{next}: was served · {recall}: did not come\n{step}: start, call nobody yet",
        "ask-skip-next": "{why}: skip all the same?\n{recall}: skip, call the next",
        "ask-skip": "{why}: skip all the same?\nPress No-show again to skip",
        "too-few": "Called fewer than {n} times",
        "too-soon": "Called less than {n} seconds ago",
        "lost-call": "Connection lost: nobody was called.",
        "lost-act": "Connection lost: nothing was done.",
        "unsure": "No answer yet. Please press again: it does not count twice.",
        "failed": "The server failed ({status}): nothing was done.",
        "busy": "Being sent, one moment please.",
        "none-armed": "Nobody is waiting. The first to arrive will be called at once.",
        "none": "Nobody is waiting.",
        "keys-taken": "Another program holds the keys {keys}. Please use the buttons, "
        "or choose others with --keys.",
        "keys-wayland": "Wayland allows no global keys: please use the buttons, "
        "or sign in to an Xorg session.",
        "keys-absent": "No global keys here ({why}): please use the buttons.",
    },
}


def say(language: str, word: str, **facts: object) -> str:
    return WORDS[language][word].format(**facts)
