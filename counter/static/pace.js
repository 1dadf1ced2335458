// How long the visit lasts, against a usual one.

/** 3:07 as "03:07"; above an hour the minutes go on. */
export function shown(seconds) {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (figure) => String(figure).padStart(2, "0")
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`
}

/** 161 s as "2:41": what is left of a time that ends. */
export function left(seconds) {
  const whole = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

/** "good" within the expected seconds, "late" past them, "twice" past twice. */
export function pace(seconds, expected) {
  if (seconds > 2 * expected) return "twice"
  return seconds > expected ? "late" : "good"
}

/** The server's clock on this machine: its own may be wrong. */
export function serverClock(serverNow, now = () => Date.now()) {
  const offset = Date.parse(serverNow) - now()
  return () => now() + offset
}
