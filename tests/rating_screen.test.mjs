// What the rating screen does at news of its counter, and whose press it was.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { test } from "node:test"

import { about, noise, pressedWith, then } from "../counter/static/asking.js"

const call = (number, status, counter = 1, seq = 1) => ({ seq, number, counter, status })
const there = (number, counter = 1) => ({ number, counter })
const news = (calls, serving = [], ready = []) => ({ calls, serving, ready })

const served = news([call("A001", "served")])
const after = (now, before = served) => then({ before, now, counter: 1, number: "A001" })

test("a call of the next visitor leaves the question to the one who stands there", () => {
  const called = news([call("A002", "called", 1, 2), call("A001", "served")], [there("A002")])
  assert.equal(after(called), "stay")
})

test("the next start at this counter closes the question, another counter's does not", () => {
  const started = news([call("A002", "serving", 1, 2), call("A001", "served")], [there("A002")])
  assert.equal(after(started), "close")
  const elsewhere = news([call("B001", "serving", 2, 2), call("A001", "served")], [there("B001", 2)])
  assert.equal(after(elsewhere), "stay")
})

test("a service that lasts longer than the list of calls closes the question too", () => {
  assert.equal(after(news([], [there("A002")])), "close")
})

test("a finish that is taken back closes the question, a call that is not looks again", () => {
  assert.equal(after(news([call("A001", "serving")], [there("A001")])), "close")
  assert.equal(after(news([call("A001", "called")], [there("A001")])), "look")
})

test("a visit that ended later is asked about instead", () => {
  const both = news([call("A002", "served", 1, 2), call("A001", "served")])
  assert.equal(after(both), "look")
  assert.equal(after(both, both), "stay")
})

test("a number that fell off the list of calls is still asked about", () => {
  assert.equal(after(news([call("B009", "called", 2)])), "stay")
})

test("a result that was handed out without a call wakes the resting screen", () => {
  assert.notEqual(about(news([], [], ["A001"]), 1), about(news([]), 1))
})

test("the same fields in another order are no news: the screen would draw itself for ever", () => {
  const live = news([call("A002", "serving")], [{ number: "A002", counter: 1 }])
  const drawn = news([call("A002", "serving")], [{ counter: 1, number: "A002" }])
  assert.equal(about(drawn, 1), about(live, 1))
})

test("a finger, a pen and a mouse say so themselves", () => {
  for (const pointerType of ["touch", "pen", "mouse"]) {
    assert.equal(pressedWith({ detail: 1, pointerType }, "", true), pointerType)
  }
})

test("an old browser's click is of the pointer that came down last", () => {
  assert.equal(pressedWith({ detail: 1 }, "touch", true), "touch")
})

test("keys are a switch's where no mouse lies, whatever pointer came before", () => {
  assert.equal(pressedWith({ detail: 0, pointerType: "" }, "touch", false), "switch")
  assert.equal(pressedWith({ detail: 0, pointerType: "" }, "touch", true), "keys")
})

test("presses that are not taken are told together when they are over", () => {
  const told = []
  let due = null
  const clock = { setTimeout: (act) => { due = act; return 1 }, clearTimeout: () => { due = null } }
  const unheard = noise({ tell: (presses) => told.push(presses), clock })
  for (let i = 0; i < 3; i += 1) unheard.heard()
  assert.deepEqual(told, [])
  due()
  unheard.flush()
  assert.deepEqual(told, [3])
})
