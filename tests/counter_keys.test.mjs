// What a key does at the counter.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { keyboard, meaning } from "../counter/static/keys.js"
import { keepPlaces, places } from "../counter/static/handing.js"
import { Clock, CTRL, DESK, FIELD, FOLD, OWN } from "./keyboard_steps.mjs"

let clock, done, keys

beforeEach(() => {
  clock = new Clock()
  done = []
  keys = keyboard({ clock, onAct: (act) => done.push(act) })
})

function press(code, { place = DESK, ...more } = {}) {
  return keys.press({ code, ...more }, place)
}

const calmly = (...codes) => {
  for (const code of codes) {
    press(code)
    clock.pass(400)
  }
}

test("each letter of the trade does its own act", () => {
  calmly("KeyR", "KeyS", "KeyN", "KeyP", "KeyT", "KeyF", "KeyB", "KeyW", "KeyL", "KeyE")
  assert.deepEqual(done, [
    "recall", "start", "no-show", "park", "transfer", "call-number", "back", "walk-in",
    "pause", "finish",
  ])
})

test("space and the number pad's enter call the next within 150 ms", () => {
  for (const code of ["Space", "NumpadEnter"]) {
    press(code)
    clock.pass(149)
    assert.deepEqual(done, [])
    clock.pass(1)
    assert.deepEqual(done.splice(0), ["next"])
    clock.pass(1100)
  }
})

test("the number pad alone reaches every act of the letters", () => {
  const pad = "1234567890".split("").map((digit) => meaning({ code: `Numpad${digit}` }, DESK))
  const letters = "SRNPTFBWLE".split("").map((letter) => meaning({ code: `Key${letter}` }, DESK))
  assert.deepEqual(pad, letters)
  assert.equal(meaning({ code: "NumpadSubtract" }, DESK), "undo")
  assert.equal(meaning({ code: "NumpadMultiply" }, DESK), "help")
})

test("in an open fold the number pad chooses, goes on and shuts", () => {
  assert.equal(meaning({ code: "Numpad3" }, FOLD), "choose-3")
  assert.equal(meaning({ code: "Digit3" }, FOLD), "choose-3")
  assert.equal(meaning({ code: "NumpadAdd" }, FIELD), "next-field")
  assert.equal(meaning({ code: "NumpadDivide" }, FIELD), "shut")
  assert.equal(meaning({ code: "Escape" }, FIELD), "shut")
})

test("enter in a list of a fold presses the fold's button, and a digit is the list's", () => {
  const list = { ...FIELD, select: true }
  assert.equal(meaning({ code: "Enter" }, list), "go")
  assert.equal(meaning({ code: "NumpadEnter" }, list), "go")
  assert.equal(meaning({ code: "Numpad2" }, list), undefined)
  assert.equal(meaning({ code: "Enter" }, FIELD), undefined)
})

test("a scanner's enter presses nothing in a list of a fold", () => {
  const list = { ...FIELD, select: true }
  press("Digit1", { place: list })
  clock.pass(20)
  assert.equal(press("Enter", { place: list }), true)
  clock.pass(1000)
  assert.deepEqual(done, [])
})

test("whoever gets a result leaves the digits of all others as they were", () => {
  assert.deepEqual(places(["A008", "B008", "A009"], ["B008", "A009"]), ["A008", "B008", "A009"])
})

test("a result that comes meanwhile takes the place behind all others", () => {
  assert.deepEqual(places(["A008", "B008"], ["A001", "B008"]), ["A008", "B008", "A001"])
})

/** A line of the list, as far as its place goes. */
function line(value) {
  const parts = { small: { textContent: "Chứng thực" }, kbd: [{ textContent: "" }, { textContent: "" }] }
  return {
    value, dataset: {}, disabled: false, parts, classList: { add() {} },
    querySelector: () => parts.small, querySelectorAll: () => parts.kbd,
  }
}

function list(...values) {
  const dataset = { done: "đã trao", gone: "không còn để sau" }
  return { dataset, children: values.map(line), replaceChildren(...now) { this.children = now } }
}

test("a line that was handed out stays without a button, and says so", () => {
  const before = list("A008", "B008", "A009").children
  before[0].dataset.pressed = ""
  const [gone, next, last] = keepPlaces(list("B008", "A009"), before)
  assert.deepEqual([gone.disabled, next.disabled, last.disabled], [true, false, false])
  assert.equal(gone.parts.small.textContent, "đã trao")
  assert.deepEqual([gone, next, last].map((one) => one.parts.kbd[1].textContent), [1, 2, 3])
  assert.deepEqual([gone, next, last].map((one) => one.dataset.in), [undefined, "hand-out", undefined])
})

test("what a neighbour took from the list is not said to be handed out", () => {
  const [gone] = keepPlaces(list("B008"), list("A008", "B008").children)
  assert.equal(gone.parts.small.textContent, "không còn để sau")
})

test("a key goes by its place, whatever letter an input method makes of it", () => {
  press("KeyS", { key: "á" })
  clock.pass(200)
  assert.deepEqual(done, ["start"])
})

test("the space that pressed a button never answers what that button asks", () => {
  press("Space", { place: OWN })
  clock.pass(700)
  press("Space", { place: FOLD })
  clock.pass(1000)
  assert.deepEqual(done, ["own"])
})

test("two boxes that are reached one after the other are both ticked", () => {
  for (let box = 0; box < 2; box += 1) {
    press("Space", { place: OWN })
    clock.pass(300)
  }
  assert.deepEqual(done, ["own", "own"])
})

test("who turned the keys off calls nobody and no help, and escape still shuts", () => {
  const off = { ...DESK, off: "all" }
  for (const code of ["Space", "KeyN", "Digit1", "NumpadEnter", "NumpadMultiply", "F1"]) {
    assert.equal(press(code, { place: off }), false, code)
    clock.pass(1000)
  }
  press("F1", { place: off, shiftKey: true })
  press("KeyZ", { place: off, ...CTRL })
  assert.deepEqual(done, [])
  clock.pass(1000)
  press("Escape", { place: { ...FOLD, off: "all" } })
  assert.deepEqual(done, ["shut"])
})

test("where letters are off from the start, F1 held still calls for help", () => {
  const off = { ...DESK, off: "most" }
  calmly("KeyR")
  press("KeyN", { place: off })
  clock.pass(1000)
  press("F1", { place: off })
  clock.pass(800)
  assert.deepEqual(done, ["recall", "call-help"])
})

test("a key that is held down acts once", () => {
  press("Space")
  clock.pass(500)
  assert.equal(press("Space", { repeat: true }), true)
  assert.deepEqual(done, ["next"])
})

test("control z takes back, and control is no burst", () => {
  press("ControlLeft", CTRL)
  clock.pass(20)
  press("KeyZ", CTRL)
  assert.deepEqual(done, ["undo"])
})

test("other shortcuts stay the browser's own", () => {
  assert.equal(press("KeyR", CTRL), false)
  assert.equal(press("KeyL", { metaKey: true }), false)
  assert.equal(press("KeyF", { altKey: true }), false)
  clock.pass(1000)
  assert.deepEqual(done, [])
})

test("a trembling finger calls once, and never answers the question it opened", () => {
  press("Space")
  clock.pass(700)
  press("Space", { place: FOLD })
  clock.pass(299)
  assert.deepEqual(done, ["next"])
  clock.pass(101)
  press("Space", { place: FOLD })
  clock.pass(150)
  assert.deepEqual(done, ["next", "next"])
})

test("the rarer acts have letters of their own", () => {
  calmly("KeyG", "KeyA", "KeyM", "KeyD", "KeyK", "KeyH", "KeyQ", "KeyC")
  assert.deepEqual(done, [
    "note", "matter", "finish-with", "drop", "ready", "hand-out", "quick", "phrases",
  ])
})

test("on the number pad a dot numbers the rarer acts, and a digit takes one", () => {
  const numbered = { ...DESK, more: true }
  assert.equal(meaning({ code: "NumpadDecimal" }, DESK), "more")
  assert.equal(meaning({ code: "Numpad4" }, numbered), "extra-4")
  assert.equal(meaning({ code: "NumpadDivide" }, numbered), "more")
  assert.equal(meaning({ code: "KeyR" }, numbered), "recall")
})

test("a short press of F1 shows the keys, once it is let go", () => {
  press("F1")
  assert.deepEqual(done, [])
  clock.pass(300)
  keys.release({ code: "F1" })
  assert.deepEqual(done, ["help"])
})

test("F1 held calls for help in silence, and shows nothing", () => {
  press("F1")
  assert.equal(press("F1", { repeat: true }), true)
  clock.pass(800)
  keys.release({ code: "F1" })
  assert.deepEqual(done, ["call-help"])
})

test("shift and F1 call for help at once, in a field too", () => {
  press("F1", { shiftKey: true, place: FIELD })
  assert.deepEqual(done, ["call-help"])
})

test("F1 held while the window is left is no call for help", () => {
  press("F1")
  keys.left()
  clock.pass(2000)
  assert.deepEqual(done, [])
})
