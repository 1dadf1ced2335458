// What is announced, one thing at a time and each once: large on the panel, and by voice.
// A turn lasts until its calls were seen long enough and its voice is silent.
import { isOver } from "./board.js"

export const HOLD = 9000 // ms that a call is shown large, at least
export const LINGER = 12000 // ms until its panel is calm again
export const GATHER = 3000 // ms after a result for another one, to be said with it
const SINGLY = 3 // calls that wait; when there are more they are said together
const MOST = 12 // numbers in one announcement
const PAGE = 3 // calls on the panel together

const CLOCK = {
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

const isCall = ({ seq }) => seq !== undefined
const isCalled = ({ status }) => status === "called"

/** The panel: a turn's calls page by page; calm a little after the last. */
export function panel({ show, onSeen, clock = CLOCK }) {
  let shown = []
  let pages = []
  let share = 1 // of the turn, for each page
  let hold = HOLD // ms of each page
  let timer = null

  function wait(act, ms) {
    clock.clearTimeout(timer)
    timer = clock.setTimeout(act, ms)
  }

  function present(calls) {
    pages = pagesOf(calls)
    share = 1 / pages.length
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

  /** The voice needs so long for the turn: the pages keep pace with it. */
  function pace(ms) {
    hold = Math.max(HOLD, ms * share)
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

/** `show` gets the calls that are large now, and none once all had their turn: then the
    newest is shown, calmly. `say({ kind, calls }, { onLength, onEnd })` is asked for one
    announcement at a time and calls `onEnd` when it is silent again; `hush` stops it. */
export function announcer({ show, say, hush, clock = CLOCK }) {
  const seen = panel({ show, onSeen: () => done("seen"), clock })
  let gathered = [] // results that others may follow
  let waiting = [] // calls and results that were not announced yet
  let turn = null // { kind, calls, awaits }: what is announced now
  let timer = null

  function next() {
    turn = null
    if (waiting.length === 0) return
    const calls = together(waiting)
    waiting = waiting.filter((one) => !calls.includes(one))
    if (isCall(calls[0])) call(calls)
    else speak({ kind: "ready", calls, awaits: new Set(["silence"]) }, calls)
  }

  function call(calls) {
    seen.present(calls)
    speak({ kind: "call", calls, awaits: new Set(["seen", "silence"]) }, calls.filter(isCalled))
  }

  /** Who is at the counter already, or was served, is shown and not called. */
  function speak(mine, calls) {
    turn = mine
    const onEnd = () => { if (turn === mine) done("silence") }
    const onLength = (ms) => { if (turn === mine && mine.kind === "call") seen.pace(ms) }
    if (calls.length) say({ kind: mine.kind, calls }, { onLength, onEnd })
    else onEnd()
  }

  function done(what) {
    turn.awaits.delete(what)
    if (turn.awaits.size) return
    if (turn.kind === "call") seen.linger()
    next()
  }

  function take(fresh, results = []) {
    const renewed = new Set(fresh.map(({ seq }) => seq))
    waiting = [...waiting.filter(({ seq }) => !renewed.has(seq)), ...fresh]
    if (results.length) gather(results)
    if (turn === null) next()
  }

  /** Officers mark results one after the other: said in one sentence. */
  function gather(results) {
    if (gathered.length === 0) timer = clock.setTimeout(release, GATHER)
    gathered.push(...results)
  }

  function release() {
    waiting.push(...gathered.splice(0))
    if (turn === null) next()
  }

  /** The newest state wins: who was put back, missed or parked is called no more, and
      neither is a result that was withdrawn. */
  function keep(calls, ready = []) {
    const current = new Map(calls.filter((one) => !isOver(one)).map((one) => [one.seq, one]))
    const stays = (one) => (isCall(one) ? current.has(one.seq) : ready.includes(one.number))
    gathered = gathered.filter(stays)
    waiting = waiting.filter(stays).map((one) => current.get(one.seq) ?? one)
    if (turn && !turn.calls.some(stays)) stop()
    seen.keep(stays)
  }

  /** Whoever comes next takes the panel; if nobody does it is calm. */
  function stop() {
    hush()
    next()
    if (turn?.kind !== "call") seen.calm()
  }

  function clear() {
    clock.clearTimeout(timer)
    gathered = []
    waiting = []
    stop()
  }

  return { take, keep, clear }
}

/** Of those who wait: what makes one announcement, the oldest first. */
function together(waiting) {
  const [first] = waiting
  if (!isCall(first)) return waiting.filter(sharesDesk(first)).slice(0, MOST)
  const calls = waiting.filter(isCall)
  return calls.length > SINGLY ? calls.slice(0, MOST) : [first]
}

const sharesDesk = (result) => (one) => !isCall(one) && one.counter === result.counter
