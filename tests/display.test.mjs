// What the lobby's board takes for news, when it asks again, and what its clock says.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { newsOf, refresher } from "../display/static/board.js"
import { atMinute, atSecond, officeClock } from "../display/static/clock.js"
import { Clock, call, seqs, settled, snapshot } from "./display_steps.mjs"

// --- news -----------------------------------------------------------------------

let news, began
const fresh = (calls, more) => seqs(news(snapshot(calls, more)).fresh)
const results = (ready, calls = []) => news(snapshot(calls, { ready })).results

beforeEach(() => {
  ({ news, began } = newsOf())
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
  began([call(2)])
  assert.deepEqual(fresh([call(1)]), [])
  assert.deepEqual(fresh([call(2), call(1)]), [])
})

for (const status of [undefined, "missed", "parked"]) {
  test(`a call ${status ?? "put back"} before its turn is news again when that is undone`, () => {
    fresh([call(1)])
    assert.deepEqual(fresh([call(2), call(1)]), [2])
    assert.deepEqual(fresh([...(status ? [call(2, { status })] : []), call(1)]), [])
    assert.deepEqual(fresh([call(2), call(1)]), [2])
    assert.deepEqual(fresh([call(2), call(1)]), [])
  })
}

test("a recall that is undone and done again is news only if it was not heard", () => {
  const [once, twice] = [call(1), call(1, { times: 2 })]
  fresh([once])
  assert.deepEqual([fresh([twice]), fresh([once]), fresh([twice])], [[1], [], [1]])
  began([twice])
  assert.deepEqual([fresh([once]), fresh([twice])], [[], []])
})

test("after a reload an undone mistake of before is not called again", () => {
  fresh([call(1, { status: "missed" })])
  assert.deepEqual(fresh([call(1)]), [])
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
  const restored = news(snapshot([call(9), call(5)], { epoch: "other", ready: ["A3"] }))
  assert.deepEqual([restored.reset, restored.fresh, restored.results], [true, [], []])
  assert.deepEqual(fresh([call(10), call(9)], { epoch: "other" }), [10])
})

test("the first call of another day rings although the page stayed open", () => {
  fresh([call(1)])
  assert.deepEqual(fresh([call(1)], { business_day: "2026-11-24" }), [1])
})

test("a hall hears its own counters and none of the others", () => {
  ({ news } = newsOf("east"))
  fresh([])
  const both = [call(2, { zone: "west" }), call(1, { zone: "east" })]
  assert.deepEqual(seqs(news(snapshot(both)).fresh), [1])
  assert.deepEqual(seqs(news(snapshot(both)).calls), [1])
})

test("a result is told once when it becomes ready, with the counter where it lies", () => {
  results([])
  assert.deepEqual(results(["A7"]), [{ number: "A7", counter: 3, zone: "" }])
  assert.deepEqual(results(["A7"]), [])
  assert.deepEqual(results([]), [])
  assert.deepEqual(results(["A7"]), [{ number: "A7", counter: 3, zone: "" }])
})

test("results that lay ready before the page was opened are not told again", () => {
  assert.deepEqual(results(["A7", "A8"]), [])
  assert.deepEqual(results(["A7", "A8", "A9"]), [{ number: "A9", counter: 3, zone: "" }])
})

test("a hall hears of the results at its own counters and of no others", () => {
  ({ news } = newsOf("east"))
  results([])
  const there = { number: "A2", counter: 2, zone: "west" }
  const here = { number: "A1", counter: 1, zone: "east" }
  const both = { ready: ["A1", "A2"], ready_at: [here, there] }
  assert.deepEqual(news(snapshot([], both)).results, [here])
})

// --- the board ----------------------------------------------------------------------

let clock

beforeEach(() => {
  clock = new Clock()
})

test("a burst of ten snapshots costs two requests, and the last board stands", async () => {
  let asked = 0
  const boards = []
  const { news } = refresher({
    load: async () => `board ${++asked}`, onBoard: (html) => boards.push(html), clock,
    onFailure: assert.fail,
  })
  for (let i = 0; i < 10; i++) news()
  await settled()
  assert.deepEqual(boards, ["board 1", "board 2"])
})

/** Each request waits to be answered; given up, it fails as a browser's would. */
function office() {
  const asked = []
  const told = []
  const load = (signal) => new Promise((answer, fail) => {
    asked.push({ answer, fail })
    signal.addEventListener("abort", () => fail(new Error("given up")))
  })
  const refresh = refresher({
    load, clock, onBoard: (html) => told.push(html), onFailure: ({ message }) => told.push(message),
  })
  return { asked, told, ...refresh }
}

async function passing(ms) {
  await settled()
  clock.pass(ms)
  await settled()
}

test("a board that could not be had is told and asked for again after a rest", async () => {
  const { asked, told, look } = office()
  look()
  asked[0].fail(new Error("no line"))
  await passing(999)
  look()
  assert.deepEqual([told, asked.length], [["no line"], 1])
  await passing(1)
  asked[1].answer("board")
  await settled()
  assert.deepEqual(told, ["no line", "board"])
})

test("news end the rest after a board that could not be had", async () => {
  const { asked, told, look, news } = office()
  look()
  asked[0].fail(new Error("no line"))
  await passing(100)
  news()
  await settled()
  asked[1].answer("board")
  await settled()
  assert.deepEqual(told, ["no line", "board"])
})

test("news do not wait for a request that hangs, and are not told as a failure", async () => {
  const { asked, told, look, news } = office()
  look()
  await passing(600)
  news()
  await settled()
  asked[1].answer("the news")
  await settled()
  assert.deepEqual(told.slice(0, 1), ["the news"])
})

test("news one after the other give up a slow request only once", async () => {
  const { asked, told, news } = office()
  for (let second = 0; second < 2; second++) {
    news()
    await passing(1000)
  }
  news()
  await settled()
  assert.equal(asked.length, 2)
  asked[1].answer("late")
  await settled()
  assert.deepEqual(told, ["late"])
})

test("a board that does not come is told after two and a half seconds, news or not", async () => {
  const { told, look, news } = office()
  look()
  await passing(1000)
  news()
  await passing(1499)
  assert.deepEqual(told, [])
  await passing(1)
  assert.deepEqual(told, ["given up"])
})

test("the clock follows the office and not the screen it hangs on", () => {
  const clock = officeClock("2026-11-23T02:33:07Z", () => 5000)
  assert.equal(atMinute(clock.now()), "09:33")
  assert.equal(atSecond(clock.at(4000)), "09:33:06")
  clock.set("2026-11-23T00:05:00+07:00")
  assert.equal(atMinute(clock.now()), "00:05")
})
