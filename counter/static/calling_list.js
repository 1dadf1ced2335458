// The calling list on a phone: read on though the server is gone, and ticked by hand.
//
// It imports nothing, for a page that comes out of the browser's own memory can fetch
// nothing. Plain http has no service worker: the open page keeps itself, the browser
// keeps its last copy (renewed at each look), and localStorage the last state besides.
const LOOK = 3000 // ms
const PATIENCE = 2000 // ms: a server that does not answer is lost
const KEPT = "calling-list"
const { page, day } = document.body.dataset
const TICKS = `ticks-${day}`

const all = (what) => document.querySelectorAll(what)
const at = (root) => Date.parse(root.querySelector("[data-clock]").dateTime)

// --- ticks: on this phone alone ------------------------------------------------

const ticks = () => JSON.parse(localStorage.getItem(TICKS) ?? "{}")

function onChange({ target }) {
  if (!target.dataset.tick) return
  const kept = ticks()
  if (target.checked) kept[target.dataset.tick] = target.value
  else delete kept[target.dataset.tick]
  localStorage.setItem(TICKS, JSON.stringify(kept))
  dress()
}

function dress() {
  const kept = ticks()
  for (const box of all("[data-tick]")) box.checked = kept[box.dataset.tick] === box.value
  const of = (fate) => Object.keys(kept).filter((number) => kept[number] === fate)
  document.querySelector("[data-ticked-served]").textContent = of("served").join(" ") || "–"
  document.querySelector("[data-ticked-left]").textContent = of("left").join(" ") || "–"
  const lost = document.body.dataset.link === "lost"
  document.querySelector("[data-stale]").hidden = !lost
  document.querySelector("[data-ticked]").hidden = lost || Object.keys(kept).length === 0
}

/** Yesterday's ticks mean nothing today. */
function forget() {
  Object.keys(localStorage)
    .filter((name) => name.startsWith("ticks-") && name !== TICKS)
    .forEach((name) => localStorage.removeItem(name))
}

// --- the list ------------------------------------------------------------------

function show(text) {
  const answer = new DOMParser().parseFromString(text, "text/html")
  if (answer.body.dataset.day !== day) return location.reload()
  const [list, next] = [document, answer].map((root) => root.querySelector("[data-list]"))
  const focused = list.querySelector(":focus")
  list.replaceWith(document.adoptNode(next))
  if (focused) twin(focused, next)?.focus({ preventScroll: true })
}

/** The same link, box or button in the new list: a keyboard stays where it was. */
function twin(one, list) {
  const said = (it) => [it.tagName, it.href ?? it.form?.action, it.dataset.tick, it.value].join()
  return [...list.querySelectorAll(one.tagName)].find((other) => said(other) === said(one))
}

/** "no-cache" asks the server and renews the browser's copy; "reload" would throw the
    copy away first, and be left with none when nobody answers. */
async function ask() {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE)
  try {
    const response = await fetch(page, { cache: "no-cache", signal: patience.signal })
    if (response.redirected) location.assign(response.url) // signed out
    if (!response.ok) throw new Error(`the list answered ${response.status}`)
    return await response.text()
  } finally {
    clearTimeout(timer)
  }
}

async function look() {
  try {
    const text = await ask()
    show(text)
    localStorage.setItem(KEPT, text)
    document.body.dataset.link = "on"
  } catch (error) {
    console.info("The list stays as it is.", error)
    document.body.dataset.link = "lost"
  }
  dress()
}

/** A page out of the browser's memory may be older than what was seen last. */
function remember() {
  const text = localStorage.getItem(KEPT)
  if (!text) return
  const kept = new DOMParser().parseFromString(text, "text/html")
  if (kept.body.dataset.day === day && at(kept) > at(document)) show(text)
}

async function keepLooking() {
  await look()
  setTimeout(keepLooking, LOOK)
}

/** The one thing that would lose the list: the reload button without a server. */
addEventListener("beforeunload", (event) => {
  if (document.body.dataset.link === "lost") event.preventDefault()
})

forget()
remember()
dress()
document.addEventListener("change", onChange)
document.addEventListener("visibilitychange", () => { if (!document.hidden) look() })
keepLooking()
