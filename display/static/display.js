// The lobby's page: finds its parts and puts them together.
import { io } from "/static/vendor/socket.io.esm.min.js"
import { follow } from "/static/live.js"

import { newsOf, refresher, turns } from "./board.js"
import { chime } from "./chime.js"
import { atMinute, atSecond, officeClock } from "./clock.js"

const PATIENCE = 4000 // ms for the board to come
const STALE = 4500 // ms without a sign of life: said within five seconds
const SHIFTS = 4 // places that the picture takes in turn, against burn-in

const find = (selector) => document.querySelector(selector)
const { body } = document
const main = find("[data-board-at]")
const clock = officeClock(body.dataset.now)

// --- the picture ---------------------------------------------------------------

let large = [] // the calls whose turn it is
let since = 0 // when their turn began

/** The calls whose turn it is are large, else the newest; the others are rows. */
function paint() {
  const board = find("[data-board]")
  const calls = [...board.querySelectorAll(".call")]
  const turn = calls.filter(({ dataset }) => large.some(({ seq }) => `${seq}` === dataset.seq))
  const shown = turn.length ? turn : calls.slice(0, 1)
  const seqs = new Set(shown.map(({ dataset }) => dataset.seq))
  for (const call of calls) call.hidden = !shown.includes(call)
  const rows = [...board.querySelectorAll(".called li")]
  const rest = rows.filter(({ dataset }) => !seqs.has(dataset.seq)).slice(0, board.dataset.rows)
  for (const row of rows) row.hidden = !rest.includes(row)
  const panel = board.querySelector(".calls")
  if (panel) panel.dataset.calls = shown.length
  body.dataset.state = turn.length ? "call" : board.dataset.board
  main.style.setProperty("--since", `${since - Date.now()}ms`) // the frame goes on beating
}

function show(calls) {
  large = calls
  since = Date.now()
  paint()
}

// --- the sound -------------------------------------------------------------------

const blocked = find("[data-sound-blocked]")
const bell = chime({ onChange: (silent) => { blocked.hidden = !silent } })
for (const touch of ["pointerup", "keydown"]) document.addEventListener(touch, bell.unlock)

/** One turn of calls, usually a single one. */
function announce(_calls) {
  bell.ring()
}

// --- what may have grown old -------------------------------------------------------

const troubles = new Map() // what is wrong → since when, by this machine's clock

function mark() {
  const stale = troubles.size > 0
  find("[data-stale]").hidden = !stale
  body.classList.toggle("board--lost", stale)
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

// --- the board -----------------------------------------------------------------------

let drawnAt = Date.now()

async function load() {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), PATIENCE)
  try {
    const response = await fetch(main.dataset.boardAt, { signal: limit.signal })
    if (response.status === 403) location.reload() // no longer let in: shows the code
    if (!response.ok) throw new Error(`The board answered ${response.status}.`)
    clock.set(response.headers.get("Office-Time"))
    return await response.text()
  } finally {
    clearTimeout(timer)
  }
}

function swap(html) {
  main.innerHTML = html
  drawnAt = Date.now()
  find("[data-day]").textContent = find("[data-board]").dataset.today
  over("board")
  paint()
  tick()
}

const refresh = refresher({
  load,
  onBoard: swap,
  onFailure: (error) => {
    console.warn("The board was not refreshed; it is tried again.", error)
    trouble("board", drawnAt)
  },
})

// --- the news ------------------------------------------------------------------------

const queue = turns({ show, announce })
const news = newsOf(find("[data-board]").dataset.zone)

follow({
  io,
  room: "lobby",
  staleAfter: STALE,
  onSnapshot: (snapshot) => {
    const { calls, fresh, reset } = news(snapshot)
    refresh()
    if (reset) queue.clear()
    queue.keep(calls)
    queue.take(fresh)
  },
  onStale: (since) => trouble("line", since),
  onFresh: () => over("line"),
})

function tick() {
  const time = atMinute(clock.now())
  for (const face of document.querySelectorAll("[data-clock]")) face.textContent = time
  find("[data-frame]").dataset.shift = Math.floor(clock.now() / 60000) % SHIFTS
}

setInterval(tick, 1000)
tick()
