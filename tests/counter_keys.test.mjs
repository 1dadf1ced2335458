// What a key does at the counter, and when it does nothing.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { keyboard, meaning } from "../counter/static/keys.js"
import { keepPlaces, places } from "../counter/static/handing.js"
import { belongs, letter } from "../counter/static/scan.js"

class Clock {
  time = 10_000
  #timers = new Map()
  #next = 1
  now = () => this.time
  setTimeout = (act, ms) => {
    this.#timers.set(this.#next, { act, due: this.time + ms })
    return this.#next++
  }
  clearTimeout = (timer) => this.#timers.delete(timer)
  pass(ms) {
    this.time += ms
    for (const [timer, { act, due }] of [...this.#timers]) {
      if (due > this.time) continue
      this.#timers.delete(timer)
      act()
    }
  }
}

const DESK = { fold: false, typing: false }
const FOLD = { fold: true, typing: false }
const FIELD = { fold: true, typing: true }
const CTRL = { ctrlKey: true }
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

test("space and the number pad's enter call the next at once", () => {
  press("Space")
  clock.pass(1100)
  press("NumpadEnter")
  assert.deepEqual(done, ["next", "next"])
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

test("whoever types in a field calls nobody", () => {
  for (const code of ["Space", "KeyN", "Numpad1", "NumpadEnter", "KeyR"]) {
    assert.equal(press(code, { place: FIELD }), false)
    clock.pass(400)
  }
  assert.deepEqual(done, [])
})

test("a name typed in the wrong window does nothing at all", () => {
  for (const code of ["KeyN", "KeyG", "KeyU", "KeyY", "KeyE", "KeyN", "Space"]) {
    press(code)
    clock.pass(100)
  }
  clock.pass(1000)
  assert.deepEqual(done, [])
})

test("a scanner's digits and its enter do nothing at all", () => {
  for (const code of ["Numpad1", "Numpad2", "Numpad7", "NumpadEnter"]) {
    press(code)
    clock.pass(20)
  }
  clock.pass(1000)
  assert.deepEqual(done, [])
})

test("after a burst the next calm press counts again", () => {
  press("KeyN")
  clock.pass(50)
  press("KeyP")
  clock.pass(1000)
  calmly("KeyR")
  assert.deepEqual(done, ["recall"])
})

test("the first half second after the focus is meant for another window", () => {
  keys.focused()
  clock.pass(499)
  press("Space")
  assert.deepEqual(done, [])
  clock.pass(200)
  press("Space")
  assert.deepEqual(done, ["next"])
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
  assert.deepEqual(done, ["next"])
  clock.pass(400)
  press("Space", { place: FOLD })
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

test("a scanner's enter never presses the button that has the focus", () => {
  press("Digit1")
  clock.pass(20)
  assert.equal(press("Enter"), true)
  assert.equal(press("Enter", { place: FIELD }), false)
})

const scan = (text, pause = 15) => {
  const scans = []
  keys = keyboard({ clock, onAct: (act) => done.push(act), onScan: (said) => scans.push(said) })
  for (const letter of text) {
    keys.press({ key: letter, code: CODES[letter] ?? `Key${letter.toUpperCase()}` }, DESK)
    clock.pass(pause)
  }
  keys.press({ key: "Enter", code: "Enter" }, DESK)
  clock.pass(1000)
  return scans
}
const CODES = Object.fromEntries([
  ..."0123456789".split("").map((digit) => [digit, `Digit${digit}`]),
  ["-", "Minus"], [".", "Period"], ["/", "Slash"], [":", "Semicolon"],
])

test("a dossier's number in one burst is handed on whole, and does nothing else", () => {
  assert.deepEqual(scan("H45.28-231123-0001"), ["H45.28-231123-0001"])
  assert.deepEqual(done, [])
})

test("what a person types slowly is no scan", () => {
  assert.deepEqual(scan("28-11", 400), [])
})

test("an input method hides the letter of a key, but not its place", () => {
  assert.equal(letter({ key: "Process", code: "KeyH" }), "H")
  assert.equal(letter({ key: "Unidentified", code: "Digit4" }), "4")
  assert.equal(letter({ key: "Process", code: "Minus" }), "-")
  assert.equal(letter({ key: "Enter", code: "Enter" }), "")
})

test("only a dossier's number or a slip of ours belongs to a field", () => {
  assert.equal(belongs("H45.28-231123-0001"), "dossiers")
  assert.equal(belongs("000.00.28.H45-231123-0001"), "dossiers")
  assert.equal(belongs("http://office.test/t/abcdefghijklmnopqrst_-"), "scanned")
  for (const text of ["nguyeexn vawn a", "079301001234", "24/11/2026", "0912.345.678", "a-b-c-d-e-f"]) {
    assert.equal(belongs(text), undefined, text)
  }
})
