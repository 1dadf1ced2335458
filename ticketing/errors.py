"""Everything the office refuses, each as one kind sentence and what to do now.

A refusal has a code; its sentence is data, in Vietnamese and in English. The class
says what kind of refusal it is; only the web layer knows HTTP statuses.
"""

from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    "unknown-service": (
        "Không có lĩnh vực “{key}”. Xin chọn trong danh sách.",
        "There is no service “{key}”. Please choose from the list.",
    ),
    "unknown-procedure": (
        "Không có thủ tục “{key}”. Xin chọn trong danh sách.",
        "There is no procedure “{key}”. Please choose from the list.",
    ),
    "unknown-ticket": (
        "Không tìm thấy số này. Xin xem lại mã trên phiếu hoặc hỏi cán bộ.",
        "There is no such ticket. Please check the code on the slip or ask an officer.",
    ),
    "unknown-number": (
        "Hôm nay không có số {key}. Xin xem lại số trên phiếu.",
        "There is no number {key} today. Please check the number on the slip.",
    ),
    "unknown-counter": (
        "Không có quầy {key}. Xin chọn quầy khác.",
        "There is no counter {key}. Please choose another one.",
    ),
    "unknown-printer": (
        "Không có máy in “{key}”. Xin xem lại tên.",
        "There is no printer “{key}”. Please check the name.",
    ),
    "unknown-officer": (
        "Không có cán bộ “{key}”. Xin xem lại tên.",
        "There is no officer “{key}”. Please check the name.",
    ),
    "unknown-medium": (
        "Không có mục trình chiếu số {key}. Xin xem lại danh sách.",
        "There is no medium number {key}. Please look at the list.",
    ),
    "medium": (
        "Chưa trình chiếu được: {what}.",
        "This cannot be shown: {what}.",
    ),
    "unknown-zone": (
        "Không có khu “{key}”. Các khu hiện có: {zones}.",
        "There is no zone “{key}”. The zones are: {zones_en}.",
    ),
    "unknown-page": (
        "Không có trang này. Xin quay về trang đầu.",
        "There is no such page. Please go back to the start.",
    ),
    "move": (
        "Số {number} {status}, nên không thể {action}.",
        "Number {number} is {status_en}, so this cannot be done: {action_en}.",
    ),
    "no-lines": (
        "Quầy {counter} chưa được giao lĩnh vực nào. Xin nhờ người phụ trách.",
        "Counter {counter} has no services yet. Please ask the supervisor.",
    ),
    "nothing-to-rate": (
        "Quầy {counter} không có lượt nào chờ đánh giá. Cảm ơn Ông/Bà.",
        "There is no visit to rate at counter {counter}. Thank you.",
    ),
    "nobody-there": (
        "Quầy {counter} hiện không có ai. Xin gọi số trước.",
        "There is nobody at counter {counter}. Please call a number first.",
    ),
    "somebody-there": (
        "Quầy {counter} đang phục vụ số {number}. Xin kết thúc lượt này trước.",
        "Counter {counter} is serving {number}. Please finish that visit first.",
    ),
    "counter-closed": (
        "Quầy {counter} chưa mở. Xin mở quầy trước.",
        "Counter {counter} is not open. Please open it first.",
    ),
    "counter-paused": (
        "Quầy {counter} đang tạm dừng. Xin mở lại quầy trước.",
        "Counter {counter} is paused. Please open it again first.",
    ),
    "counter-held": (
        "Quầy {counter} đang do {officer} giữ. Xin chọn quầy khác "
        "hoặc nhờ người phụ trách.",
        "Counter {counter} is held by {officer}. Please choose another one "
        "or ask the supervisor.",
    ),
    "reason-needed": (
        "Việc này mời trước {overtook} người đang chờ. Xin ghi lý do.",
        "This passes {overtook} people who are waiting. Please give a reason.",
    ),
    "line-too-short": (
        "Sau Ông/Bà chưa đủ {places} người, nên chưa cần lùi chỗ.",
        "Fewer than {places} people wait behind you, so there is no need to delay.",
    ),
    "delayed-enough": (
        "Số {number} đã lùi {limit} lần. Xin chờ đến lượt hoặc hỏi cán bộ.",
        "Number {number} was delayed {limit} times already. "
        "Please wait for your turn or ask an officer.",
    ),
    "rejoined-enough": (
        "Số {number} đã vào lại {limit} lần. Xin lấy số mới hoặc hỏi cán bộ.",
        "Number {number} has rejoined {limit} times already. "
        "Please take a new number or ask an officer.",
    ),
    "another-day": (
        "Số {number} là của ngày khác. Xin lấy số mới.",
        "Number {number} is of another day. Please take a new number.",
    ),
    "recall-too-soon": (
        "Vừa gọi số {number}. Xin đợi {seconds} giây rồi gọi lại.",
        "Number {number} was just called. "
        "Wait {seconds} seconds before the recall, please.",
    ),
    "recalled-enough": (
        "Số {number} đã được gọi {limit} lần. Xin bắt đầu hoặc ghi vắng mặt.",
        "Number {number} has been called {limit} times. "
        "Please start the visit or record a no-show.",
    ),
    "not-served": (
        "Số {number} chưa được phục vụ xong, nên chưa đánh giá được.",
        "Number {number} has not been served yet, so it cannot be rated.",
    ),
    "rated": (
        "Số {number} đã được đánh giá. Cảm ơn Ông/Bà.",
        "Number {number} has been rated already. Thank you.",
    ),
    "rating-over": (
        "Đã hết thời gian đánh giá số {number}. Xin gọi 1022 để góp ý.",
        "The time to rate number {number} is over. Please call 1022 instead.",
    ),
    "nothing-to-undo": (
        "Không còn việc nào để hoàn tác.",
        "There is nothing left to undo.",
    ),
    "office-closed": (
        "Hiện ngoài giờ làm việc. Phát số lại lúc {opening}.",
        "The office is closed now. Numbers are given again at {opening}.",
    ),
    "issuing-paused": (
        "Tạm dừng phát số: {reason}. Xin hỏi cán bộ.",
        "No numbers are given for now: {reason}. Please ask an officer.",
    ),
    "roll-mode": (
        "Máy lấy số đang tạm nghỉ. Mời Ông/Bà lấy số giấy ở bàn hướng dẫn.",
        "The ticket machine is resting. "
        "Please take a paper number at the information desk.",
    ),
    "roll-off": (
        "Chưa chuyển sang số giấy. Xin nhờ người phụ trách bật.",
        "Paper numbers are not in use. Please ask the supervisor to turn them on.",
    ),
    "roll-behind": (
        "Cuộn giấy đã phát đến số {last}. Xin ghi số lớn hơn.",
        "The roll has been handed out up to {last}. Please give a larger number.",
    ),
    "roll-ahead": (
        "Số {number} cách số cuối đã phát ({last}) hơn {most} số. "
        "Xin xem lại số trên cuộn giấy.",
        "Number {number} is more than {most} beyond the last one handed out ({last}). "
        "Please check the number on the roll.",
    ),
    "elsewhere": (
        "Việc này làm tại: {place}. Ông/Bà không cần lấy số ở đây.",
        "This is handled at: {place}. You need no number here.",
    ),
    "not-theirs": (
        "Quầy {counter} không nhận số {number}. Xin mời số này đến quầy khác.",
        "Counter {counter} does not serve number {number}. Please use another counter.",
    ),
    "reprinted-enough": (
        "Phiếu {number} đã in {limit} bản. Xin hỏi cán bộ.",
        "Slip {number} was printed {limit} times. Please ask an officer.",
    ),
    "nothing-to-reprint": (
        "Số {number} chưa có phiếu loại này để in lại.",
        "Number {number} has no slip of this kind to print again.",
    ),
    "body": ("Nội dung gửi chưa đúng: {what}.", "The request is not right: {what}."),
    "json": (
        "Nội dung gửi không phải là JSON đúng. Xin xem lại.",
        "The request is not well-formed JSON. Please check it.",
    ),
    "key-reused": (
        "Khóa này đã dùng cho một yêu cầu khác. Xin gửi khóa mới.",
        "This key was used for a different request. Please send a new one.",
    ),
    "not-signed-in": (
        "Xin đăng nhập hoặc gửi mã truy cập.",
        "Please sign in or send a token.",
    ),
    "not-allowed": (
        "Tài khoản này không có quyền làm việc đó. Xin nhờ người phụ trách.",
        "This account may not do that. Please ask the supervisor.",
    ),
    "wrong-pin": (
        "Tên hoặc mã số chưa đúng. Xin thử lại.",
        "The name or the code is not right. Please try again.",
    ),
    "locked-out": (
        "Nhập sai nhiều lần. Xin thử lại sau {minutes} phút hoặc hỏi người quản trị.",
        "Too many wrong tries. Please try again in {minutes} min "
        "or ask the administrator.",
    ),
    "too-many": (
        "Yêu cầu quá nhanh. Xin thử lại sau ít giây.",
        "Too many requests. Please try again in a few seconds.",
    ),
    "busy": (
        "Máy đang bận. Xin thử lại sau ít giây.",
        "The office's computer is busy. Please try again in a few seconds.",
    ),
    "unverified": (
        "Thao tác chưa được xác nhận. Xin tải lại trang và thử lại.",
        "The form has expired. Please reload the page and try again.",
    ),
    "too-large": (
        "Nội dung gửi quá dài. Xin rút ngắn.",
        "The request is too large. Please shorten it.",
    ),
    "not-json": ("Xin gửi nội dung dạng JSON.", "Please send JSON."),
    "method": (
        "Địa chỉ này không nhận yêu cầu như vậy. Xin quay về trang đầu.",
        "This address does not take such a request. Please go back to the start.",
    ),
    "failed": (
        "Máy gặp lỗi, chưa có gì thay đổi. Xin báo cán bộ.",
        "Something went wrong; nothing was changed. Please tell an officer.",
    ),
}


class TicketingError(Exception):
    """Base class, so that callers can catch every refusal at once."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "vi") -> str:
        """A fact that is a pair is said in its own language: (vi, en)."""
        spoken = int(language == "en")
        facts = {
            name: fact[spoken] if isinstance(fact, tuple) else fact
            for name, fact in self.facts.items()
        }
        return SENTENCES[self.code][spoken].format(**facts)


class NotFound(TicketingError):
    """What was named is not there."""


class Impossible(TicketingError):
    """Well said, but it cannot be: a wrong type, a missing reason."""


class Conflict(TicketingError):
    """The ticket's state or the office's rules forbid it now."""


class NotAllowed(TicketingError):
    """This person or device may not do it."""


class NotSignedIn(TicketingError):
    """Nobody knows who is asking."""


class TooMany(TicketingError):
    """Too often; to be tried again later."""


class Busy(TicketingError):
    """The write lock was not to be had in time; nothing was changed."""
