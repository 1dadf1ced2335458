// When two presses are one, and what becomes of the answer.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { choice, newKey, presses, spots, verdict } from "../office/static/press.js"

const HERE = "http://192.168.1.5:8000/counter/3/"
let now, press

beforeEach(() => {
  let keys = 0
  now = 0
  press = presses({ now: () => now, key: () => `key-${++keys}` })
})

function answered(what) {
  const act = press(what, (key) => `${what} ${key}`)
  act.unanswered = false
  return act.body
}

test("a key is 128 bits and no two are alike", () => {
  const keys = Array.from({ length: 1000 }, () => newKey())
  assert.ok(keys.every((key) => /^[0-9a-f]{32}$/.test(key)))
  assert.equal(new Set(keys).size, 1000)
})

test("a second press within a second sends the same body with the same key", () => {
  assert.equal(answered("/calls"), "/calls key-1")
  now = 999
  assert.equal(answered("/calls"), "/calls key-1")
})

test("a hand that trembles for two seconds has pressed once", () => {
  for (now = 0; now <= 2000; now += 250) assert.equal(answered("/calls"), "/calls key-1")
})

test("a press after a second is a new one", () => {
  answered("/calls")
  now = 1000
  assert.equal(answered("/calls"), "/calls key-2")
})

test("another button at once is another press", () => {
  answered("/calls")
  assert.equal(answered("/recalls"), "/recalls key-2")
})

const OPEN = { key: "next", box: { left: 0, right: 400, top: 100, bottom: 180 } }
const ON_IT = { key: undefined, x: 200, y: 140 }
const BESIDE = { key: "park", x: 200, y: 300 }

/** The counter is opened, and 100 ms later another button stands there. */
function opened() {
  const there = spots({ now: () => now })
  there.press(OPEN)
  now = 100
  there.swapped()
  return there
}

test("a double click never presses what the first one has put there", () => {
  const there = opened()
  now = 250
  assert.equal(there.again({ ...ON_IT, key: "call" }), true)
  assert.equal(there.again({ key: "next", x: 9, y: 900 }), true, "the button has moved")
})

test("who clicks on something else at once is not held back", () => {
  const there = opened()
  assert.equal(there.again(BESIDE), false)
})

test("a hand that trembles is held back until it has rested for a second", () => {
  const there = opened()
  for (now = 250; now <= 2000; now += 250) assert.equal(there.again(ON_IT), true)
  now = 2999
  assert.equal(there.again(ON_IT), true)
  now = 3999
  assert.equal(there.again(ON_IT), false)
})

test("a press that was not answered yet may be repeated", () => {
  const there = opened()
  there.press(OPEN)
  assert.equal(there.again(ON_IT), false)
})

test("while nobody knows what became of a press the next repeats it", () => {
  press("/calls", (key) => key)
  now = 9999
  assert.equal(press("/calls", (key) => key).body, "key-1")
})

test("a press long after one that failed is a new wish", () => {
  press("/calls", (key) => key)
  now = 10000
  assert.equal(press("/calls", (key) => key).body, "key-2")
})

test("fresh tokens and guards in hidden inputs do not make another press", () => {
  const hidden = new Set(["csrf_token", "key", "current"])
  const before = [["csrf_token", "x1"], ["current", "A012"], ["service", "ho-tich"]]
  const after = [["csrf_token", "x2"], ["current", "A013"], ["service", "ho-tich"]]
  assert.equal(choice("/calls", before, hidden), choice("/calls", after, hidden))
})

test("another choice on the same form is another press", () => {
  const none = new Set()
  const one = choice("/tickets", [["service", "ho-tich"]], none)
  assert.notEqual(one, choice("/tickets", [["service", "dat-dai"]], none))
})

test("an answer on another address is gone to", () => {
  const moved = { redirected: true, url: "http://192.168.1.5:8000/kiosk/taken" }
  assert.equal(verdict(moved, HERE, { live: true }), "go")
})

test("an answer on the same address is swapped into the page", () => {
  const back = { redirected: true, url: HERE }
  assert.equal(verdict(back, `${HERE}#top`, { live: true }), "swap")
})

test("an answer on the same address without live parts is gone to, for the act was done", () => {
  const back = { redirected: true, url: HERE }
  assert.equal(verdict(back, HERE, { live: false, refusal: undefined }), "go")
})

test("a refusal without live parts is said at the form", () => {
  const refused = { redirected: false, url: `${HERE}calls` }
  assert.equal(verdict(refused, HERE, { live: false, refusal: "Số đã đóng." }), "say")
})

test("an answer with nothing for people counts as a failure", () => {
  const broken = { redirected: false, url: `${HERE}calls` }
  assert.equal(verdict(broken, HERE, { live: false, refusal: undefined }), "fail")
})
