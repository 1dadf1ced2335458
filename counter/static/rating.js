// The rating screen: asks by itself when a service ends, and forgets when nobody answers.
import { follow } from "/static/live.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { about, fuse } from "./asking.js"

const { state, counter, seconds, away } = document.body.dataset
const THANKS = 8 // seconds
const stale = document.querySelector("[data-stale]")
const bar = document.querySelector("[data-fuse]")
const skip = document.querySelector("[data-skip]")

/** No touch, no answer: never a satisfied one. A level that was given stays given. */
function leave() {
  if (!stale.hidden) return
  if (skip) skip.requestSubmit(skip.querySelector("button"))
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

// A finger that trembles presses once.
let sent = false
document.addEventListener("submit", (event) => {
  if (sent || !stale.hidden) event.preventDefault()
  else sent = true
})

// Only what happens at this counter is a reason to look again; reasons are not disturbed.
let last
async function look(snapshot) {
  const now = about(snapshot, Number(counter))
  const changed = last !== undefined && last !== now
  last = now
  if (changed && state !== "reasons" && !sent) location.reload()
}

follow({
  io,
  room: "lobby",
  onSnapshot: look,
  onStale: () => { stale.hidden = false },
  onFresh: () => { stale.hidden = true },
})
