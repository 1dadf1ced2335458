// A press on a form that changes something: sent once, answered in place.
//
//   <form method="post" action="…" data-act> <input type="hidden" name="key" value="…">
//     <button>…</button> <p data-failed hidden role="alert">…</p> </form>
//
// The answer's [data-live] parts replace the page's; an answer on another address is gone
// to; a refusal's [data-refusal] sentence is said at the form. Without this module the
// browser does all of it by itself. Not for forms with files.

const SAME_PRESS = 1000 // ms: a second press so soon is a trembling finger
const SAME_TROUBLE = 10000 // ms: while nobody knows what became of the last one

/** 128 random bits. Not crypto.randomUUID: plain-http pages have none. */
export function newKey(crypto = globalThis.crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** What a person chose: hidden inputs (tokens, guards) differ from one page to the next. */
export function choice(action, entries, hidden) {
  const seen = entries.filter(([name]) => !hidden.has(name))
  return `${action}?${new URLSearchParams(seen)}`
}

/** Remembers the last press. `body(key)` is made only for a new one: the same press sends
    the same key with the same body, so that the server can answer it again. */
export function presses({ now = () => Date.now(), key = newKey } = {}) {
  let last = null
  return function press(what, body) {
    const patience = last?.unanswered ? SAME_TROUBLE : SAME_PRESS
    if (last?.what !== what || now() - last.at >= patience) {
      last = { what, body: body(key()), unanswered: true }
    }
    last.at = now()
    return last
  }
}

/** A hand that presses twice meets, the second time, what the answer has put where it
    pressed. `press` remembers that place; `again` tells whether a click hits it. */
export function spots({ now = () => Date.now() } = {}) {
  let last = null
  let at = -Infinity // when it was pressed last, or the answer was drawn

  return {
    press: (place) => { last = { ...place, swapped: false } },
    swapped: () => {
      if (last) last.swapped = true
      at = now()
    },
    again(click) {
      if (!last?.swapped || now() - at >= SAME_PRESS) return false
      const there = (last.key && click.key === last.key) || covers(last.box, click)
      if (there) at = now()
      return there
    },
  }
}

const covers = ({ left, right, top, bottom }, { x, y }) =>
  left <= x && x <= right && top <= y && y <= bottom

/** What to do with an answer: "go", "swap", "say" the refusal, or "fail". */
export function verdict({ redirected, url }, here, page) {
  if (redirected && url.split("#")[0] !== here.split("#")[0]) return "go"
  if (page.live) return "swap"
  if (page.refusal) return "say"
  return redirected ? "go" : "fail" // this very page, as it is after the act
}

function swap(answer) {
  const focused = document.activeElement?.id
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = answer.querySelector(`[data-live="${part.dataset.live}"]`)
    if (next) part.replaceWith(document.adoptNode(next))
  }
  document.title = answer.title
  document.body.dataset.state = answer.body.dataset.state ?? ""
  if (focused) document.getElementById(focused)?.focus()
  document.dispatchEvent(new CustomEvent("swapped"))
}

function say(form, sentence) {
  const failed = form.querySelector("[data-failed]")
  failed.dataset.failed ||= failed.textContent
  failed.textContent = sentence ?? failed.dataset.failed
  failed.hidden = false
}

async function settle(form, response) {
  const answer = new DOMParser().parseFromString(await response.text(), "text/html")
  const refusal = answer.querySelector("[data-refusal]")?.textContent.trim()
  const live = answer.querySelector("[data-live]") !== null
  const act = verdict(response, location.href, { live, refusal })
  if (act === "go") location.assign(response.url)
  else if (act === "swap") swap(answer)
  else say(form, act === "say" ? refusal : undefined)
  return act
}

function bodyOf(form, submitter) {
  const body = new FormData(form)
  if (submitter?.name) body.set(submitter.name, submitter.value)
  return new URLSearchParams(body)
}

function stamped(body, key) {
  body.set("key", key)
  return body
}

const NOWHERE = { key: undefined, box: {} }
const place = (control) => ({
  key: control?.dataset.key, box: control?.getBoundingClientRect() ?? {},
})

function holdBack(event, pressed) {
  const key = event.target.closest("[data-key]")?.dataset.key
  if (!pressed.again({ key, x: event.clientX, y: event.clientY })) return
  event.preventDefault()
  event.stopImmediatePropagation()
}

async function send(form, submitter, press) {
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? ""
  const body = bodyOf(form, submitter)
  const hidden = new Set(Array.from(form.querySelectorAll("[type=hidden]"), ({ name }) => name))
  const act = press(choice(action, [...body], hidden), (key) => stamped(body, key))
  form.querySelector("[data-failed]").hidden = true
  form.ariaBusy = "true"
  try {
    const answer = await fetch(action || location.href, { method: "POST", body: act.body })
    const done = await settle(form, answer)
    act.unanswered = false
    if (done !== "go") form.ariaBusy = null // else busy until the other page is there
  } catch (error) {
    console.warn("The press was not answered.", error)
    form.ariaBusy = null
    say(form)
  }
}

/** Call once for a page; forms that come later are served too. */
export function enhance() {
  const press = presses()
  const pressed = spots()
  let pointer = false // keys have a rest of their own
  document.addEventListener("click", (event) => {
    pointer = event.detail > 0
    if (pointer) holdBack(event, pressed)
  }, { capture: true })
  document.addEventListener("swapped", pressed.swapped)
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-act]")) return
    event.preventDefault()
    pressed.press(pointer ? place(event.submitter) : NOWHERE)
    send(event.target, event.submitter, press)
  })
}
