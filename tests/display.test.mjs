// What the lobby's board tells, to whom it gives the panel, and when it asks again.
// Run: node --test tests/*.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { HOLD, LINGER, newsOf, refresher, turns } from "../display/static/board.js"
import { chime } from "../display/static/chime.js"
import { atMinute, atSecond, officeClock } from "../display/static/clock.js"

// A clock that obeys: pass(ms) lets every timer due by then ring, in order.
class Clock {
  time = 0
  #timers = new Map()
  #next = 1
  setTimeout = (act, ms) => {
    this.#timers.set(this.#next, { act, due: this.time + ms })
    return this.#next++
  }
  clearTimeout = (timer) => this.#timers.delete(timer)
  pass(ms) {
    const end = this.time + ms
    for (;;) {
      const due = [...this.#timers].filter(([, { due }]) => due <= end)
      if (due.length === 0) break
      const [timer, { act, due: at }] = due.sort((a, b) => a[1].due - b[1].due)[0]
      this.#timers.delete(timer)
      this.time = at
      act()
    }
    this.time = end
  }
}

const call = (seq, more = {}) => ({
  seq, number: `A${seq}`, status: "called", zone: "", at: "2026-11-23T09:00:00+07:00", times: 1, ...more,
})
const snapshot = (calls, more = {}) => ({
  epoch: "k3f9", business_day: "2026-11-23", at: "2026-11-23T09:00:30+07:00", calls, ...more,
})
const seqs = (calls) => calls.map(({ seq }) => seq)

// --- news -----------------------------------------------------------------------

let news
const fresh = (calls, more) => seqs(news(snapshot(calls, more)).fresh)

beforeEach(() => {
  news = newsOf()
})

test("a reload never repeats the calls that were there before", () => {
  assert.deepEqual(fresh([call(2), call(1)]), [])
  assert.deepEqual(fresh([call(2), call(1)]), [])
})

test("a new call is told once and the older ones are not repeated", () => {
  fresh([call(1)])
  assert.deepEqual(fresh([call(2), call(1)]), [2])
  assert.deepEqual(fresh([call(2), call(1)]), [])
})

test("a recall is told once more under the seq of the first call", () => {
  fresh([call(1)])
  assert.deepEqual(fresh([call(1, { times: 2 })]), [1])
  assert.deepEqual(fresh([call(1, { times: 2 })]), [])
})

test("a screen away for two calls tells both, the older one first, and neither twice", () => {
  fresh([call(1)])
  const away = [call(3), call(2, { status: "served" }), call(1)]
  assert.deepEqual(fresh(away), [2, 3])
  assert.deepEqual(fresh(away), [])
})

test("a put back that is itself undone does not make the same call news again", () => {
  fresh([call(1)])
  assert.deepEqual(fresh([call(2), call(1)]), [2])
  assert.deepEqual(fresh([call(1)]), [])
  assert.deepEqual(fresh([call(2), call(1)]), [])
})

test("whoever was missed while the screen was away is not called again", () => {
  fresh([])
  assert.deepEqual(fresh([call(2, { status: "parked" }), call(1, { status: "missed" })]), [])
})

test("after a long absence only those who are still called are news", () => {
  fresh([])
  const late = { at: "2026-11-23T09:30:00+07:00" }
  assert.deepEqual(fresh([call(2), call(1, { status: "served" })], late), [2])
})

test("a restored office starts afresh and tells none of its calls", () => {
  fresh([call(5)])
  const restored = news(snapshot([call(9), call(5)], { epoch: "other" }))
  assert.deepEqual([restored.reset, restored.fresh], [true, []])
  assert.deepEqual(fresh([call(10), call(9)], { epoch: "other" }), [10])
})

test("the first call of another day rings although the page stayed open", () => {
  fresh([call(1)])
  assert.deepEqual(fresh([call(1)], { business_day: "2026-11-24" }), [1])
})

test("a hall hears its own counters and none of the others", () => {
  news = newsOf("east")
  fresh([])
  const both = [call(2, { zone: "west" }), call(1, { zone: "east" })]
  assert.deepEqual(seqs(news(snapshot(both)).fresh), [1])
  assert.deepEqual(seqs(news(snapshot(both)).calls), [1])
})

// --- turns ------------------------------------------------------------------------

let clock, shown, announced, queue

beforeEach(() => {
  clock = new Clock()
  shown = []
  announced = []
  queue = turns({
    show: (calls) => shown.push(seqs(calls)),
    announce: (calls) => announced.push(...seqs(calls)),
    clock,
  })
})

test("a single call is large at once, and calm after twelve seconds", () => {
  queue.take([call(1)])
  assert.deepEqual(shown, [[1]])
  clock.pass(LINGER - 1)
  assert.deepEqual(shown, [[1]])
  clock.pass(1)
  assert.deepEqual(shown, [[1], []])
})

test("calls within seconds are shown in turn, each for eight seconds at least", () => {
  assert.ok(HOLD >= 8000)
  queue.take([call(1)])
  clock.pass(1000)
  queue.take([call(2), call(3)])
  clock.pass(HOLD - 1001)
  assert.deepEqual(shown, [[1]])
  clock.pass(1)
  assert.deepEqual(shown, [[1], [2]])
  clock.pass(HOLD)
  assert.deepEqual(shown, [[1], [2], [3]])
  assert.deepEqual(announced, [1, 2, 3])
})

test("a call after the hold need not wait for the panel to be calm", () => {
  queue.take([call(1)])
  clock.pass(HOLD + 1)
  queue.take([call(2)])
  assert.deepEqual(shown, [[1], [2]])
  clock.pass(LINGER)
  assert.deepEqual(shown, [[1], [2], []])
})

test("twelve calls at once are paged by threes and none is lost", () => {
  queue.take([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((seq) => call(seq)))
  clock.pass(HOLD * 12)
  assert.deepEqual(shown, [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10], [11], [12], []])
  assert.equal(new Set(announced).size, 12)
})

test("a call put back leaves the panel at once and the next takes it", () => {
  queue.take([call(1), call(2)])
  queue.keep([call(2)])
  assert.deepEqual(shown, [[1], [2]])
  clock.pass(LINGER)
  assert.deepEqual(shown.at(-1), [])
})

test("a call put back while it waits is never shown nor announced", () => {
  queue.take([call(1), call(2)])
  queue.keep([call(1)])
  clock.pass(LINGER)
  assert.deepEqual([shown, announced], [[[1], []], [1]])
})

test("of a page of three the one put back goes and the others stay unrepeated", () => {
  queue.take([call(1), call(2), call(3), call(4)])
  queue.keep([call(1), call(3), call(4)])
  assert.deepEqual(shown, [[1, 2, 3], [1, 3]])
  assert.deepEqual(announced, [1, 2, 3])
})

test("a recall of a call that still waits for its turn is announced only once", () => {
  queue.take([call(1), call(2)])
  queue.take([call(2, { times: 2 })])
  clock.pass(HOLD * 3)
  assert.deepEqual(announced, [1, 2])
})

test("a restored office empties the panel and forgets who waited", () => {
  queue.take([call(1), call(2)])
  queue.clear()
  clock.pass(HOLD * 3)
  assert.deepEqual([shown, announced], [[[1], []], [1]])
})

// --- the board ----------------------------------------------------------------------

const settled = () => new Promise((resolve) => setImmediate(resolve))

test("a burst of ten snapshots costs two requests, and the last board stands", async () => {
  let asked = 0
  const boards = []
  const refresh = refresher({
    load: async () => `board ${++asked}`, onBoard: (html) => boards.push(html), clock,
    onFailure: assert.fail,
  })
  for (let i = 0; i < 10; i++) refresh()
  await settled()
  assert.deepEqual(boards, ["board 1", "board 2"])
})

test("a board that could not be had is told and asked for again", async () => {
  let asked = 0
  const told = []
  const refresh = refresher({
    load: async () => {
      asked += 1
      if (asked === 1) throw new Error("no line")
      return "board"
    },
    onBoard: (html) => told.push(html), onFailure: ({ message }) => told.push(message), clock,
  })
  refresh()
  await settled()
  assert.deepEqual(told, ["no line"])
  clock.pass(1000)
  await settled()
  assert.deepEqual(told, ["no line", "board"])
})

// --- the chime and the clock ----------------------------------------------------------

class FakeAudio extends EventTarget {
  static notes
  state = "suspended"
  currentTime = 0
  destination = {}
  resume() {
    this.state = "running"
    this.dispatchEvent(new Event("statechange"))
  }
  createGain() {
    const volume = { setValueAtTime() {}, exponentialRampToValueAtTime() {} }
    return { gain: volume, connect: () => {} }
  }
  createOscillator() {
    const note = { frequency: {}, connect: (next) => next, stop: () => {} }
    note.start = (at) => FakeAudio.notes.push([Math.round(note.frequency.value), at])
    return note
  }
}

test("a browser that blocks sound says so, rings nothing, and rings after a touch", () => {
  FakeAudio.notes = []
  const told = []
  const bell = chime({ onChange: (blocked) => told.push(blocked), AudioContext: FakeAudio })
  bell.ring()
  assert.deepEqual([FakeAudio.notes, told.at(-1)], [[], true])
  bell.unlock()
  bell.ring()
  assert.deepEqual([FakeAudio.notes, told.at(-1)], [[[659, 0], [523, 0.45]], false])
})

test("the clock follows the office and not the screen it hangs on", () => {
  const clock = officeClock("2026-11-23T02:33:07Z", () => 5000)
  assert.equal(atMinute(clock.now()), "09:33")
  assert.equal(atSecond(clock.at(4000)), "09:33:06")
  clock.set("2026-11-23T00:05:00+07:00")
  assert.equal(atMinute(clock.now()), "00:05")
})
