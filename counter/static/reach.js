// What a key reaches on the terminal's page: the control that one would click, in the open
// fold first. What a key means stands in keys.js.
import { keyboard, meaning } from "./keys.js"
import { belongs } from "./scan.js"

export const SMALL = matchMedia("(max-width: 420px)")
export const all = (what, root = document) => root.querySelectorAll(what)
export const openFold = () => document.querySelector("details.fold[open]")

let choosing = false // the rarer acts are numbered
let tabbing = false // the last key was Tab
let reached // what Tab or + came to: it alone keeps its own Space and Enter
let opener // the fold whose summary was reached so

const ACTS = {
  shut,
  go: () => document.activeElement.form?.querySelector(GO)?.click(),
  "next-field": nextField,
}

function onAct(act) {
  const fold = openFold()
  number(act === "more" && !choosing && !fold)
  const [, list, place] = /^(choose|extra)-(\d)$/.exec(act) ?? []
  if (list === "choose") return chosen(fold)[place - 1]?.click()
  if (list === "extra") return rarer()[place - 1]?.click()
  if (act === "own") return document.activeElement.click()
  if (ACTS[act]) return fold && ACTS[act]()
  const inside = fold?.querySelector(`[data-in="${act}"]`)
  if (inside) return inside.click()
  // An open fold is another matter: Space must not call behind it.
  if (act !== "next" || !fold || fold.matches(".fold--ask")) press(act)
}

/** The numbered lines that one sees: not those behind "more choices". */
const chosen = (fold) =>
  [...all("[data-choice]", fold)].filter((one) => !one.closest("[hidden], details:not([open])"))

/** Whoever goes by Tab goes on from where the fold began. */
export function shut() {
  const fold = openFold()
  const summary = fold.querySelector("summary")
  const inside = fold.contains(reached)
  fold.open = false
  if (fold === opener) focus(summary)
  else if (inside) summary.focus()
}

export function press(act) {
  const control = document.querySelector(`[data-key="${act}"]:not(:disabled)`)
  if (act === "more" || control?.closest("[data-undo-until][hidden]")) return
  const more = control?.closest("[data-more]")
  if (more) more.open = true
  control?.click()
}

/** In the order of the digits. The card of phrases and "somebody has come" stand elsewhere,
    not always: they keep 8 and 9. */
const rarer = () => [
  ...all(".more__all > .act, .more__all > .fold > .act"),
  ...[".phrases > summary", "[data-key=helped]"].map((what) => document.querySelector(what)),
]

/** Digits stand at the rarer acts until one is chosen; on a new drawing as before. */
export function number(on = choosing) {
  choosing = on
  const more = document.querySelector("[data-more]")
  more.toggleAttribute("data-choosing", on)
  if (on) more.open = true
}

/** A dossier's number or a slip goes to its field, unless another matter is open. */
function onScan(text) {
  const field = (openFold() ?? document).querySelector(`[data-${belongs(text)}]`)
  const fold = field?.closest("details.fold")
  if (!fold || (openFold() ?? fold) !== fold) return
  fold.closest("[data-more]").open = true
  fold.open = true
  if (field.matches("textarea")) field.value = `${field.value} ${text}`.trim()
  else one(field, text)
}

/** For one number: Enter sends it. */
function one(field, text) {
  field.value = text
  field.focus()
}

/** The next field, of those behind "more choices" too. */
function nextField() {
  const inside = openFold().lastElementChild
  all("details", inside).forEach((rest) => { rest.open = true })
  const fields = [...all(FIELDS, inside)].filter((one) => one.getClientRects().length > 0)
  const at = fields.indexOf(document.activeElement)
  focus(fields[(at + 1) % fields.length])
}

function focus(control) {
  control?.focus()
  reached = control
}

/** A field to type in receives the focus, or the heading; never a button, for Space would
    press it, and never a field where the digits choose, unless it is asked for first. */
export function receive(fold) {
  opener = fold.contains(reached) ? fold : undefined
  const sheet = fold.querySelector(".sheet")
  const title = sheet?.querySelector("h2")
  title?.setAttribute("tabindex", "-1")
  const digits = sheet?.querySelector("[data-choice]") && !sheet.querySelector("[data-first]")
  const field = digits ? title : sheet?.querySelector(TYPING)
  ;(field ?? title)?.focus()
}

const FIELDS = "input:not([type=hidden]), select, textarea, button:enabled"
const TYPING = "input:not([type=hidden], [type=checkbox]), select, textarea"
const GO = "button:is(.go, .unseen)" // an .unseen one stands first where Enter must not call

// What Space, and the number pad's Enter, press where one stands.
const OWN = { Space: "button, summary, [type=checkbox]", NumpadEnter: "button, summary, a" }

/** Where Enter goes on with the whole form: a box that was reached is answered too. */
const isList = (target) =>
  target.matches("select") || (target === reached && target.matches("[type=checkbox]"))

/** A list has digits of its own, but no letters: the fold's letter presses its button. */
function place(event) {
  const { target, code } = event
  const fold = openFold()
  const off = keysOff()
  const stands = OWN[code] !== undefined && (target === reached || off !== undefined)
  const own = stands && target.matches(OWN[code])
  const select = fold !== null && isList(target)
  const letter = select && fold.querySelector(`[data-in="${meaning(event, {})}"]`) !== null
  const typing = !letter && ((stands && !own) || target.matches(TYPING))
  return { fold: fold !== null, select, own, off, typing, more: choosing }
}

const goesOn = ({ code, altKey, ctrlKey }) => code === "Tab" && !altKey && !ctrlKey

const keys = keyboard({ onAct, onScan })

// The small form lies beside other software: there nothing but F1 is on at first.
const form = () => (SMALL.matches ? "keys-small" : "keys")
const said = () => localStorage.getItem(form())
export const keysOn = () => (said() ?? (SMALL.matches ? "off" : "on")) === "on"
export const turnKeys = (on) => localStorage.setItem(form(), on ? "on" : "off")
const keysOff = () => (keysOn() ? undefined : said() ? "all" : "most")

export function listen() {
  addEventListener("focus", keys.focused)
  addEventListener("blur", keys.left)
  addEventListener("keydown", (event) => { tabbing = goesOn(event) }, { capture: true })
  addEventListener("pointerdown", () => { tabbing = false }, { capture: true })
  addEventListener("focusin", ({ target }) => { reached = tabbing ? target : undefined })
  addEventListener("keydown", (event) => {
    if (keys.press(event, place(event))) event.preventDefault()
  })
  addEventListener("keyup", (event) => { if (keys.release(event)) event.preventDefault() })
}
