// What is announced, one thing at a time and each once: large on the panel, and by voice.
// A turn lasts until its calls were seen long enough and its voice is silent.
import { isOver } from "./board.js"
import { panel } from "./panel.js"

export const GATHER = 3000 // ms after a result for another one, to be said with it
const SINGLY = 3 // calls that wait; when there are more they are said together
const MOST = 12 // numbers in one announcement

const CLOCK = {
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

const isCall = ({ seq }) => seq !== undefined
const isCalled = ({ status }) => status === "called"

/** `show` gets the calls that are large now, and none once all had their turn: then the
    newest is shown, calmly. `say({ kind, calls }, { onLength, onEnd })` is asked for one
    announcement at a time and calls `onEnd` when it is silent again; `hush` stops it, and
    `rest` tells which of its calls are still to be said (voice.js). `began` gets the calls
    whose turn has come; one that `isHeard` needs none. */
export function announcer({ show, say, rest, hush, began, isHeard, clock = CLOCK }) {
  const seen = panel({ show, onSeen: () => done("seen"), clock })
  let gathered = [] // results that others may follow
  let waiting = [] // calls and results that were not announced yet
  let turn = null // { kind, calls, awaits, words }: what is announced now
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
  function speak(mine, words) {
    turn = mine
    turn.words = words
    const isOn = () => turn?.words === words
    const onEnd = () => { if (isOn()) done("silence") }
    const onLength = (ms) => { if (isOn() && mine.kind === "call") seen.pace(ms) }
    if (words.length) say({ kind: mine.kind, calls: words }, { onLength, onEnd })
    else onEnd()
  }

  /** Those whose words are still to come, the one being said first. */
  function unsaid() {
    if (!turn.awaits.has("silence")) return []
    const places = new Set(rest() ?? turn.words.keys())
    return [...places].map((place) => turn.words[place])
  }

  function done(what) {
    turn.awaits.delete(what)
    tellBegun()
    if (turn.awaits.size) return
    if (turn.kind === "call") seen.linger()
    next()
  }

  function tellBegun() {
    const later = unsaid().slice(1)
    began(turn.calls.filter((one) => isCall(one) && !later.includes(one)))
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
      neither is a result that was withdrawn, nor a recall that was undone. */
  function keep(calls, ready = []) {
    if (turn) tellBegun()
    const current = new Map(calls.filter((one) => !isOver(one)).map((one) => [one.seq, one]))
    const newest = (one) => current.get(one.seq) ?? one
    const stays = (one) => (isCall(one) ? current.has(one.seq) : ready.includes(one.number))
    gathered = gathered.filter(stays)
    waiting = waiting.filter(stays).map(newest).filter((one) => !isCall(one) || !isHeard(one))
    if (turn) keepTurn(stays, (one) => stays(one) && isCalled(newest(one)))
    seen.keep(stays)
  }

  /** Of several calls said together, who leaves is not named any more: the others are
      said anew from the one that was being said. */
  function keepTurn(stays, isAwaited) {
    turn.calls = turn.calls.filter(stays)
    if (turn.calls.length === 0) return stop()
    const words = unsaid()
    if (turn.kind === "ready" || words.every(stays)) return
    hush()
    speak(turn, words.filter(isAwaited))
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
