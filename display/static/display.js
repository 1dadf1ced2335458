// The lobby's page: finds its parts and puts them together.
import { io } from "/static/vendor/socket.io.esm.min.js"
import { follow } from "/static/live.js"

import { announcer } from "./announce.js"
import { newsOf, refresher } from "./board.js"
import { maySound, ring } from "./chime.js"
import { atMinute, officeClock } from "./clock.js"
import { mediaZone } from "./media.js"
import { sketch } from "./sketch.js"
import { picture, staleness } from "./stale.js"
import { turnPages } from "./strips.js"
import { addressOf, sentenceOf, speaker } from "./voice.js"

const LOOK = 2000 // ms between two looks whether the board is still true
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
  sketch(board, large)
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
  duck()
}

// --- the sound -------------------------------------------------------------------

const blocked = find("[data-sound-blocked]")
const onBlocked = (silent) => { blocked.hidden = !silent }
const voice = speaker({ audio: find("[data-voice]"), ring, onBlocked })

/** After a touch the next call sounds. */
async function testSound() {
  onBlocked(!await maySound())
}

testSound()
for (const touch of ["pointerup", "keydown"]) {
  document.addEventListener(touch, () => { if (!blocked.hidden) testSound() })
}

let speaking = false

/** In words for who cannot see the board; by voice unless the office wants quiet. */
function say(announcement, { onLength, onEnd }) {
  tell(announcement)
  const { volume, quiet } = find("[data-board]").dataset
  if (quiet === "true" || volume === "0") return onEnd()
  const several = announcement.kind === "call" && announcement.calls.length > 1
  speaking = true
  duck()
  const ended = () => {
    silent()
    onEnd()
  }
  const how = { volume: volume / 100, several, onLength, onEnd: ended }
  voice.say(addressOf(announcement), how)
}

function hush() {
  voice.hush()
  silent()
}

function silent() {
  speaking = false
  duck()
}

/** A new paragraph each time: the same words are read again at a recall. */
function tell(announcement) {
  const place = find("[data-said]")
  const words = document.createElement("p")
  words.textContent = sentenceOf(announcement, place.dataset)
  place.replaceChildren(words)
}

// --- what else is on the board ------------------------------------------------------

const media = mediaZone({ main })

/** They hold still and silent while somebody is called. */
function duck() {
  if (large.length || speaking) media.duck()
  else media.unduck()
}

const { trouble, over } = staleness({ page: document, lost: "board--lost", clock })

// --- the board -----------------------------------------------------------------------

let drawn = ""
let drawnAt = Date.now()

/** Another line, counter or picture than the sizes were made for: they are made anew. */
function fit({ needs }) {
  const old = find("[data-sheet]")
  const address = new URL(old.href)
  for (const [name, value] of new URLSearchParams(needs)) address.searchParams.set(name, value)
  if (address.href === old.href) return
  const sheet = old.cloneNode()
  sheet.href = address.href
  old.removeAttribute("data-sheet")
  sheet.addEventListener("load", () => {
    old.remove()
    media.fit()
  })
  sheet.addEventListener("error", () => { // the old sizes stay, and it is tried again
    sheet.remove()
    old.dataset.sheet = ""
  })
  old.after(sheet)
}

const load = (signal) => picture(main.dataset.boardAt, { clock, signal })

function swap(html) {
  drawnAt = Date.now()
  over("board")
  if (html === drawn) return
  main.innerHTML = drawn = html
  find("[data-day]").textContent = find("[data-board]").dataset.today
  fit(find("[data-board]").dataset)
  paint()
  tick()
}

const { look, news: fetchAnew } = refresher({
  load,
  onBoard: swap,
  onFailure: (error) => {
    console.warn("The board was not refreshed; it is tried again.", error)
    trouble("board", drawnAt)
  },
})

// --- the news ------------------------------------------------------------------------

const { news, began, isHeard } = newsOf(find("[data-board]").dataset.zone)
const queue = announcer({ show, say, rest: voice.rest, hush, began, isHeard })

follow({
  io,
  room: "lobby",
  staleAfter: STALE,
  onSnapshot: (snapshot) => {
    const { calls, fresh, ready, results, reset } = news(snapshot)
    const isDrawn = main.dataset.drawn === `${snapshot.epoch}-${snapshot.n}`
    delete main.dataset.drawn // later ones are news, or an older state restored
    if (!isDrawn) fetchAnew()
    if (reset) queue.clear()
    queue.keep(calls, ready)
    queue.take(fresh, results)
  },
  onStale: (since) => trouble("line", since),
  onFresh: () => over("line"),
})

function tick() {
  const time = atMinute(clock.now())
  for (const face of document.querySelectorAll("[data-clock]")) face.textContent = time
  turnPages(document.querySelectorAll(".strip__page"), Date.now())
  find("[data-frame]").dataset.shift = Math.floor(clock.now() / 60000) % SHIFTS
}

setInterval(tick, 1000)
setInterval(look, LOOK) // quiet hours begin, a notice ends, the database stops
tick()
