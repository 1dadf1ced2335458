// What a key means at the counter, by where it lies (event.code): an input method that
// rewrites letters changes nothing. Pure: collaborators come in, act names go out.
//
// The number pad alone suffices: Enter calls, digits act, and in an open fold + goes to
// the next field, digits choose a line, ÷ shuts. − takes back, × opens the help.

const LETTERS = {
  KeyR: "recall", KeyS: "start", KeyN: "no-show", KeyP: "park", KeyT: "transfer",
  KeyF: "call-number", KeyB: "back", KeyW: "walk-in", KeyL: "pause", KeyE: "finish",
}
const PAD = {
  Numpad0: "finish", Numpad1: "start", Numpad2: "recall", Numpad3: "no-show",
  Numpad4: "park", Numpad5: "transfer", Numpad6: "call-number", Numpad7: "back",
  Numpad8: "walk-in", Numpad9: "pause", NumpadSubtract: "undo",
}
const NEXT = { Space: "next", NumpadEnter: "next" }
const ALWAYS = { F1: "help", NumpadMultiply: "help" }
const IN_FOLD = { Escape: "shut", NumpadDivide: "shut", NumpadAdd: "next-field" }

export const BURST = 150 // ms between keys: faster is an input method or a scanner
export const SETTLE = 500 // ms after the window gets the focus: keys meant for another
export const SAME_PRESS = 1000 // ms: a second press so soon is the same press

const CLOCK = {
  now: () => performance.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

/** The act of a key, or undefined. `place`: is a fold open, is somebody typing. */
export function meaning({ code, ctrlKey, altKey, metaKey }, place) {
  if (ctrlKey && code === "KeyZ" && !altKey && !metaKey && !place.typing) return "undo"
  if (ctrlKey || altKey || metaKey) return undefined
  if (place.fold && IN_FOLD[code]) return IN_FOLD[code]
  if (place.typing) return undefined
  const digit = /^(?:Numpad|Digit)([1-9])$/.exec(code)?.[1]
  if (place.fold && digit) return `choose-${digit}`
  return NEXT[code] ?? ALWAYS[code] ?? LETTERS[code] ?? PAD[code]
}

const isModifier = (code) => /^(Control|Shift|Alt|Meta|CapsLock|NumLock)/.test(code)
const mayBeTyped = (code) => /^(Key|Digit|Numpad\d)/.test(code)

/** Gives { press(event, place), focused() }. A letter waits BURST ms before
    it acts, for a following one shows that it was typed and not pressed. */
export function keyboard({ onAct, clock = CLOCK }) {
  let lastKey = -Infinity
  let focusedAt = -Infinity
  let last = { act: "", at: -Infinity }
  let waiting

  function inBurst() {
    const now = clock.now()
    const burst = now - lastKey < BURST
    lastKey = now
    clock.clearTimeout(waiting)
    return burst
  }

  /** It calls once, and never answers the question that it has just asked. */
  const isSamePress = (act) =>
    act === last.act && act !== "next-field" && clock.now() - last.at < SAME_PRESS

  function does(act, code) {
    last = { act, at: clock.now() }
    if (mayBeTyped(code)) waiting = clock.setTimeout(() => onAct(act), BURST)
    else onAct(act)
  }

  /** True when the key is ours: the browser shall do nothing of its own with it. */
  function press(event, place) {
    if (event.repeat) return meaning(event, place) !== undefined
    if (isModifier(event.code)) return false
    const burst = inBurst()
    const act = meaning(event, place)
    if (act === undefined) return false
    const settling = clock.now() - focusedAt < SETTLE
    if (!burst && !settling && !isSamePress(act)) does(act, event.ctrlKey ? "" : event.code)
    return true
  }

  return {
    press,
    focused: () => { focusedAt = clock.now() },
  }
}
