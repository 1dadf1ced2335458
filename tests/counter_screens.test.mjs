// The timer of a visit, and when the rating screen looks again or gives up.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { test } from "node:test"

import { about, fuse } from "../counter/static/asking.js"
import { left, pace, serverClock, shown } from "../counter/static/pace.js"
import { touching } from "../counter/static/touching.js"

test("a visit is shown in minutes and seconds, above an hour too", () => {
  assert.equal(shown(200.9), "03:20")
  assert.equal(shown(75 * 60), "75:00")
  assert.equal(shown(-2), "00:00")
})

test("what is left of a time is rounded up, and never falls below nothing", () => {
  assert.deepEqual([180, 160.2, 9, -3].map(left), ["3:00", "2:41", "0:09", "0:00"])
})

test("a visit is late past the usual time, and worse past twice that", () => {
  assert.deepEqual([480, 481, 960, 961].map((s) => pace(s, 480)), ["good", "late", "late", "twice"])
})

test("the timer goes by the server's clock when this machine's is wrong", () => {
  let here = Date.parse("2020-01-01T00:00:00Z")
  const clock = serverClock("2026-11-23T02:00:00Z", () => here)
  here += 5000
  assert.equal(new Date(clock()).toISOString(), "2026-11-23T02:00:05.000Z")
})

const call = (number, counter, status) => ({ seq: 1, number, counter, status, times: 1 })

test("what happens at other counters does not wake the rating screen", () => {
  const quiet = { calls: [call("A001", 1, "serving")], serving: [{ number: "A001", counter: 1 }] }
  const other = { ...quiet, calls: [call("B001", 2, "called"), ...quiet.calls] }
  assert.equal(about(quiet, 1), about(other, 1))
})

test("the end of a service at this counter wakes the rating screen", () => {
  const during = { calls: [call("A001", 1, "serving")], serving: [{ number: "A001", counter: 1 }] }
  const after = { calls: [call("A001", 1, "served")], serving: [] }
  assert.notEqual(about(during, 1), about(after, 1))
})

class Ticks {
  time = 0
  now = () => this.time
  setInterval = (act) => { this.act = act; return 1 }
  clearInterval = () => { this.act = () => {} }
  pass(seconds) {
    for (let i = 0; i < seconds * 4; i += 1) {
      this.time += 250
      this.act()
    }
  }
}

test("twenty seconds without a touch are no answer, said once", () => {
  const clock = new Ticks()
  let outs = 0
  fuse({ seconds: 20, onLeft: () => {}, onOut: () => { outs += 1 }, clock })
  clock.pass(19)
  assert.equal(outs, 0)
  clock.pass(60)
  assert.equal(outs, 1)
})

test("every touch gives the visitor the whole time again", () => {
  const clock = new Ticks()
  let outs = 0
  const burning = fuse({ seconds: 20, onLeft: () => {}, onOut: () => { outs += 1 }, clock })
  clock.pass(15)
  burning.touched()
  clock.pass(15)
  assert.equal(outs, 0)
})

/** Touches are told while the counter is armed; `at` are their seconds. */
function told(at, { armedFrom = 0, armedTo = Infinity } = {}) {
  let now = 0
  const sent = []
  const touches = touching({ now: () => now * 1000, send: () => sent.push(now) })
  for (const second of at) {
    for (; now < second; now += 1) touches.drawn(now >= armedFrom && now < armedTo)
    touches.touched()
  }
  return sent
}

test("a touch keeps the counter armed, at most every 30 seconds", () => {
  assert.deepEqual(told([1, 29, 30, 31, 45, 59, 60, 170]), [30, 60, 170])
})

test("the press that armed the counter is no touch of its own", () => {
  assert.deepEqual(told([100, 101, 129, 130], { armedFrom: 100 }), [130])
})

test("where nobody is waited for, no touch is told", () => {
  assert.deepEqual(told([40, 80, 120], { armedTo: 50 }), [40])
})
