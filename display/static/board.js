// Which calls and results are news, and when to ask for the board again. Collaborators
// are passed in, so that the tests need no browser.

const RECENT = 120000 // ms: a call that is over by then is history

const PATIENCE = 2500 // ms for the board to come: a stopped database is told within five seconds
const HANGING = 600 // ms after which news do not wait for it any longer
const SLOW = new Error("The board hangs, and there are news.")

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

/** Whoever was missed or parked is neither shown nor called any more. */
export const isOver = ({ status }) => status === "missed" || status === "parked"

/** `news(snapshot)`, from one to the next: this hall's calls, those nobody was told of yet
    (the oldest first), and the same of results that lie ready. The first snapshot, and the
    first of another epoch, tell nothing. A call that was told and is withdrawn before
    `began([call])` is forgotten, and told again when it comes back. */
export function newsOf(zone = "") {
  let epoch = null
  let known = nobody()

  function news(snapshot) {
    const calls = snapshot.calls.filter((call) => !zone || call.zone === zone)
    const reset = snapshot.epoch !== epoch
    if (reset || snapshot.business_day !== known.day) known = nobody(snapshot.business_day)
    const fresh = calls.filter((call) => isNews(call, known, snapshot.at)).reverse()
    const here = snapshot.ready_at.filter((result) => !zone || result.zone === zone)
    const results = here.filter(({ number }) => !known.ready.has(number))
    known.told = new Map(calls.filter((call) => !isOver(call)).map(timesOf))
    known.ready = new Set(snapshot.ready)
    if (reset) began(calls)
    epoch = snapshot.epoch
    const told = { fresh: reset ? [] : fresh, results: reset ? [] : results }
    return { calls, ready: snapshot.ready, reset, ...told }
  }

  /** Their turn has come: they are not called again. */
  function began(calls) {
    for (const { seq, times } of calls) {
      known.heard.set(seq, Math.max(times, known.heard.get(seq) ?? 0))
    }
  }

  const isHeard = ({ seq, times }) => times <= (known.heard.get(seq) ?? 0)

  return { news, began, isHeard }
}

/** Of one day: seq → times that were told, and heard; results told. */
const nobody = (day = null) => ({ day, told: new Map(), heard: new Map(), ready: new Set() })

const timesOf = ({ seq, times }) => [seq, times]

function isNews(call, { told, heard }, now) {
  const known = Math.max(told.get(call.seq) ?? 0, heard.get(call.seq) ?? 0)
  if (isOver(call) || call.times <= known) return false
  return call.status === "called" || Date.parse(now) - Date.parse(call.at) < RECENT
}

/** Snapshots come in bursts: one request runs at a time, and one more follows if
    anything came meanwhile. `load(signal)` has `patience` ms. A board that could not be had
    is asked for again after a rest. News end the rest, and once they give a request up that
    hangs; the next one has what is left of its patience. */
export function refresher({
  load, onBoard, onFailure, patience = PATIENCE, retryAfter = 1000, clock = CLOCK,
}) {
  let wanted = false
  let running = false
  let hurry = () => {} // what news can do about the request or the rest

  async function run() {
    running = true
    while (wanted) {
      wanted = false
      try {
        onBoard(await ask())
      } catch (error) {
        wanted = true
        onFailure(error)
        await rest()
      }
    }
    running = false
  }

  async function ask() {
    const began = clock.now()
    try {
      return await attempt(patience, HANGING)
    } catch (error) {
      if (error !== SLOW) throw error
      return attempt(patience - (clock.now() - began))
    } finally {
      hurry = () => {}
    }
  }

  /** Within so many ms; given up at news once it has hung for so many. */
  function attempt(ms, hanging = Infinity) {
    const limit = new AbortController()
    const began = clock.now()
    const timer = clock.setTimeout(() => limit.abort(), ms)
    const slow = new Promise((_, giveUp) => {
      hurry = () => { if (clock.now() - began >= hanging) giveUp(SLOW) }
    })
    const done = () => {
      clock.clearTimeout(timer)
      limit.abort()
    }
    return Promise.race([load(limit.signal), slow]).finally(done)
  }

  function rest() {
    return new Promise((rested) => {
      clock.setTimeout(rested, retryAfter)
      hurry = rested
    })
  }

  function look() {
    wanted = true
    if (!running) run()
  }

  function news() {
    hurry()
    look()
  }

  return { look, news }
}
