// Where a number stands, and what a phone says and does about it. Run: node --test tests/
import assert from "node:assert/strict"
import { test } from "node:test"

import {
  alarm, grownText, isOther, officeTime, patience, peopleText, placeOf, staleText, titleText,
  waitText,
} from "../phone/static/place.js"

const ME = { number: "A012", day: "2026-11-23" }
const WAIT = { low: 900, likely: 1000, high: 1200 }
const WORDS = {
  one: "1 người", many: "{n} người", title: "Còn {n} · {number}", range: "{low}–{high} phút",
  hours: "{low}–{high} giờ", under: "Dưới {n} phút", none: "Không phải chờ", grown: "Thêm {n}", stale: "Lúc {at}, {age} trước",
  seconds: "{n} giây", minutes: "{n} phút",
}

function office(changes = {}) {
  return {
    business_day: ME.day, open: true, calls: [], serving: [], missed: [], parked: [], ready: [],
    lines: [], ...changes,
  }
}

function line(order, wait = order.map(() => WAIT)) {
  return [{ service: "ho-tich", order: ["B001"], wait: [WAIT] }, { service: "chung-thuc", order, wait }]
}

function call(status, changes = {}) {
  return { number: "A012", status, counter: 3, times: 1, ...changes }
}

test("a number waits behind everyone who stands before it in its line", () => {
  const place = placeOf(office({ lines: line(["A008", "A009", "A010", "A012"]) }), ME)
  assert.deepEqual(place, { state: "waiting", service: "chung-thuc", ahead: 3, wait: WAIT, pause: false })
})

test("with two people ahead or fewer the turn is near", () => {
  for (const order of [["A010", "A011", "A012"], ["A012"]]) {
    assert.equal(placeOf(office({ lines: line(order) }), ME).state, "near")
  }
})

test("a number that was transferred is found in its new line", () => {
  const lines = [{ service: "ho-tich", order: ["A012"], wait: [WAIT] }]
  assert.equal(placeOf(office({ lines }), ME).service, "ho-tich")
})

test("nobody is called over lunch, nor in a line without a counter", () => {
  assert.equal(placeOf(office({ lines: line(["A012"]), open: false }), ME).pause, true)
  for (const wait of [null, [null]]) {
    const place = placeOf(office({ lines: line(["A012"], wait) }), ME)
    assert.deepEqual([place.ahead, place.wait, place.pause], [0, null, true])
  }
})

test("a called number is told its counter and how often it was called", () => {
  const snapshot = office({
    calls: [call("called", { times: 2 })], serving: [{ number: "A012", counter: 3 }],
  })
  assert.deepEqual(placeOf(snapshot, ME), { state: "called", counter: 3, times: 2 })
})

test("a visit that has begun is serving, even when its call is long gone", () => {
  const serving = [{ number: "A012", counter: 3 }]
  for (const calls of [[call("serving")], []]) {
    assert.equal(placeOf(office({ serving, calls }), ME).state, "serving")
  }
})

test("missed, parked and ready are told apart", () => {
  for (const state of ["missed", "parked", "ready"]) {
    assert.deepEqual(placeOf(office({ [state]: ["A012"] }), ME), { state })
  }
})

test("a served number is known as long as its call is listed, then it must be asked for", () => {
  assert.deepEqual(placeOf(office({ calls: [call("served")] }), ME), { state: "served" })
  assert.equal(placeOf(office(), ME), "ask")
})

test("on another day the same number is somebody else's", () => {
  const snapshot = office({ business_day: "2026-11-24", lines: line(["A012"]) })
  assert.equal(placeOf(snapshot, ME), "ask")
})

test("people who leave or come change texts, not the page", () => {
  const shown = { face: "waiting", service: "chung-thuc", pause: false }
  const place = { state: "waiting", service: "chung-thuc", pause: false, ahead: 4 }
  assert.equal(isOther(shown, place), false)
  assert.equal(isOther(shown, { ...place, state: "near" }), true)
  assert.equal(isOther(shown, { ...place, service: "ho-tich" }), true)
  assert.equal(isOther(shown, { ...place, pause: true }), true)
})

test("a visit that was rated stays as it is until it is opened again", () => {
  assert.equal(isOther({ face: "rated" }, { state: "served" }), false)
  assert.equal(isOther({ face: "rated" }, { state: "serving" }), true)
})

test("a first call and every recall ring; the same call does not ring twice", () => {
  const first = { state: "called", counter: 3, times: 1 }
  const shown = { face: "called", counter: 3, times: 1 }
  assert.equal(alarm({ face: "near" }, first), "called")
  assert.equal(alarm(shown, first), null)
  assert.equal(alarm(shown, { ...first, times: 2 }), "called")
})

test("coming near and a result that is ready ring once", () => {
  assert.equal(alarm({ face: "waiting" }, { state: "near" }), "near")
  assert.equal(alarm({ face: "near" }, { state: "near" }), null)
  assert.equal(alarm({ face: "parked" }, { state: "ready" }), "ready")
  assert.equal(alarm({ face: "ready" }, { state: "ready" }), null)
})

test("a call is drawn at once, other changes within a second and not all together", () => {
  assert.equal(patience({ state: "called" }), 0)
  assert.equal(patience({ state: "near" }, () => 0), 640)
  assert.ok(patience({ state: "near" }, () => 0.999) < 1000)
})

test("waits are said as the server says them", () => {
  assert.equal(waitText(WAIT, WORDS), "15–20 phút")
  assert.equal(waitText({ low: 7200, likely: 9000, high: 10800 }, WORDS), "2–3 giờ")
  assert.equal(waitText({ low: 15300, likely: 20000, high: 39000 }, WORDS), "4–11 giờ")
  assert.equal(waitText({ low: 6900, likely: 7000, high: 10800 }, WORDS), "115–180 phút")
  assert.equal(waitText({ low: 0, likely: 60, high: 300 }, WORDS), "Dưới 5 phút")
  assert.equal(waitText({ low: 0, likely: 0, high: 300 }, WORDS), "Không phải chờ")
})

test("one person is not said as several", () => {
  assert.equal(peopleText(1, WORDS), "1 người")
  assert.equal(titleText(4, "A012", WORDS), "Còn 4 người · A012")
  assert.equal(grownText(2, WORDS), "Thêm 2 người")
})

test("an old page says how old it is, first in seconds, then in minutes", () => {
  assert.equal(staleText("09:18:07", 31000, WORDS), "Lúc 09:18:07, 31 giây trước")
  assert.equal(staleText("09:18:07", 180000, WORDS), "Lúc 09:18:07, 3 phút trước")
})

test("the stamp runs on the office's clock, whatever the phone's says", () => {
  assert.equal(officeTime("2026-11-23T09:59:50+07:00", 15000), "10:00:05")
})
