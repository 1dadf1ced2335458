// The panel: whose turn it is, large, each long enough to be read.

export const HOLD = 9000 // ms that a call is shown large, at least
export const LINGER = 12000 // ms until its panel is calm again
const PAGE = 3 // calls on the panel together

/** A turn's calls page by page; calm a little after the last. */
export function panel({ show, onSeen, clock }) {
  let shown = []
  let pages = []
  let hold = HOLD // ms of each page
  let timer = null

  function wait(act, ms) {
    clock.clearTimeout(timer)
    timer = clock.setTimeout(act, ms)
  }

  function present(calls) {
    pages = pagesOf(calls)
    hold = HOLD
    turn()
  }

  function turn() {
    shown = pages.shift()
    wait(over, hold)
    show(shown)
  }

  function over() {
    timer = null
    if (pages.length) turn()
    else onSeen()
  }

  /** The voice needs so long from now on: the pages keep pace with it. */
  function pace(ms) {
    hold = Math.max(HOLD, ms / (1 + pages.length))
    if (timer !== null) wait(over, hold)
  }

  const linger = () => wait(calm, LINGER - HOLD)

  function calm() {
    clock.clearTimeout(timer)
    pages = []
    clear()
  }

  function clear() {
    if (shown.length) show([])
    shown = []
  }

  /** Those who are not called any more leave it. */
  function keep(stays) {
    pages = pages.map((page) => page.filter(stays)).filter((page) => page.length)
    if (shown.every(stays)) return
    const left = shown.filter(stays)
    if (left.length) show((shown = left))
    else if (pages.length) turn()
    else clear()
  }

  return { present, pace, linger, calm, keep }
}

function pagesOf(calls) {
  const count = Math.ceil(calls.length / PAGE)
  return Array.from({ length: count }, (_, at) => calls.slice(at * PAGE, (at + 1) * PAGE))
}
