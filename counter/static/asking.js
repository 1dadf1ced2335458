// When the rating screen looks again, and when it gives up. Pure: no page, no server.

/**
 * What a snapshot says of one counter; two alike mean that nothing happened there. Values
 * only: the page's own copy may name the same fields in another order.
 */
export function about({ calls, serving, ready }, counter) {
  const here = (one) => one.counter === counter
  const called = calls.filter(here).map(({ seq, number, status }) => [seq, number, status])
  return JSON.stringify([called, serving.filter(here).map(({ number }) => number), ready])
}

/**
 * What becomes of a screen that asks about `number`: "stay", "close" when the next service
 * has started, or "look" again when another visit is over here, or this one is not.
 * A call alone closes nothing: the visitor still stands there.
 */
export function then({ before, now, counter, number }) {
  if (served(now, counter)) return "close"
  const mine = now.calls.find((call) => call.number === number)
  if (mine && mine.status !== "served") return "look"
  const ended = lastEnded(now, counter)
  return ended && ended !== lastEnded(before, counter) ? "look" : "stay"
}

/** Who is being served here: not yet who is only called. */
function served({ calls, serving }, counter) {
  const there = serving.find((one) => one.counter === counter)
  const call = there && calls.find((one) => one.number === there.number)
  return call?.status === "called" ? null : there?.number ?? null
}

function lastEnded({ calls }, counter) {
  return calls.find((call) => call.counter === counter && call.status === "served")?.number
}

/** What pressed. Keys tell no pointer; where no mouse lies they are a switch's. */
export function pressedWith({ detail, pointerType }, last, mouseThere) {
  const pointer = detail === 0 ? "" : pointerType || last
  return pointer || (mouseThere ? "keys" : "switch")
}

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  setInterval: (act, ms) => setInterval(act, ms),
  clearInterval: (timer) => clearInterval(timer),
}

/** Burns down from 1 to 0; every touch makes it whole again. */
export function fuse({ seconds, onLeft, onOut, clock = CLOCK }) {
  let since = clock.now()
  const timer = clock.setInterval(burn, 250)

  function burn() {
    const left = 1 - (clock.now() - since) / (seconds * 1000)
    onLeft(Math.max(0, left))
    if (left > 0) return
    clock.clearInterval(timer)
    onOut()
  }

  return { touched: () => { since = clock.now() } }
}

/** Presses that are not taken are told together, once nobody presses any more. */
export function noise({ tell, rest = 1000, clock = CLOCK }) {
  let presses = 0
  let timer = null

  function flush() {
    clock.clearTimeout(timer)
    if (presses) tell(presses)
    presses = 0
  }

  function heard() {
    presses += 1
    clock.clearTimeout(timer)
    timer = clock.setTimeout(flush, rest)
  }

  return { heard, flush }
}
