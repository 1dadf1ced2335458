// The terminal's keyboard in tests: where the hand lies.
export { Clock } from "./clock.mjs"

export const DESK = { fold: false, typing: false }
export const FOLD = { fold: true, typing: false }
export const FIELD = { fold: true, typing: true }
export const OWN = { ...DESK, own: true } // a button that was reached with Tab
export const CTRL = { ctrlKey: true }
