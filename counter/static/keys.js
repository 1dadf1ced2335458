// What a key means at the counter, by where it lies (event.code): an input method that
// rewrites letters changes nothing. Pure: collaborators come in, act names go out.
//
// The number pad alone suffices: Enter calls, digits act, "." numbers the rarer acts, and
// in an open fold + goes to the next field, digits choose a line, ÷ shuts. − takes back,
// × opens the help; held, it calls for help.
import { letter } from "./scan.js"

const LETTERS = {
  KeyR: "recall", KeyS: "start", KeyN: "no-show", KeyP: "park", KeyT: "transfer",
  KeyF: "call-number", KeyB: "back", KeyW: "walk-in", KeyL: "pause", KeyE: "finish",
  KeyG: "note", KeyA: "matter", KeyM: "finish-with", KeyD: "drop", KeyK: "ready",
  KeyH: "hand-out", KeyQ: "quick", KeyC: "phrases",
}
const PAD = {
  Numpad0: "finish", Numpad1: "start", Numpad2: "recall", Numpad3: "no-show",
  Numpad4: "park", Numpad5: "transfer", Numpad6: "call-number", Numpad7: "back",
  Numpad8: "walk-in", Numpad9: "pause", NumpadSubtract: "undo", NumpadDecimal: "more",
}
const NEXT = { Space: "next", NumpadEnter: "next" }
const HELP = /^(F1|NumpadMultiply)$/
const IN_FOLD = { Escape: "shut", NumpadDivide: "shut", NumpadAdd: "next-field" }
const ENTER = /^(Numpad)?Enter$/
const PRESSES = /^(Enter|NumpadEnter|Space)$/ // what a browser takes for a press

export const BURST = 150 // ms between keys: faster is an input method or a scanner
export const SETTLE = 500 // ms after the window gets the focus: keys meant for another
export const SAME_PRESS = 1000 // ms: a second press so soon is the same press
export const HOLD = 800 // ms: F1 held so long is a silent call for help

const CLOCK = {
  now: () => performance.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

/** The act of a key, or undefined. `place`: is a fold open, is somebody typing or in a
    list of its form, is it a button's own key, are the rarer acts numbered, are the keys
    off ("all", or all but F1). */
export function meaning({ code, ctrlKey, altKey, metaKey, shiftKey }, place) {
  const chord = ctrlKey || altKey || metaKey
  if (place.own && !chord) return "own"
  if (isOff(code, place.off)) return undefined
  if (ctrlKey && code === "KeyZ" && !altKey && !metaKey && !place.typing) return "undo"
  if (chord) return undefined
  if (code === "F1") return shiftKey ? "call-help" : "help"
  if (place.fold && IN_FOLD[code]) return IN_FOLD[code]
  if (place.select && ENTER.test(code)) return "go"
  if (place.typing) return undefined
  const digit = /^(?:Numpad|Digit)([1-9])$/.exec(code)?.[1]
  if (place.fold && digit) return `choose-${digit}`
  if (place.more) return digit ? `extra-${digit}` : IN_MORE[code] ?? plain(code)
  return plain(code)
}

/** Esc still shuts what a click has opened: it is no shortcut. */
const isOff = (code, off) =>
  off !== undefined && code !== "Escape" && (off === "all" || code !== "F1")

const IN_MORE = { Escape: "more", NumpadDivide: "more" }
const plain = (code) =>
  NEXT[code] ?? LETTERS[code] ?? PAD[code] ?? (HELP.test(code) ? "help" : undefined)

const isText = (place) => place.typing && !place.select // it keeps what is typed there
const isModifier = (code) => /^(Control|Shift|Alt|Meta|CapsLock|NumLock)/.test(code)
const mayBeTyped = (code) => /^(Key|Digit|Numpad|Space)/.test(code)

/** Gives { press(event, place), release(event), focused(), left() }. What one may type
    waits BURST ms before it acts, for a following key shows that it was typed and not
    pressed. What came in one burst is handed to onScan. */
export function keyboard({ onAct, onScan = () => {}, clock = CLOCK }) {
  let lastKey = -Infinity
  let focusedAt = -Infinity
  let last = { act: "", at: -Infinity }
  let waiting, silence, holding
  let typed = ""
  const ours = new Set() // the keys that are down and not the browser's

  function inBurst(event, place) {
    const now = clock.now()
    const burst = now - lastKey < BURST
    lastKey = now
    clock.clearTimeout(waiting)
    if (burst) left()
    read(event, burst && !isText(place))
    return burst
  }

  function read(event, burst) {
    typed = (burst ? typed : "") + letter(event)
    clock.clearTimeout(silence)
    if (burst) silence = clock.setTimeout(() => onScan(typed), BURST)
  }

  /** It calls once, and never answers the question that it has just asked. */
  const isSamePress = (act) =>
    act === last.act && act !== "next-field" && clock.now() - last.at < SAME_PRESS

  /** A button's own Space counts as a call: the next one must not answer what it asks. */
  function does(act, { code, ctrlKey }) {
    if (act === "help" && HELP.test(code)) return hold(code)
    last = { act: act === "own" ? "next" : act, at: clock.now() }
    acts(act, mayBeTyped(code) && !ctrlKey)
  }

  function acts(act, later) {
    if (later) waiting = clock.setTimeout(() => onAct(act), BURST)
    else onAct(act)
  }

  function hold(code) {
    left()
    const timer = clock.setTimeout(() => { left(); onAct("call-help") }, HOLD)
    holding = { code, timer }
  }

  function left() {
    clock.clearTimeout(holding?.timer)
    holding = undefined
  }

  /** True when the key is ours: the browser shall do nothing of its own with it. */
  function press(event, place) {
    if (event.repeat) return ours.has(event.code) || meaning(event, place) !== undefined
    const taken = !isModifier(event.code) && takes(event, place)
    ours[taken ? "add" : "delete"](event.code)
    return taken
  }

  function takes(event, place) {
    const burst = inBurst(event, place)
    const ignored = burst || clock.now() - focusedAt < SETTLE
    const act = meaning(event, place)
    if (act === undefined) return ignored && !place.typing && PRESSES.test(event.code)
    if (!ignored && !isSamePress(act)) does(act, event)
    return true
  }

  /** True as for the press: some browsers press a focused button at the release. */
  function release({ code }) {
    const taken = ours.delete(code)
    if (holding?.code === code) {
      left()
      acts("help", mayBeTyped(code))
    }
    return taken
  }

  return { press, release, left, focused: () => { focusedAt = clock.now() } }
}
