// Who is shown large and said, in which order, for how long, and who is not any more.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { GATHER, announcer } from "../display/static/announce.js"
import { newsOf } from "../display/static/board.js"
import { HOLD, LINGER } from "../display/static/panel.js"
import { Clock, call, seqs, snapshot } from "./display_steps.mjs"

let clock, shown, said, queue, voice, lobby

const HOURS = 3600000
const result = (number, counter = 1) => ({ number, counter })
const calls = (count) => Array.from({ length: count }, (_, at) => call(at + 1))
const names = ({ calls }) => calls.map(({ number }) => number)

/** A loudspeaker: an announcement takes `takes` ms, and two at a time are a failure. */
class Loudspeaker {
  takes = 0 // silent: the office wants quiet, or the browser blocks it
  length = null
  parts = null // [ms, place]: where in the sound each call begins, if that is known
  #began = 0
  #ends = null
  say = (announcement, { onLength, onEnd }) => {
    assert.equal(this.#ends, null, "two at a time")
    said.push(names(announcement))
    this.#began = clock.time
    if (this.takes === 0) return onEnd()
    this.#ends = clock.setTimeout(() => {
      this.#ends = null
      onEnd()
    }, this.takes)
    if (this.length) onLength(this.length)
  }
  rest = () => {
    const now = clock.time - this.#began
    const isCome = (part) => part?.[0] <= now
    return this.parts?.filter((_, at) => !isCome(this.parts[at + 1])).map(([, place]) => place)
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
  lobby = newsOf()
  const show = (calls) => shown.push(seqs(calls))
  queue = announcer({ ...lobby, ...voice, show, clock })
})

/** What the screen does with each snapshot; the first one tells nothing. */
function screen(calls) {
  const { fresh, ready, results } = lobby.news(snapshot(calls))
  queue.keep(calls, ready)
  queue.take(fresh, results)
}

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
    ...lobby, show: () => {}, rest: () => null, hush: () => {}, clock,
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
  assert.deepEqual(shown, [[1, 2, 3], [4]])
})

// --- a wrong key, undone ---------------------------------------------------------------

for (const status of ["missed", undefined]) {
  test(`a call ${status ?? "put back"} by a wrong key while it waited is said once after the undo`, () => {
    voice.takes = 14000
    screen([])
    screen([call(2), call(1)])
    screen([...(status ? [call(2, { status })] : []), call(1)])
    clock.pass(1000)
    screen([call(2), call(1)])
    screen([call(2), call(1)])
    clock.pass(HOLD * 9)
    screen([call(2), call(1)])
    clock.pass(HOLD * 9)
    assert.deepEqual(said, [["A1"], ["A2"]])
    assert.deepEqual(shown, [[1], [2], []])
  })
}

test("a call that was said, put back by a wrong key and undone is not said again", () => {
  voice.takes = 14000
  screen([])
  screen([call(1)])
  clock.pass(HOLD * 2)
  screen([])
  screen([call(1)])
  clock.pass(HOLD * 2)
  assert.deepEqual(said, [["A1"]])
})

test("a recall undone while it waits is not said, and done again it is said once", () => {
  voice.takes = 14000
  screen([])
  screen([call(1)])
  screen([call(1, { times: 2 })])
  screen([call(1)])
  clock.pass(HOLD * 2)
  assert.deepEqual(said, [["A1"]])
  screen([call(1, { times: 2 })])
  clock.pass(HOLD * 2)
  assert.deepEqual(said, [["A1"], ["A1"]])
})

test("a recall that took the place of its call is undone and the call is said all the same", () => {
  voice.takes = 14000
  screen([])
  screen([call(2), call(1)])
  screen([call(2, { times: 2 }), call(1)])
  screen([call(2), call(1)])
  clock.pass(HOLD * 9)
  assert.deepEqual(said, [["A1"], ["A2"]])
})

// --- several said together, and one of them leaves -------------------------------------------

/** Five at once: their sentences begin after 1, 9, 17, 25 and 33 seconds. */
function five() {
  voice.takes = voice.length = 41000
  voice.parts = [[1000, 0], [9000, 1], [17000, 2], [25000, 3], [33000, 4]]
  screen([])
  screen(calls(5).reverse())
}

const without = (...gone) => calls(5).reverse().filter(({ seq }) => !gone.includes(seq))

test("of several said together the one put back is not named any more", () => {
  five()
  clock.pass(2000)
  screen(without(5))
  assert.deepEqual(said, [["A1", "A2", "A3", "A4", "A5"], "hush", ["A1", "A2", "A3", "A4"]])
})

test("who was said already is not said again when another one is put back", () => {
  five()
  clock.pass(18000)
  screen(without(4))
  assert.deepEqual(said.slice(1), ["hush", ["A3", "A5"]])
  assert.deepEqual(shown.flat().filter((seq) => seq === 4), [])
})

test("the one that is being said is put back and the next goes on", () => {
  five()
  clock.pass(10000)
  screen(without(2))
  assert.deepEqual(said.slice(1), ["hush", ["A3", "A4", "A5"]])
})

test("a call that was said already is put back without a break in the others", () => {
  five()
  clock.pass(10000)
  screen(without(1))
  assert.deepEqual(said.slice(1), [])
})

test("who is still to be said in a foreign language is not named in it any more", () => {
  five()
  voice.parts.push([39000, 0])
  clock.pass(34000)
  screen(without(1))
  assert.deepEqual(said.slice(1), ["hush", ["A5"]])
})

test("the last one is put back while being said and the next call has its turn", () => {
  five()
  clock.pass(36000)
  screen([call(6), ...without()])
  screen([call(6), ...without(5)])
  assert.deepEqual([said.slice(1), shown], [["hush"], [[1, 2, 3], [4, 5], [4]]])
  clock.pass(5000)
  assert.deepEqual([said.slice(1), shown.at(-1)], [["hush", ["A6"]], [6]])
})

test("where each begins is not known: nobody is left out when one is put back", () => {
  five()
  voice.parts = null
  clock.pass(18000)
  screen(without(4))
  assert.deepEqual(said.slice(1), ["hush", ["A1", "A2", "A3", "A5"]])
})

test("who came to the counter meanwhile is not in what is said anew", () => {
  five()
  clock.pass(2000)
  const [fifth, fourth, third, ...others] = without()
  screen([fifth, { ...fourth, status: "serving" }, third, ...others])
  assert.deepEqual(said.slice(1), [])
  screen([fifth, { ...fourth, status: "serving" }, ...others])
  assert.deepEqual(said.slice(1), ["hush", ["A1", "A2", "A5"]])
})

test("of several said together one is put back and the undo has it said once", () => {
  five()
  clock.pass(2000)
  screen(without(5))
  voice.parts = null
  clock.pass(1000)
  screen(without())
  clock.pass(HOLD * 20)
  screen(without())
  clock.pass(HOLD * 20)
  assert.deepEqual(said.slice(2), [["A1", "A2", "A3", "A4"], ["A5"]])
})

test("of several said together one already named is put back and the undo is silent", () => {
  five()
  clock.pass(10000)
  screen(without(1))
  screen(without())
  clock.pass(HOLD * 20)
  assert.equal(said.length, 1)
})

test("all of several said together are put back and it is silent and calm", () => {
  five()
  clock.pass(2000)
  screen(without(1, 2, 3, 4, 5))
  assert.deepEqual([said.slice(1), shown.at(-1), clock.running], [["hush"], [], 0])
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
  screen([])
  let last = []
  for (let seq = 1; seq <= 480; seq++) {
    last = [call(seq), ...last.map((old) => ({ ...old, status: "served" }))].slice(0, 12)
    screen(last)
    clock.pass((12 * HOURS) / 480)
  }
  assert.deepEqual(said, Array.from({ length: 480 }, (_, at) => [`A${at + 1}`]))
  assert.equal(clock.running, 0)
})
