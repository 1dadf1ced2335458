// What a key does at the counter, and when it does nothing.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { keyboard, meaning } from "../counter/static/keys.js"

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
