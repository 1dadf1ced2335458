// Keeps the [data-live] parts of the terminal as the server draws them now, without
// ever taking something away from under somebody's hands.

const all = (what, root = document) => root.querySelectorAll(what)

/** What a person sees of a part: not the tokens, and not what ticks by itself. */
function bare(part) {
  const copy = part.cloneNode(true)
  all("[type=hidden], [data-passed], [data-undo-left], [data-pill], [data-failed], [data-keys-off], [data-float], progress", copy)
    .forEach((one) => one.remove())
  all("[data-until]", copy).forEach((one) => { one.textContent = "" })
  all("details", copy).forEach((one) => one.removeAttribute("open"))
  all("h2", copy).forEach((one) => one.removeAttribute("tabindex"))
  all("[data-now], [data-pace], [data-choosing]", copy).forEach((one) => {
    for (const own of ["now", "pace", "choosing"]) delete one.dataset[own]
  })
  return copy.innerHTML
}

/** A replaced button loses a click that has begun on it; a fold loses what was typed. */
function inUse(part) {
  return part.querySelector("details.fold[open], form[aria-busy], :active") !== null
}

function renew(part, answer) {
  const next = answer.querySelector(`[data-live="${part.dataset.live}"]`)
  if (inUse(part) || bare(part) === bare(next)) return
  const focused = part.querySelector(":focus")?.dataset.key
  part.replaceWith(document.adoptNode(next))
  if (focused) next.querySelector(`[data-key="${focused}"]`)?.focus()
}

async function draw(url) {
  const response = await fetch(url)
  if (response.redirected) return location.assign(response.url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  const answer = new DOMParser().parseFromString(await response.text(), "text/html")
  const time = answer.querySelector("[data-clock]").dateTime
  for (const part of all("[data-live]")) renew(part, answer)
  // It stands in the head, which may have been in use.
  document.querySelector("[data-clock]").dateTime = time
  document.title = answer.title
  document.body.dataset.state = answer.body.dataset.state
}

/** refresh() as often as news come: one request runs at a time, and one more follows. */
export function keepFresh({ url, onDrawn }) {
  let running = null
  let wanted = false

  async function catchUp() {
    while (wanted) {
      wanted = false
      try {
        await draw(url)
        onDrawn()
      } catch (error) {
        console.warn("The terminal was not refreshed.", error) // the next news try again
      }
    }
  }

  function refresh() {
    wanted = true
    running ??= catchUp().finally(() => { running = null })
    return running
  }

  return { refresh }
}
