// The kiosk's pages: alive, quiet in time, and never led off to a dead page.
import { follow } from "/static/live.js"
import { enhance } from "/static/press.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { serve } from "./keys.js"
import { atMostEvery, clockFrom, isSmall, quietTime } from "./quiet.js"
import { askSlip } from "./slip.js"

const { body, documentElement: root } = document
const find = (selector) => document.querySelector(selector)
const SLOWER = root.dataset.size === "large" ? 3 : 1 // whoever needs large words needs time

// --- the screen's own size -------------------------------------------------

function measure() {
  const millimetre = parseFloat(getComputedStyle(root).getPropertyValue("--true-mm"))
  const small = isSmall(innerWidth, innerHeight, millimetre)
  if (small) root.dataset.room = "small"
  else delete root.dataset.room
  document.cookie = `kiosk-room=${small ? "small" : ""}; path=/kiosk/; max-age=31536000; SameSite=Lax`
}

// --- leaving a page only for one that is there ------------------------------

const stale = find("[data-stale]")

function tell(since) {
  find("[data-stale-since]").textContent = clockFrom(drawn, since - opened)
  stale.hidden = false
}

/** Ask first: without the server a browser shows its own page, and nobody comes back. */
async function isThere(url) {
  try {
    const response = await fetch(url, { method: "HEAD" })
    if (response.status < 500) return true
    console.warn(`${url} answered ${response.status}`)
  } catch (error) {
    console.warn("not reached:", error)
  }
  if (stale.hidden) tell(Date.now())
  stale.classList.add("stale--asked")
  setTimeout(() => stale.classList.remove("stale--asked"), 600)
  return false
}

async function visit(url) {
  const there = await isThere(url)
  if (there) location.assign(url)
  return there
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]")
  if (!link) return
  event.preventDefault()
  visit(link.href)
})
document.addEventListener("submit", (event) => {
  if (event.target.ariaBusy !== "true") return
  event.preventDefault() // a second finger: one choice at a time
  event.stopImmediatePropagation()
}, { capture: true })
document.addEventListener("submit", async (event) => {
  const form = event.target
  if ("act" in form.dataset) return // press.js answers for those
  event.preventDefault()
  if (form.method === "get") visit(`${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`)
  else if (await isThere(body.dataset.home)) form.submit()
})
document.addEventListener("contextmenu", (event) => event.preventDefault())

// --- the office's clock -----------------------------------------------------

// Told anew with each look at the lines: this machine's own clock may jump.
let opened = Date.now()
let drawn = body.dataset.now

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    clock.textContent = clockFrom(drawn, Date.now() - opened)
  }
}

// --- the lines, always as they are ------------------------------------------

const refresh = atMostEvery(2000, async () => {
  const shown = find("[data-live=choices]")
  if (!body.dataset.refresh || shown.ariaBusy || shown.querySelector(":active")) return
  try {
    const response = await fetch(body.dataset.refresh)
    if (!response.ok) return
    const page = new DOMParser().parseFromString(await response.text(), "text/html")
    const next = page.querySelector("[data-live=choices]")
    opened = Date.now()
    drawn = next?.dataset.at ?? drawn
    if (next?.dataset.as !== body.dataset.state) location.reload()
    else exchange(shown, next)
  } catch (error) {
    console.warn("the lines were not refreshed:", error) // the next news asks again
  }
})

function exchange(shown, next) {
  const focused = shown.querySelector(":focus")?.getAttribute("value")
  shown.replaceWith(document.adoptNode(next))
  tick()
  if (focused) find(`[value="${focused}"]`)?.focus()
}

// --- quiet: a question, then the start --------------------------------------

async function goHome() {
  if (!await visit(body.dataset.home)) setTimeout(goHome, 5000)
}

function idle() {
  const dialog = find("[data-idle]")
  find("[data-idle-stay]").addEventListener("click", () => dialog.close())
  return quietTime({
    quiet: 30 * SLOWER,
    warning: 20 * SLOWER,
    warn(left) {
      find("[data-idle-left]").textContent = left
      if (!dialog.open) dialog.showModal()
    },
    calm: () => dialog.close(),
    leave: goHome,
  })
}

function stay(seconds) {
  const shown = find("[data-stay-left]")
  return quietTime({
    quiet: 0,
    warning: seconds * SLOWER,
    warn(left) {
      shown.hidden = false
      shown.querySelector("b").textContent = left
    },
    leave: goHome,
  })
}

function countQuiet() {
  const started = body.dataset.refresh && "plain" in body.dataset
  if (started) return null
  const quiet = body.dataset.stay ? stay(Number(body.dataset.stay)) : idle()
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, quiet.touch)
  return quiet
}

// --- the ticket just taken --------------------------------------------------

function countVoid() {
  const form = find("[data-void]")
  if (!form) return
  form.dataset.void -= 1
  if (form.dataset.void <= 0) return form.remove()
  const shown = form.querySelector("[data-void-left]")
  shown.hidden = false
  shown.querySelector("b").textContent = form.dataset.void
}

// --- all together -----------------------------------------------------------

measure()
addEventListener("resize", measure)
enhance()
serve(document)
const quiet = countQuiet()
setInterval(() => {
  tick()
  quiet?.second()
  countVoid()
  askSlip()
}, 1000)
setInterval(refresh, 30000) // hours begin and end without any news
follow({
  io,
  room: "lobby",
  onSnapshot: refresh,
  onStale: tell,
  onFresh() {
    stale.hidden = true
    refresh()
  },
})
