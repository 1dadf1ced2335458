"""Everything the office refuses, each as one kind sentence and what to do now.

A refusal has a code; its sentence is data, in Vietnamese and in English. The class
says what kind of refusal it is; only the web layer knows HTTP statuses.
"""

from typing import Any

from ticketing.counter_sentences import COUNTER

SENTENCES: dict[str, tuple[str, str]] = COUNTER | {
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
    "where-to": (
        "Chưa chọn chuyển đi đâu. Xin chọn một lĩnh vực hoặc một quầy.",
        "Nothing is chosen yet. Please choose a line or a counter.",
    ),
    "which-number": (
        "Có {several}. Xin chọn một số, hoặc ghi cả chữ cái.",
        "There are {several_en}. Please choose one, or write the letter too.",
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
    "not-served": (
        "Số {number} chưa được phục vụ xong, nên chưa đánh giá được.",
        "Number {number} has not been served yet, so it cannot be rated.",
    ),
    "rated": (
        "Số {number} đã được đánh giá. Cảm ơn Ông/Bà.",
        "Number {number} has been rated already. Thank you.",
    ),
    "answered": (
        "Số {number} đã góp ý kỹ rồi. Cảm ơn Ông/Bà.",
        "The long form of number {number} is filled in already. Thank you.",
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
    "nobody-else": (
        "Hiện không còn cán bộ nào khác nhận được số {number}. "
        "Xin phục vụ tiếp hoặc nhờ người phụ trách.",
        "No other officer here may serve number {number}. "
        "Please go on, or ask the supervisor.",
    ),
    "matter-known": (
        "Số {number} đã có thủ tục này. Xin chọn thủ tục khác.",
        "Number {number} has this procedure already. Please choose another one.",
    ),
    "matters-enough": (
        "Một lượt nhận nhiều nhất {most} thủ tục. Xin lấy thêm số cho việc còn lại.",
        "A visit takes at most {most} procedures. "
        "Please take another number for the rest.",
    ),
    "no-return-slip": (
        "Số {number} không có phiếu quay lại. Xin lấy số mới.",
        "Number {number} has no return slip. Please take a new number.",
    ),
    "return-slip-over": (
        "Phiếu quay lại của số {number} chỉ dùng đến hết ngày {until}. Xin lấy số mới.",
        "The return slip of number {number} was good until {until}. "
        "Please take a new number.",
    ),
    "no-session": (
        "Chưa có phiên làm việc nào sắp tới để hẹn. Xin xem lại lịch làm việc.",
        "No session is planned to invite people to. Please look at the office hours.",
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
