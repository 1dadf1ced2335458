// What a key reaches on the terminal's page: the control that one would click, in the open
// fold first. What a key means stands in keys.js.
import { keyboard } from "./keys.js"
import { belongs } from "./scan.js"

export const SMALL = matchMedia("(max-width: 420px)")
export const all = (what, root = document) => root.querySelectorAll(what)
export const openFold = () => document.querySelector("details.fold[open]")

let choosing = false // the rarer acts are numbered

const ACTS = {
  shut: () => { openFold().open = false },
  "next-field": nextField,
}

function onAct(act) {
  const fold = openFold()
  number(act === "more" && !choosing && !fold)
  const [, list, place] = /^(choose|extra)-(\d)$/.exec(act) ?? []
  if (list === "choose") return all("[data-choice]", fold)[place - 1]?.click()
  if (list === "extra") return rarer()[place - 1]?.click()
  if (ACTS[act]) return fold && ACTS[act]()
  const inside = fold?.querySelector(`[data-in="${act}"]`)
  if (inside) return inside.click()
  // An open fold is another matter: Space must not call behind it.
  if (act !== "next" || !fold || fold.matches(".fold--ask")) press(act)
}

function press(act) {
  const control = document.querySelector(`[data-key="${act}"]:not(:disabled)`)
  if (act === "more" || control?.closest("[data-undo-until][hidden]")) return
  const more = control?.closest("[data-more]")
  if (more) more.open = true
  control?.click()
}

/** In the order of the digits: the card of phrases lies above them, and comes last. */
const rarer = () =>
  [".more__all > .act, .more__all > .fold > .act", ".phrases > summary"].flatMap((what) => [...all(what)])

/** Digits stand at the rarer acts until one is chosen; on a new drawing as before. */
export function number(on = choosing) {
  choosing = on
  const more = document.querySelector("[data-more]")
  more.toggleAttribute("data-choosing", on)
  if (on) more.open = true
}

/** A dossier's number or a slip goes to its field, unless another matter is open. */
function onScan(text) {
  const field = document.querySelector(`[data-${belongs(text)}]`)
  const fold = field?.closest("details.fold")
  if (!fold || (openFold() ?? fold) !== fold) return
  fold.closest("[data-more]").open = true
  fold.open = true
  field.value = `${field.value} ${text}`.trim()
}

function nextField() {
  const fields = [...all("input:not([type=hidden]), select, textarea, button:enabled", openFold())]
  const at = fields.indexOf(document.activeElement)
  fields[(at + 1) % fields.length]?.focus()
}

const TYPING = "input:not([type=checkbox]), select, textarea"
const FOCUSED = ":is(button, summary, a, input):focus-visible"

/** A control reached with Tab keeps its own Space and Enter. */
function place(event) {
  const fold = openFold()
  const inFold = fold?.contains(event.target) && event.target.matches("button, summary, input")
  const own = ["Space", "NumpadEnter"].includes(event.code) && (inFold || event.target.matches(FOCUSED))
  const asks = fold?.matches(".fold--ask") ?? false
  const typing = event.target.matches(TYPING) || (own && !asks)
  return { fold: fold !== null, typing, more: choosing }
}

const keys = keyboard({ onAct, onScan })
export const keysOn = () => (localStorage.getItem("keys") ?? (SMALL.matches ? "off" : "on")) === "on"

export function listen() {
  addEventListener("focus", keys.focused)
  addEventListener("blur", keys.left)
  addEventListener("keydown", (event) => {
    if (!keysOn() && event.code !== "Escape" && event.code !== "F1") return
    if (keys.press(event, place(event))) event.preventDefault()
  })
  // Some browsers press a focused button at the release of Space.
  addEventListener("keyup", (event) => {
    keys.release(event)
    if (event.code === "Space" && keysOn() && !place(event).typing) event.preventDefault()
  })
}
