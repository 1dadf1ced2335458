// Who is shown large and said, in which order, for how long, and who is not any more.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { GATHER, HOLD, LINGER, announcer } from "../display/static/announce.js"
import { newsOf } from "../display/static/board.js"
import { Clock, call, seqs, snapshot } from "./display_steps.mjs"

let clock, shown, said, queue, voice

const HOURS = 3600000
const result = (number, counter = 1) => ({ number, counter })
const calls = (count) => Array.from({ length: count }, (_, at) => call(at + 1))
const names = ({ calls }) => calls.map(({ number }) => number)

/** A loudspeaker: an announcement takes `takes` ms, and two at a time are a failure. */
class Loudspeaker {
  takes = 0 // silent: the office wants quiet, or the browser blocks it
  length = null
  #ends = null
  say = (announcement, { onLength, onEnd }) => {
    assert.equal(this.#ends, null, "two at a time")
    said.push(names(announcement))
    if (this.takes === 0) return onEnd()
    this.#ends = clock.setTimeout(() => {
      this.#ends = null
      onEnd()
    }, this.takes)
    if (this.length) onLength(this.length)
  }
  hush = () => {
    if (this.#ends !== null) said.push("hush")
    clock.clearTimeout(this.#ends)
    this.#ends = null
  }
}

beforeEach(() => {
  clock = new Clock()
  shown = []
  said = []
  voice = new Loudspeaker()
  const show = (calls) => shown.push(seqs(calls))
  queue = announcer({ show, say: voice.say, hush: voice.hush, clock })
})

// --- the panel ------------------------------------------------------------------

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
  assert.deepEqual(said, [["A1"], ["A2"], ["A3"]])
})

test("a call after the hold need not wait for the panel to be calm", () => {
  queue.take([call(1)])
  clock.pass(HOLD + 1)
  queue.take([call(2)])
  assert.deepEqual(shown, [[1], [2]])
  clock.pass(LINGER)
  assert.deepEqual(shown, [[1], [2], []])
})

test("twelve calls at once are paged by threes and said in one announcement", () => {
  queue.take(calls(12))
  clock.pass(HOLD * 5)
  assert.deepEqual(shown, [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12], []])
  assert.deepEqual(said, [names({ calls: calls(12) })])
})

test("of twenty calls at once the rest has an announcement of its own", () => {
  voice.takes = 40000
  queue.take(calls(20))
  clock.pass(HOLD * 20)
  assert.deepEqual(said.map((numbers) => numbers.length), [12, 8])
  assert.deepEqual(shown.flat(), seqs(calls(20)))
})

test("a restored office empties the panel, is silent and forgets who waited", () => {
  voice.takes = 20000
  queue.take([call(1), call(2)], [result("A9")])
  queue.clear()
  clock.pass(HOLD * 9)
  assert.deepEqual([shown, said], [[[1], []], [["A1"], "hush"]])
})

// --- panel and voice together -----------------------------------------------------

test("the panel shows the call that is being said until its voice is silent", () => {
  voice.takes = 14000
  queue.take([call(1), call(2)])
  clock.pass(13999)
  assert.deepEqual([shown, said], [[[1]], [["A1"]]])
  clock.pass(1)
  assert.deepEqual([shown, said], [[[1], [2]], [["A1"], ["A2"]]])
})

test("a short voice does not shorten the time that a call is shown", () => {
  voice.takes = 3000
  queue.take([call(1), call(2)])
  clock.pass(HOLD - 1)
  assert.deepEqual([shown, said], [[[1]], [["A1"]]])
})

test("three that wait are said one by one, a fourth joins them to one announcement", () => {
  voice.takes = 10000
  queue.take([call(1)])
  queue.take([call(2), call(3), call(4)])
  clock.pass(10000)
  assert.deepEqual(said, [["A1"], ["A2"]])
  queue.take([call(5), call(6)])
  clock.pass(10000)
  assert.deepEqual(said, [["A1"], ["A2"], ["A3", "A4", "A5", "A6"]])
})

test("the pages of a long announcement keep pace with its voice", () => {
  voice.takes = voice.length = 36000
  queue.take(calls(9))
  clock.pass(11999)
  assert.deepEqual(shown, [[1, 2, 3]])
  clock.pass(12000)
  assert.deepEqual(shown, [[1, 2, 3], [4, 5, 6]])
  clock.pass(12001)
  assert.deepEqual(shown, [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
})

test("who is served already is shown in turn and not called any more", () => {
  queue.take([call(1, { status: "served" }), call(2)])
  clock.pass(HOLD * 2)
  assert.deepEqual([shown, said], [[[1], [2]], [["A2"]]])
})

// --- the newest state wins -----------------------------------------------------------

test("a call put back leaves the panel at once and the next takes it", () => {
  voice.takes = 14000
  queue.take([call(1), call(2)])
  queue.keep([call(2)])
  assert.deepEqual(shown, [[1], [2]])
  assert.deepEqual(said, [["A1"], "hush", ["A2"]])
  clock.pass(LINGER * 2)
  assert.deepEqual(shown.at(-1), [])
})

for (const status of ["missed", "parked", undefined]) {
  test(`a call ${status ?? "put back"} while it waits is never shown nor said`, () => {
    queue.take([call(1), call(2)])
    queue.keep([call(1), ...(status ? [call(2, { status })] : [])])
    clock.pass(LINGER * 2)
    assert.deepEqual([shown, said], [[[1], []], [["A1"]]])
  })
}

test("a call missed while it is said is silent at once and its panel calm", () => {
  voice.takes = 14000
  queue.take([call(1)])
  queue.keep([call(1, { status: "missed" })])
  assert.deepEqual([shown, said], [[[1], []], [["A1"], "hush"]])
  assert.equal(clock.running, 0)
})

test("the late end of what was hushed does not cut the next call short", () => {
  const ends = []
  queue = announcer({
    show: () => {}, hush: () => {}, clock,
    say: ({ calls }, { onEnd }) => {
      said.push(names({ calls }))
      ends.push(onEnd)
    },
  })
  queue.take([call(1), call(2), call(3)])
  queue.keep([call(3), call(2)])
  ends[0]()
  clock.pass(HOLD)
  assert.deepEqual(said, [["A1"], ["A2"]])
  ends[1]()
  assert.deepEqual(said, [["A1"], ["A2"], ["A3"]])
})

test("who comes to the counter before being said is shown and not said", () => {
  voice.takes = 14000
  queue.take([call(1), call(2)])
  queue.keep([call(2, { status: "serving" }), call(1)])
  clock.pass(LINGER * 3)
  assert.deepEqual([shown, said], [[[1], [2], []], [["A1"]]])
})

test("of a page of three the one put back goes and the others are not said again", () => {
  queue.take(calls(4))
  queue.keep([call(1), call(3), call(4)])
  clock.pass(HOLD)
  assert.deepEqual(shown, [[1, 2, 3], [1, 3], [4]])
  assert.deepEqual(said, [["A1", "A2", "A3", "A4"]])
})

test("a page that is put back whole gives way to the next one", () => {
  voice.takes = 30000
  queue.take(calls(4))
  queue.keep([call(4)])
  assert.deepEqual([shown, said.length], [[[1, 2, 3], [4]], 1])
})

test("the last page put back is calm and the next call has its turn all the same", () => {
  queue.take(calls(4))
  clock.pass(HOLD)
  queue.take([call(5)])
  queue.keep([call(5), call(3), call(2), call(1)])
  assert.deepEqual(shown, [[1, 2, 3], [4], []])
  clock.pass(HOLD)
  assert.deepEqual([shown.at(-1), said.at(-1)], [[5], ["A5"]])
})

test("a call put back after its turn leaves the panel that was still calming down", () => {
  queue.take([call(1)])
  clock.pass(HOLD + 1)
  queue.keep([])
  assert.deepEqual(shown, [[1], []])
  clock.pass(LINGER)
  assert.deepEqual(shown, [[1], []])
})

test("a recall of a call that still waits for its turn is said only once", () => {
  queue.take([call(1), call(2)])
  queue.take([call(2, { times: 2 })])
  clock.pass(HOLD * 3)
  assert.deepEqual(said, [["A1"], ["A2"]])
})

test("a recall of the call that is being said follows when that is over", () => {
  voice.takes = 14000
  queue.take([call(1)])
  clock.pass(5000)
  queue.take([call(1, { times: 2 })])
  assert.deepEqual(said, [["A1"]])
  clock.pass(9000)
  assert.deepEqual(said, [["A1"], ["A1"]])
})

// --- results that lie ready -------------------------------------------------------------

test("results marked within seconds at one counter are one sentence", () => {
  queue.take([], [result("A12")])
  clock.pass(1000)
  queue.take([], [result("A15"), result("B4", 2), result("A17")])
  assert.deepEqual(said, [])
  clock.pass(GATHER)
  assert.deepEqual(said, [["A12", "A15", "A17"], ["B4"]])
})

test("results wait for the call before them and leave its panel alone", () => {
  voice.takes = 14000
  queue.take([call(1)], [result("A12")])
  clock.pass(13999)
  assert.deepEqual(said, [["A1"]])
  clock.pass(1)
  assert.deepEqual([shown, said], [[[1]], [["A1"], ["A12"]]])
  clock.pass(LINGER - HOLD)
  assert.deepEqual(shown, [[1], []])
})

test("a result that is withdrawn before it was said is not said", () => {
  queue.take([], [result("A12"), result("A15")])
  queue.keep([], ["A15"])
  clock.pass(GATHER)
  assert.deepEqual(said, [["A15"]])
})

test("a result that is withdrawn while it is said is silent at once", () => {
  voice.takes = 14000
  queue.take([], [result("A12")])
  clock.pass(GATHER)
  queue.keep([], ["A12"])
  assert.deepEqual(said, [["A12"]])
  queue.keep([], [])
  assert.deepEqual(said, [["A12"], "hush"])
})

test("results never join calls, however many wait", () => {
  voice.takes = 10000
  queue.take([call(9)], [result("A12")])
  clock.pass(GATHER)
  queue.take(calls(4))
  clock.pass(HOLD * 9)
  assert.deepEqual(said, [["A9"], ["A12"], ["A1", "A2", "A3", "A4"]])
})

// --- a whole day ------------------------------------------------------------------------------

test("every call of twelve hours is said once, and no timer is left behind", () => {
  voice.takes = 14000
  const news = newsOf()
  news(snapshot([]))
  let last = []
  for (let seq = 1; seq <= 480; seq++) {
    last = [call(seq), ...last.map((old) => ({ ...old, status: "served" }))].slice(0, 12)
    const { calls, fresh, ready, results } = news(snapshot(last))
    queue.keep(calls, ready)
    queue.take(fresh, results)
    clock.pass((12 * HOURS) / 480)
  }
  assert.deepEqual(said, Array.from({ length: 480 }, (_, at) => [`A${at + 1}`]))
  assert.equal(clock.running, 0)
})
