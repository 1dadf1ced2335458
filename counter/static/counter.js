// The officer's terminal: keys, the ticking timer, and parts that keep themselves fresh.
// The server draws every state; this module decides when to ask for it again.
import { follow } from "/static/live.js"
import { enhance } from "/static/press.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { keepFresh } from "./fresh.js"
import { keyboard } from "./keys.js"
import { pace, serverClock, shown } from "./pace.js"

const { counter, desk } = document.body.dataset
const SMALL = matchMedia("(max-width: 420px)")
const MINUTES_TICK = 30000 // ms: waits grow without any news
const ticked = new Set()
let clock
let connected = false

const all = (what, root = document) => root.querySelectorAll(what)
const openFold = () => document.querySelector("details.fold[open]")

// --- what ticks --------------------------------------------------------------

const onTheWall = (moment) =>
  new Date(moment).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" })

function tick() {
  if (connected) {
    document.querySelector("[data-clock]").textContent = onTheWall(clock())
    const pill = document.querySelector("[data-pill]")
    pill.classList.add("pill--on")
    pill.querySelector("[data-pill-word]").textContent = pill.dataset.pill
  }
  all("[data-since]").forEach(tickTimer)
  all("[data-undo-until]").forEach(tickUndo)
}

function tickTimer(timer) {
  const seconds = (clock() - Date.parse(timer.dataset.since)) / 1000
  timer.querySelector("[data-passed]").textContent = shown(seconds)
  if (!timer.dataset.expected) return
  const kept = pace(seconds, Number(timer.dataset.expected))
  all("[data-pace]", timer).forEach((part) => { part.dataset.pace = kept })
  timer.querySelector("progress").value = seconds
}

function tickUndo(line) {
  const left = Math.ceil((Date.parse(line.dataset.undoUntil) - clock()) / 1000)
  line.querySelector("[data-undo-left]").textContent = Math.max(0, left)
  if (left <= 0) line.hidden = true
}

// --- keys --------------------------------------------------------------------

const ACTS = {
  shut: () => { openFold().open = false },
  "next-field": nextField,
}

function onAct(act) {
  const fold = openFold()
  const choice = /^choose-(\d)$/.exec(act)?.[1]
  if (choice) return all("[data-choice]", fold)[choice - 1]?.click()
  if (ACTS[act]) return fold && ACTS[act]()
  const inside = fold?.querySelector(`[data-in="${act}"]`)
  if (inside) return inside.click()
  // An open fold is another matter: Space must not call behind it.
  if (act !== "next" || !fold || fold.matches(".fold--ask")) press(act)
}

function press(act) {
  const control = document.querySelector(`[data-key="${act}"]:not(:disabled)`)
  if (control?.closest("[data-undo-until][hidden]")) return
  control?.click()
}

function nextField() {
  const fields = [...all("input:not([type=hidden]), select, button", openFold())]
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
  return { fold: fold !== null, typing: event.target.matches(TYPING) || (own && !asks) }
}

const keys = keyboard({ onAct })
const keysOn = () => (localStorage.getItem("keys") ?? (SMALL.matches ? "off" : "on")) === "on"

function listen() {
  addEventListener("focus", keys.focused)
  addEventListener("keydown", (event) => {
    if (!keysOn() && event.code !== "Escape" && event.code !== "F1") return
    if (keys.press(event, place(event))) event.preventDefault()
  })
  // Some browsers press a focused button at the release of Space.
  addEventListener("keyup", (event) => {
    if (event.code === "Space" && keysOn() && !place(event).typing) event.preventDefault()
  })
}

// --- folds, ticks, the lost server ---------------------------------------------

function onToggle({ target: fold }) {
  if (!fold.matches?.("details.fold")) return
  if (!fold.open) return fresh.refresh()
  all("details.fold[open]").forEach((other) => { other.open = other === fold })
  fold.querySelector(".sheet :is(input, select, button):not([type=hidden])")?.focus()
}

/** After every change of the parts: what only this page knows is put back. */
function dress() {
  clock = serverClock(document.querySelector("[data-clock]").dateTime)
  all("[data-tick]").forEach((box) => { box.checked = ticked.has(box.dataset.tick) })
  all("[data-keys-on]").forEach((box) => { box.checked = keysOn() })
  tick()
}

function onChange({ target }) {
  if (target.dataset.tick) ticked[target.checked ? "add" : "delete"](target.dataset.tick)
  if (target.matches("[data-keys-on]")) localStorage.setItem("keys", target.checked ? "on" : "off")
}

const stale = document.querySelector("[data-stale]")

function onStale(at) {
  connected = false
  stale.querySelector("[data-lost-at]").textContent = onTheWall(clock() - Date.now() + at)
  stale.hidden = false
}

function onFresh() {
  connected = true
  stale.hidden = true
}

/** Nothing waits to be sent later: while the server is lost, an act is refused. */
function refuse(event) {
  if (stale.hidden) return
  event.preventDefault()
  event.stopImmediatePropagation()
  stale.classList.remove("lost--again")
  requestAnimationFrame(() => stale.classList.add("lost--again"))
}

document.addEventListener("submit", refuse, { capture: true })
document.addEventListener("toggle", onToggle, { capture: true })
document.addEventListener("change", onChange)
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-shut]")) target.closest("details").open = false
})
document.addEventListener("swapped", dress)
const fresh = keepFresh({ url: desk, onDrawn: dress })
enhance()
listen()
dress()
setInterval(tick, 500)
setInterval(fresh.refresh, MINUTES_TICK)
const socket = follow({
  io, room: `counter:${counter}`, onStale,
  onFresh,
  onChanged: () => { connected = true; fresh.refresh() },
  onSnapshot: fresh.refresh,
})
socket.on("connect", () => socket.emit("watch", "lobby"))
