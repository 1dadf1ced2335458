// What a scanner has typed. It types in bursts, as an input method does: only what looks
// like a code of ours is taken, all else means nothing.

const SLIP = /\/t\/[\w-]{22}$/
// H45.28-231123-0001: no word and no date looks so.
const DOSSIER = /^(?=(?:[^0-9]*[0-9]){6})(?=.*-)[0-9a-z][0-9a-z.\/-]{9,39}$/i
const MARKS = { Minus: "-", Period: ".", Slash: "/", NumpadSubtract: "-", NumpadDecimal: "." }

/** The letter of a key; by where it lies when an input method hides what it means. */
export function letter({ key, code }) {
  if (key?.length === 1) return key
  return /^(?:Key|Digit|Numpad)(\w)$/.exec(code)?.[1] ?? MARKS[code] ?? ""
}

/** The field that a scan belongs to, or undefined. */
export function belongs(text) {
  if (SLIP.test(text)) return "scanned"
  return DOSSIER.test(text) ? "dossiers" : undefined
}
