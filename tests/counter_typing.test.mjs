// Typing that was meant for another window, and what a scanner has typed.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { keyboard } from "../counter/static/keys.js"
import { belongs, letter } from "../counter/static/scan.js"
import { Clock, DESK, FIELD, OWN } from "./keyboard_steps.mjs"

let clock, done, keys

beforeEach(() => {
  clock = new Clock()
  done = []
  keys = keyboard({ clock, onAct: (act) => done.push(act) })
})

function press(code, { place = DESK, ...more } = {}) {
  return keys.press({ code, ...more }, place)
}

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

/** As an input method or a scanner types; each key is let go before the next. */
function burst(codes, place = DESK) {
  for (const code of codes) {
    press(code, { place })
    keys.release({ code })
    clock.pass(20)
  }
}

for (const first of ["Space", "NumpadEnter", "NumpadSubtract", "NumpadMultiply"]) {
  test(`a burst that begins with ${first} does nothing at all`, () => {
    burst([first, "KeyA", "KeyN", "Space", "KeyB", "KeyI", "KeyN", "KeyH", first])
    clock.pass(1000)
    assert.deepEqual(done, [])
  })
}

test("a burst over a button that was reached with tab presses it neither at first nor at last", () => {
  const keysOf = (code) => (code === "Space" ? OWN : DESK)
  for (const code of ["Space", "KeyA", "KeyN", "Space"]) {
    assert.equal(press(code, { place: keysOf(code) }), true)
    assert.equal(keys.release({ code }), true)
    clock.pass(20)
  }
  clock.pass(1000)
  assert.deepEqual(done, [])
})

test("a button that was reached with tab has no own space in the first half second", () => {
  keys.focused()
  assert.equal(press("Space", { place: OWN }), true)
  assert.equal(keys.release({ code: "Space" }), true)
  clock.pass(600)
  assert.deepEqual(done, [])
  press("Space", { place: OWN })
  clock.pass(150)
  assert.deepEqual(done, ["own"])
})

test("with the keys off a scan is still read, and its enter presses no button", () => {
  const scans = scan("H45.28-231123-0001", 15, { ...DESK, off: "all" })
  assert.deepEqual([scans, done], [["H45.28-231123-0001"], []])
  burst(["Digit1", "Digit2"], { ...DESK, off: "all" })
  assert.equal(press("Enter", { place: { ...DESK, off: "all" } }), true)
})

test("a field that is scanned into gets the code once", () => {
  assert.deepEqual(scan("H45.28-231123-0001", 15, FIELD), [])
})

test("after a burst the next calm press counts again", () => {
  press("KeyN")
  clock.pass(50)
  press("KeyP")
  clock.pass(1000)
  press("KeyR")
  clock.pass(400)
  assert.deepEqual(done, ["recall"])
})

test("the first half second after the focus is meant for another window", () => {
  keys.focused()
  clock.pass(499)
  press("Space")
  assert.deepEqual(done, [])
  clock.pass(200)
  press("Space")
  clock.pass(150)
  assert.deepEqual(done, ["next"])
})

test("a scanner's enter never presses the button that has the focus", () => {
  press("Digit1")
  clock.pass(20)
  assert.equal(press("Enter"), true)
  assert.equal(press("Enter", { place: FIELD }), false)
})

const scan = (text, pause = 15, place = DESK) => {
  const scans = []
  keys = keyboard({ clock, onAct: (act) => done.push(act), onScan: (said) => scans.push(said) })
  for (const letter of text) {
    keys.press({ key: letter, code: CODES[letter] ?? `Key${letter.toUpperCase()}` }, place)
    clock.pass(pause)
  }
  keys.press({ key: "Enter", code: "Enter" }, place)
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
