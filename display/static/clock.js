// The office's clock on a screen whose own may be wrong.

const HOURS = { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23", hour: "2-digit", minute: "2-digit" }
const toMinutes = new Intl.DateTimeFormat("vi", HOURS)
const toSeconds = new Intl.DateTimeFormat("vi", { ...HOURS, second: "2-digit" })

/** 09:14 by the office's wall; `ms` since 1970. */
export const atMinute = (ms) => toMinutes.format(ms)
export const atSecond = (ms) => toSeconds.format(ms)

/** Follows the server's time, which `set` takes as it said it (ISO 8601). */
export function officeClock(said, now = () => Date.now()) {
  let offset = 0
  const set = (time) => { offset = Date.parse(time) - now() }
  set(said)
  return { set, at: (ms) => ms + offset, now: () => now() + offset }
}
