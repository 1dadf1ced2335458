// The rating screen: asks by itself when a service ends, and forgets when nobody answers.
import { follow } from "/static/live.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { about, fuse, noise, pressedWith, then } from "./asking.js"

const { state, number, seconds, away, rest, seen, noise: noiseAt } = document.body.dataset
const counter = Number(document.body.dataset.counter)
const THANKS = 8 // seconds
const SOON = 1000 // ms: nobody has read the screen by then
const stale = document.querySelector("[data-stale]")
const bar = document.querySelector("[data-fuse]")
const why = document.querySelector("[data-why]")
const guarded = [...document.querySelectorAll("[data-guarded]")]

/** No touch, no answer: never a satisfied one. A level that was given stays given. */
function leave() {
  if (!stale.hidden || sent) return
  if (why) take(why)
  else location.replace(away)
}

if (state !== "rest") {
  const burning = fuse({
    seconds: state === "thanks" ? THANKS : Number(seconds),
    onLeft: (left) => { if (bar) bar.value = left },
    onOut: leave,
  })
  for (const touch of ["pointerdown", "keydown", "change"]) addEventListener(touch, burning.touched)
}

// --- what is taken -------------------------------------------------------------

const unheard = noise({
  tell(presses) {
    const body = new FormData()
    body.set("csrf_token", document.querySelector("[name=csrf_token]").value)
    body.set("presses", presses)
    fetch(noiseAt, { method: "POST", body, keepalive: true })
      .catch((error) => console.warn("Presses were not counted.", error))
  },
})
addEventListener("pagehide", unheard.flush)

// Whoever presses before the question can be read has not answered it.
let open = false
for (const form of guarded) form.inert = true
setTimeout(() => {
  open = true
  for (const form of guarded) form.inert = false
}, SOON)

function within({ clientX: x, clientY: y }) {
  return guarded.map((form) => form.getBoundingClientRect())
    .some((at) => at.left <= x && x <= at.right && at.top <= y && y <= at.bottom)
}

let last = "" // what pointer came down
addEventListener("pointerdown", (event) => {
  last = event.pointerType
  if (!open && within(event)) unheard.heard()
}, true)
addEventListener("click", (event) => {
  const field = event.target.closest?.(".face")?.form.elements.pressed
  if (field) field.value = pressedWith(event, last, matchMedia("(any-pointer: fine)").matches)
}, true)

// A finger that trembles presses once: what follows is not an answer either.
let sent = false
document.addEventListener("submit", (event) => {
  if (open && !sent && stale.hidden) {
    sent = true
    return
  }
  event.preventDefault()
  if (open && stale.hidden) unheard.heard()
})

/** Without a press: what is ticked so far is said. */
function take(form) {
  sent = true
  form.submit()
}

// --- when it looks again -------------------------------------------------------

// From what the server had seen when it drew this page.
let before = JSON.parse(seen)
function look(now) {
  const earlier = before
  before = now
  if (sent) return
  if (state === "rest") {
    if (about(earlier, counter) !== about(now, counter)) location.reload()
    return
  }
  const next = then({ before: earlier, now, counter, number })
  if (next === "close" && why) take(why)
  else if (next === "close") location.replace(rest)
  else if (next === "look" && !why) location.reload()
}

follow({
  io,
  room: "lobby",
  onSnapshot: look,
  onStale: () => { stale.hidden = false },
  onFresh: () => { stale.hidden = true },
})
