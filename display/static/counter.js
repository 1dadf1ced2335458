// The screen above a desk: asks again when something happens at its counter.
import { io } from "/static/vendor/socket.io.esm.min.js"
import { follow } from "/static/live.js"

import { refresher } from "./board.js"
import { atMinute, officeClock } from "./clock.js"
import { picture, staleness } from "./stale.js"

const STALE = 4500 // ms without a sign of life: said within five seconds
const LOOK = 2000 // ms: the database stops, or a counter closes out of a pause, without news

const find = (selector) => document.querySelector(selector)
const { body } = document
const main = find("[data-now-at]")
const clock = officeClock(body.dataset.now)
const counter = Number(body.dataset.counter)

const { trouble, over } = staleness({ page: document, lost: "desk--lost", clock })

// --- what is shown -----------------------------------------------------------------

let drawn = find(".post").outerHTML
let drawnAt = Date.now()

const load = (signal) => picture(main.dataset.nowAt, { clock, signal, gone: [403, 404] })

/** The same picture is left alone, so that the frame beats at a call and at each recall
    only; by whole seconds, so that a recall while it beats quickens nothing. */
function draw(html) {
  drawnAt = Date.now()
  over("answer")
  const page = document.createElement("template")
  page.innerHTML = html
  const post = page.content.firstElementChild
  if (post.outerHTML === drawn) return
  drawn = post.outerHTML
  post.style.setProperty("--since", `${-(Date.now() % 1000)}ms`)
  main.replaceChildren(post)
  body.dataset.state = post.dataset.state
}

const { look, news } = refresher({
  load,
  onBoard: draw,
  onFailure: (error) => {
    console.warn("The counter was not refreshed; it is tried again.", error)
    trouble("answer", drawnAt)
  },
})

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
    if (now !== last) news()
    last = now
  },
  onStale: (since) => trouble("line", since),
  onFresh: () => {
    over("line")
    news()
  },
})

function tick() {
  find("[data-clock]").textContent = atMinute(clock.now())
}

setInterval(tick, 1000)
setInterval(look, LOOK)
tick()
