// The screen above a desk: asks again when something happens at its counter.
import { io } from "/static/vendor/socket.io.esm.min.js"
import { follow } from "/static/live.js"

import { atMinute, atSecond, officeClock } from "./clock.js"

const STALE = 4500 // ms without a sign of life: said within five seconds
const PATIENCE = 4000 // ms for the answer to come
const AGAIN = 1000 // ms until a failed question is asked again
const LOOK = 20000 // ms: a counter that closes out of a pause makes no news

const find = (selector) => document.querySelector(selector)
const { body } = document
const main = find("[data-now-at]")
const clock = officeClock(body.dataset.now)
const counter = Number(body.dataset.counter)

// --- what may have grown old -------------------------------------------------------

const troubles = new Map() // what is wrong → since when, by this machine's clock

function mark() {
  const stale = troubles.size > 0
  find("[data-stale]").hidden = !stale
  body.classList.toggle("desk--lost", stale)
  if (stale) find("[data-since]").textContent = atSecond(clock.at(Math.min(...troubles.values())))
}

function trouble(what, since) {
  if (!troubles.has(what)) troubles.set(what, since)
  mark()
}

function over(what) {
  troubles.delete(what)
  mark()
}

// --- what is shown -----------------------------------------------------------------

let drawnAt = Date.now()

async function load() {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), PATIENCE)
  try {
    const response = await fetch(main.dataset.nowAt, { signal: limit.signal })
    if (response.status === 403 || response.status === 404) location.reload()
    if (!response.ok) throw new Error(`The counter answered ${response.status}.`)
    clock.set(response.headers.get("Office-Time"))
    return await response.text()
  } finally {
    clearTimeout(timer)
  }
}

/** The same picture is left alone, so that the frame of a call beats once, not twice. */
function draw(html) {
  drawnAt = Date.now()
  over("answer")
  const page = document.createElement("template")
  page.innerHTML = html
  const post = page.content.firstElementChild
  if (post.outerHTML === find(".post").outerHTML) return
  main.replaceChildren(post)
  body.dataset.state = post.dataset.state
}

let wanted = false
let asking = false

/** One question at a time, and one more if anything came meanwhile. */
async function look() {
  wanted = true
  if (asking) return
  asking = true
  while (wanted) {
    wanted = false
    try {
      draw(await load())
    } catch (error) {
      console.warn("The counter was not refreshed; it is tried again.", error)
      trouble("answer", drawnAt)
      wanted = true
      await new Promise((rested) => setTimeout(rested, AGAIN))
    }
  }
  asking = false
}

// --- the news ------------------------------------------------------------------------

/** Everything of a snapshot that concerns this counter, as one text. */
function about({ calls, serving, lines }) {
  const here = (one) => one.counter === counter
  const open = lines.map((line) => line.counters.includes(counter))
  const called = calls.filter(here).map(({ seq, times, status }) => [seq, times, status])
  return JSON.stringify([called, serving.filter(here), open])
}

let last = null

follow({
  io,
  room: "lobby",
  staleAfter: STALE,
  onSnapshot: (snapshot) => {
    const now = about(snapshot)
    if (now !== last) look()
    last = now
  },
  onStale: (since) => trouble("line", since),
  onFresh: () => {
    over("line")
    look()
  },
})

function tick() {
  find("[data-clock]").textContent = atMinute(clock.now())
}

setInterval(tick, 1000)
setInterval(look, LOOK)
tick()
