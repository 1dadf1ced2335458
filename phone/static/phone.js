// The visitor's page keeps itself true: texts in place, the main part anew when the state
// changes, and a bell for whoever turned it on. Without it the page is plain HTML.
import { isNewer, stream } from "/static/live.js"

import { bell as makeBell } from "./bell.js"
import {
  alarm, grownText, isOther, officeTime, patience, peopleText, placeOf, staleText, titleText,
  waitText,
} from "./place.js"
import { watch } from "./watch.js"

const SILENCE = 25000 // ms: with the question that follows, told within 30 s
const ASK_AGAIN = 30000 // ms: of what the snapshot does not tell
const POLL = 30000
const POLL_NEAR = 5000

let main = document.querySelector("main")
const words = JSON.parse(main.dataset.words)
const stale = document.querySelector("[data-stale]")
const favicon = document.querySelector('link[rel="icon"]')
const start = { office: main.dataset.now, here: Date.now() }
const bell = makeBell({ onRinging: dress })

let newest = null
let askedAt = 0
let drawing = null // timer of a redrawing to come
let ageing = null // timer of the stale notice

/** What the page shows now, as the server drew it. */
function shown() {
  const { face, service, counter, times, pause, number, day } = main.dataset
  return { face, service, number, day, counter: Number(counter), times: Number(times), pause: pause !== "" }
}

function put(selector, text) {
  const part = main.querySelector(selector)
  if (part && part.textContent !== text) part.textContent = text
}

function stamp() {
  const at = officeTime(start.office, Date.now() - start.here)
  put("[data-stamp]", at)
  main.querySelector("[data-stamp]")?.setAttribute("datetime", `${start.office.slice(0, 11)}${at}`)
}

function tellNotice({ notice }) {
  const text = notice[document.documentElement.lang] || notice.vi
  put("[data-notice] span", text)
  main.querySelector("[data-notice]").hidden = !text
}

function tellPlace({ ahead, wait, state, pause }) {
  const figure = main.querySelector("[data-ahead]")
  const more = ahead - Number(figure.dataset.ahead)
  if (more !== 0) {
    main.querySelector("[data-grown]").hidden = more < 0
    put("[data-grown]", more > 0 ? grownText(more, words) : "")
    tellDots(ahead)
  }
  figure.dataset.ahead = ahead
  put("[data-ahead]", peopleText(ahead, words))
  if (!pause) put("[data-wait]", waitText(wait, words))
  if (state === "waiting") document.title = titleText(ahead, main.dataset.number, words)
}

/** Open dots for people, the full one for you; above nine the figure says it alone. */
function tellDots(ahead) {
  const dots = document.createElement("ol")
  dots.className = "dots"
  dots.ariaHidden = "true"
  for (let i = 0; i <= ahead; i++) {
    dots.append(document.createElement("li"))
    dots.lastChild.className = i < ahead ? "dots__one" : "dots__you"
  }
  main.querySelector("[data-dots]").replaceChildren(...(ahead > 9 ? [] : [dots]))
}

function take(snapshot) {
  if (!isNewer(newest, snapshot)) return stamp()
  newest = snapshot
  stamp()
  tellNotice(snapshot)
  const place = placeOf(snapshot, shown())
  if (place === "ask") return askSometimes()
  follow(place)
}

function follow(place) {
  const before = shown()
  const tune = alarm(before, place)
  if (tune) bell.ring(tune)
  if (place.state !== "called") bell.silence()
  if (isOther(before, place)) redrawIn(patience(place))
  else if ("ahead" in place) tellPlace(place)
}

function askSometimes() {
  if (Date.now() - askedAt < ASK_AGAIN) return
  askedAt = Date.now()
  redrawIn(patience({}))
}

function redrawIn(ms) {
  clearTimeout(drawing)
  drawing = setTimeout(redraw, ms)
}

async function redraw() {
  try {
    const answer = await fetch(main.dataset.fragment)
    if (!answer.ok) throw new Error(`${answer.status}`)
    swap(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main"))
  } catch (error) {
    console.warn("The page was not drawn anew; the next news tries again.", error)
    newest = null
  }
}

function swap(next) {
  for (const fold of main.querySelectorAll("details[open]")) {
    next.querySelector(`#${fold.id}`)?.setAttribute("open", "")
  }
  main.replaceWith(document.adoptNode(next))
  main = next
  document.body.dataset.state = main.dataset.state
  document.title = main.dataset.title
  dress()
}

/** What only this module can do is shown by it alone. */
function dress() {
  const label = bell.keepsLit ? words.bell_and_light : words.bell
  for (const button of main.querySelectorAll("[data-bell]")) {
    button.hidden = false
    button.ariaPressed = String(bell.isOn())
    button.lastElementChild.textContent = bell.isOn() ? words.bell_on : label
  }
  for (const button of main.querySelectorAll("[data-silence]")) button.hidden = !bell.isRinging()
  for (const button of main.querySelectorAll("[data-share]")) button.hidden = !navigator.share
  favicon.href = main.dataset.face === "called" ? main.dataset.iconCalled : main.dataset.icon
}

async function share() {
  try {
    await navigator.share({ title: document.title, url: location.href })
  } catch (error) {
    if (error.name !== "AbortError") throw error // somebody thought better of it
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-bell]")) bell.turnOn().then(dress)
  else if (target.closest("[data-silence]")) bell.silence()
  else if (target.closest("[data-share]")) share()
})

function tellStale(heardAt) {
  const at = main.querySelector("[data-stamp]")?.textContent ?? ""
  const tell = () => { stale.textContent = staleText(at, Date.now() - heardAt, words) }
  clearInterval(ageing)
  ageing = setInterval(tell, 5000)
  tell()
  stale.hidden = false
}

function tellFresh() {
  clearInterval(ageing)
  stale.hidden = true
}

async function ask() {
  const answer = await fetch(main.dataset.snapshot)
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.json()
}

const office = watch({
  open: (told) => stream({ url: `${main.dataset.snapshot}/stream`, staleAfter: SILENCE, ...told }),
  ask,
  pace: () => (["near", "called"].includes(main.dataset.face) ? POLL_NEAR : POLL),
  onSnapshot: take,
  onStale: tellStale,
  onFresh: tellFresh,
})

// With the bell on it listens on behind another tab: it was asked to ring there.
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !bell.isOn()) office.stop()
  if (document.hidden) return
  office.resume()
  bell.keepLit()
})

dress()
