// The officer's terminal: the ticking timer, folds, and parts that keep themselves fresh.
// The server draws every state; this module decides when to ask for it again.
import { follow } from "/static/live.js"
import { enhance } from "/static/press.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { offer } from "./floating.js"
import { keepFresh } from "./fresh.js"
import { keepPlaces } from "./handing.js"
import { left, pace, serverClock, shown } from "./pace.js"
import { all, keysOn, listen, number, openFold, press, receive, shut, SMALL, turnKeys } from "./reach.js"
import { keepArmed } from "./touching.js"

const { counter, desk } = document.body.dataset
const MINUTES_TICK = 30000 // ms: waits grow without any news
const ticked = new Set()
const typed = new Map() // in folds that were shut with Esc
const kept = new Set() // of the cards that stay open from one visit to the next
let moreOpen = !SMALL.matches
let staying // the key of a fold that opens again after its act
let lines = [] // of that fold, as they stood when it was opened
let clock
let connected = false

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
  all("[data-until]").forEach(tickDown)
}

function tickTimer(timer) {
  const seconds = (clock() - Date.parse(timer.dataset.since)) / 1000
  timer.querySelector("[data-passed]").textContent = shown(seconds)
  if (!timer.dataset.expected) return
  const held = pace(seconds, Number(timer.dataset.expected))
  all("[data-pace]", timer).forEach((part) => { part.dataset.pace = held })
  timer.querySelector("progress").value = seconds
}

function tickUndo(line) {
  const left = Math.ceil((Date.parse(line.dataset.undoUntil) - clock()) / 1000)
  line.querySelector("[data-undo-left]").textContent = Math.max(0, left)
  if (left <= 0) line.hidden = true
}

/** What ends by itself: the page looks again when it has. */
function tickDown(part) {
  const ms = Date.parse(part.dataset.until) - clock()
  part.textContent = left(ms / 1000)
  if (ms > 0 || part.dataset.over !== undefined) return
  part.dataset.over = ""
  const fold = part.closest("details.fold[open]")
  if (fold) fold.open = false // it asked about this very time
  fresh.refresh()
}

// --- folds, ticks, the lost server ---------------------------------------------

function onToggle({ target: fold }) {
  if (fold.dataset?.keep) kept[fold.open ? "add" : "delete"](fold.dataset.keep)
  if (!fold.matches?.("details.fold")) return
  if (!fold.open) return onShut(fold)
  if (fold.matches("[data-stays]") && !lines.length) lines = [...all("[data-choice]", fold)]
  all("details.fold[open]").forEach((other) => { other.open = other === fold })
  // What nobody has ticked yet is missing.
  all("[data-missing]", fold).forEach((box) => { box.checked = !ticked.has(box.dataset.missing) })
  receive(fold)
}

function onShut(fold) {
  if (fold.matches("[data-stays]")) forget()
  all("[data-typed]", fold).forEach((field) => typed.set(field.dataset.typed, field.value))
  fresh.refresh()
}

function forget() {
  staying = undefined
  lines = []
}

/** Only a fresh drawing tells what time it is. */
function onDrawn() {
  clock = serverClock(document.querySelector("[data-clock]").dateTime)
  dress()
  say()
}

/** For those who listen: who is there, and what can be taken back. */
function say() {
  const told = [...all(".now__top > :first-child, main h1, .undo [data-undo-until] > :first-child")]
  const words = told.map((one) => one.textContent.trim()).join(" · ")
  const said = document.querySelector("[data-said]")
  if (said.textContent !== words) said.textContent = words
}

/** After every change of the parts: what only this page knows is put back. */
function dress() {
  all("[data-tick]").forEach((box) => { box.checked = ticked.has(box.dataset.tick) })
  all("[data-typed]").forEach((field) => { field.value ||= typed.get(field.dataset.typed) ?? "" })
  all("[data-keys-on]").forEach((box) => { box.checked = keysOn() })
  all("[data-keys-off]").forEach((pill) => { pill.hidden = keysOn() || SMALL.matches })
  all("[data-keep]").forEach((part) => { part.open = kept.has(part.dataset.keep) })
  if (!openFold()) document.querySelector("[data-more]").open = moreOpen
  number()
  armed()
  offer()
  tick()
}

/** The answer to an act: what is done is not ticked any more, and some folds go on. */
function onSwapped() {
  const there = new Set([...all("[data-tick]")].map((box) => box.dataset.tick))
  for (const tick of ticked) if (tick.startsWith("ready/") && !there.has(tick)) ticked.delete(tick)
  onDrawn()
  const next = staying && document.querySelector(`[data-stays] > [data-key="${staying}"]`)
  if (!next) forget()
  if (openFold()) receive(openFold()) // a question that came with the answer
  if (!next) return
  lines = keepPlaces(next.parentElement.querySelector(".choices"), lines)
  next.closest("[data-more]").open = true
  next.parentElement.open = true
}

function useKeys(on) {
  turnKeys(on)
  dress()
}

function onChange({ target }) {
  if (target.dataset.tick) ticked[target.checked ? "add" : "delete"](target.dataset.tick)
  if (target.matches("[data-keys-on]")) useKeys(target.checked)
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
document.addEventListener("submit", ({ target, submitter }) => {
  staying = target.closest("[data-stays]")?.querySelector("summary").dataset.key
  if (staying) submitter.dataset.pressed = ""
  if (target.querySelector("[data-typed]")) typed.clear()
})
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-shut]")) shut()
  if (target.closest("[data-keys-off]")) useKeys(true)
  const opens = target.closest("[data-opens]")?.dataset.opens
  if (opens) press(opens) // one fold at a time: the other shuts
  const more = target.closest("[data-more] > summary")?.parentElement
  if (more) moreOpen = !more.open // as it will be
})
SMALL.addEventListener("change", () => { moreOpen = !SMALL.matches; dress() })
document.addEventListener("swapped", onSwapped)
const fresh = keepFresh({ url: desk, onDrawn })
const armed = keepArmed(fresh.refresh)
enhance()
listen()
onDrawn()
setInterval(tick, 500)
setInterval(fresh.refresh, MINUTES_TICK)
const socket = follow({
  io, room: `counter:${counter}`, onStale,
  onFresh,
  onChanged: () => { connected = true; fresh.refresh() },
  onSnapshot: fresh.refresh,
})
socket.on("connect", () => socket.emit("watch", "lobby"))
