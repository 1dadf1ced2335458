// The supervisor's page: acts are plain forms; this keeps the parts fresh between them.
import { follow } from "/static/live.js"
import { enhance } from "/static/press.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { keepFresh } from "./fresh.js"
import { serverClock } from "./pace.js"

const { page, room } = document.body.dataset
const MINUTES_TICK = 30000 // ms: waits grow without any news
const stale = document.querySelector("[data-stale]")
let clock = serverClock(document.querySelector("[data-clock]").dateTime)

const onTheWall = (moment) => new Date(moment)
  .toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" })

/** After every change of the parts: what only this page knows is put back. */
function dress() {
  clock = serverClock(document.querySelector("[data-clock]").dateTime)
  const pill = document.querySelector("[data-pill]")
  pill.classList.toggle("pill--on", stale.hidden)
  pill.querySelector("[data-clock]").textContent = onTheWall(clock())
  if (stale.hidden) pill.querySelector("[data-pill-word]").textContent = pill.dataset.pill
}

const fresh = keepFresh({ url: page, onDrawn: dress })

function onStale(at) {
  stale.querySelector("[data-lost-at]").textContent = onTheWall(clock() - Date.now() + at)
  stale.hidden = false
  document.querySelector("[data-pill]").classList.remove("pill--on")
}

function onFresh() {
  stale.hidden = true
  fresh.refresh()
}

/** While the server is lost an act is refused: nothing waits to be sent later. */
function refuse(event) {
  if (stale.hidden) return
  event.preventDefault()
  event.stopImmediatePropagation()
  stale.scrollIntoView({ block: "nearest" })
}

document.addEventListener("submit", refuse, { capture: true })
document.addEventListener("swapped", dress)
// A fold that shuts lets in what had to wait.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.fold") && !target.open) fresh.refresh()
}, { capture: true })
enhance()
setInterval(fresh.refresh, MINUTES_TICK)
follow({
  io, room, onStale, onFresh,
  onChanged: fresh.refresh, onSnapshot: fresh.refresh,
})
