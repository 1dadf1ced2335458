// When the screen may go back to the start: quiet time, counted in whole seconds.

/** Counts down while nobody touches. `warn(left)` is called in the last `warning`
    seconds, `calm()` when a touch ends that, `leave()` once at the end. */
export function quietTime({ quiet, warning = 0, warn = () => {}, calm = () => {}, leave }) {
  let left = quiet + warning
  let warned = false
  return {
    touch() {
      left = quiet + warning
      if (warned) calm()
      warned = false
    },
    second() {
      if (left <= 0) return
      left -= 1
      if (left === 0) leave()
      else if (left <= warning) {
        warned = true
        warn(left)
      }
    },
    get left() { return left },
  }
}

/** The office's clock as this page ticks it: "09:14" where the page was drawn. */
export function clockFrom(iso, elapsed) {
  const moment = new Date(Date.parse(iso) + elapsed)
  return moment.toLocaleTimeString("en-GB", {
    timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit",
  })
}

/** `act` now or, within `gap` ms of the last time, once at its end. */
export function atMostEvery(gap, act, { now = () => Date.now(), wait = setTimeout } = {}) {
  let last = -Infinity
  let waiting = false
  function run() {
    waiting = false
    last = now()
    act()
  }
  return function ask() {
    if (waiting) return
    const rest = last + gap - now()
    if (rest <= 0) return run()
    waiting = true
    wait(run, rest)
  }
}

/** Fifteen inches or so: fewer millimetres than the pages are drawn for. */
export function isSmall(width, height, millimetre) {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  return long / millimetre < 420 || short / millimetre < 235
}
