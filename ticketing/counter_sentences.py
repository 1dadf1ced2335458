"""Refusals that only officers and supervisors meet: (vi, en), as in errors.py."""

COUNTER: dict[str, tuple[str, str]] = {
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
    "cancel-reason": (
        "Xin chọn lý do hủy số {number}.",
        "Please say why number {number} is cancelled.",
    ),
    "previous-needed": (
        "Số {number} chưa bắt đầu. Xin chọn: đã phục vụ, hay không đến.",
        "Number {number} was never started. Please say: served, or did not come.",
    ),
    "has-priority": (
        "Số {number} đã được ưu tiên. Xin xem lại số trên phiếu.",
        "Number {number} has priority already. Please check the number on the slip.",
    ),
    "no-priority": (
        "Số {number} không có ưu tiên để bỏ. Xin xem lại số trên phiếu.",
        "Number {number} has no priority to take off. "
        "Please check the number on the slip.",
    ),
    "drop-reason": (
        "Xin ghi lý do để quầy khác phục vụ số {number}.",
        "Please give a reason why another counter shall serve number {number}.",
    ),
    "sent-away": (
        "Số {number} đã được để cho quầy khác phục vụ. Nếu vẫn gọi, xin ghi lý do.",
        "Number {number} was left to another counter. "
        "To call it all the same, please give a reason.",
    ),
    "called-elsewhere": (
        "Số {number} đang được mời ở quầy {counter}. "
        "Xin nhờ quầy ấy hoặc người phụ trách.",
        "Number {number} is called to counter {counter}. "
        "Please ask that counter or the supervisor.",
    ),
    "line-retired": (
        "Lĩnh vực của số {number} không còn nhận ở đây. Xin hỏi cán bộ.",
        "The service of number {number} is not offered here any more. "
        "Please ask an officer.",
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
    "not-theirs": (
        "Quầy {counter} không nhận số {number}. Xin mời số này đến quầy khác.",
        "Counter {counter} does not serve number {number}. Please use another counter.",
    ),
    "counter-works": (
        "Quầy {counter} đang làm việc. Xin đóng hoặc tạm dừng quầy trước.",
        "Counter {counter} is working. Please close or pause it first.",
    ),
    "line-attended": (
        "“{line}” đang có quầy {counter} phục vụ. Xin nhờ người phụ trách "
        "nếu cần thêm quầy.",
        "“{line}” is served at counter {counter}. Please ask the supervisor "
        "if another counter is needed.",
    ),
    "not-skilled": (
        "{officer} chưa được giao “{line}”. Xin nhờ người phụ trách.",
        "{officer} is not assigned to “{line}”. Please ask the supervisor.",
    ),
    "service-in-use": (
        "Không bỏ được “{service}”: còn {people} người của hàng này hôm nay.",
        "“{service}” cannot go: {people} people of this line are still here today.",
    ),
    "closed-day": (
        "Hôm nay ({day}) là ngày nghỉ. Nếu có làm việc, xin xác nhận "
        "“Hôm nay có làm việc”.",
        "Today ({day}) is a day off. If you do work, please confirm “We work today”.",
    ),
    "clock-behind": (
        "Đồng hồ của máy chủ đang chỉ {now}, trước lúc làm việc gần nhất ({last}). "
        "Xin nhờ người phụ trách chỉnh ngày giờ; nếu đồng hồ đúng, xin xác nhận "
        "“Ngày giờ đúng”.",
        "The server's clock says {now}, before the last work here ({last}). Please "
        "have it set; if it is right, please confirm “The time is right”.",
    ),
    "fetching": (
        "Số {number} cần được mời tận nơi. Xin đợi thêm {seconds} giây "
        "hoặc nhờ người phụ trách.",
        "Number {number} is to be fetched from their seat. Please wait "
        "{seconds} more seconds or ask the supervisor.",
    ),
    "gap-known": (
        "Lần mất điện {begun}–{ended} đã được đối chiếu. Xin chọn đúng giờ ấy.",
        "The power cut {begun}–{ended} is known already. Please give those times.",
    ),
    "not-in-gap": (
        "Số {number} được phát hoặc được gọi sau lúc mất điện. Xin xem lại danh sách.",
        "Number {number} was issued or called after the power cut began. "
        "Please check the list.",
    ),
    "visit-changed": (
        "Ở quầy nay là số {number}. Xin xem lại màn hình rồi bấm lại.",
        "Number {number} is at the counter now. "
        "Please look at the screen and press again.",
    ),
    "last-counter": (
        "Chỉ còn quầy này nhận {line}. "
        "Nếu vẫn nghỉ, xin đánh dấu “vẫn nghỉ” rồi bấm lại.",
        "Only this counter serves {line}. "
        "To leave all the same, tick “leave all the same” and press again.",
    ),
    "unsure-procedure": (
        "Chưa rõ “{what}” là thủ tục nào. Xin chọn trong danh sách.",
        "It is not clear which procedure “{what}” is. Please choose from the list.",
    ),
}
