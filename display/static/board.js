// Which calls are news, whose turn it is to be shown large, and when to ask for the
// board again. Its collaborators are passed in, so that the tests need no browser.

export const HOLD = 9000 // ms that a call is shown large, at least
export const LINGER = 12000 // ms until its panel is calm again
const TOGETHER = 3 // calls on one page of the panel, once more than these wait
const RECENT = 120000 // ms: a call that is over by then is history

const CLOCK = {
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

const isOver = ({ status }) => status === "missed" || status === "parked"

/** From one snapshot to the next: this hall's calls, and those nobody was told of yet,
    oldest first. The first snapshot, and the first of another epoch, tell nothing. */
export function newsOf(zone = "") {
  let epoch = null
  let day = null
  let heard = new Map() // seq → times

  return function news(snapshot) {
    const calls = snapshot.calls.filter((call) => !zone || call.zone === zone)
    const reset = snapshot.epoch !== epoch
    if (reset || snapshot.business_day !== day) heard = new Map()
    const fresh = reset ? [] : calls.filter((call) => isNews(call, heard, snapshot.at))
    for (const { seq, times } of calls) heard.set(seq, Math.max(times, heard.get(seq) ?? 0))
    ;({ epoch, business_day: day } = snapshot)
    return { calls, fresh: fresh.reverse(), reset }
  }
}

function isNews(call, heard, now) {
  if (isOver(call) || call.times <= (heard.get(call.seq) ?? 0)) return false
  return call.status === "called" || Date.parse(now) - Date.parse(call.at) < RECENT
}

/** Who is shown large: each call for HOLD at least, in turn; when more than TOGETHER
    wait, so many on a page. `show` gets the calls of each turn, and none once all had
    theirs: then the newest is shown, calmly. `announce` gets each call once. */
export function turns({ show, announce, clock = CLOCK }) {
  let shown = []
  let waiting = []
  let free = true // whether the panel may change
  let timer = null

  function next() {
    clock.clearTimeout(timer)
    shown = waiting.splice(0, waiting.length > TOGETHER ? TOGETHER : 1)
    free = shown.length === 0
    show(shown)
    if (free) return
    timer = clock.setTimeout(release, HOLD)
    announce(shown)
  }

  function release() {
    free = true
    if (waiting.length) next()
    else timer = clock.setTimeout(next, LINGER - HOLD)
  }

  function take(fresh) {
    const again = new Set(fresh.map(({ seq }) => seq))
    waiting = [...waiting.filter(({ seq }) => !again.has(seq)), ...fresh]
    if (free && waiting.length) next()
  }

  /** Withdraw what is no longer among the calls (put back), or is over. */
  function keep(calls) {
    const still = new Set(calls.filter((call) => !isOver(call)).map(({ seq }) => seq))
    const stays = ({ seq }) => still.has(seq)
    waiting = waiting.filter(stays)
    if (shown.every(stays)) return
    shown = shown.filter(stays)
    if (shown.length) show(shown)
    else next()
  }

  function clear() {
    waiting = []
    next()
  }

  return { take, keep, clear }
}

/** Snapshots come in bursts: one request runs at a time, and one more follows if
    anything came meanwhile. A board that could not be had is asked for again. */
export function refresher({ load, onBoard, onFailure, retryAfter = 1000, clock = CLOCK }) {
  let wanted = false
  let running = false

  async function run() {
    running = true
    while (wanted) {
      wanted = false
      try {
        onBoard(await load())
      } catch (error) {
        wanted = true
        onFailure(error)
        await new Promise((rested) => clock.setTimeout(rested, retryAfter))
      }
    }
    running = false
  }

  return function refresh() {
    wanted = true
    if (!running) run()
  }
}
