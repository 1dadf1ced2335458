// Pictures, videos, notices and the posting, in turn, beside the calls. One is in the
// page at a time; a call holds everything still and silent (duck).

import { makeRoom } from "./room.js"

const AGAIN = 60000 // ms between two looks for another list, and after nothing worked
const PATIENCE = 15000 // ms for a picture or a video to come

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

/** Whose turn it is. `groups` of items { id, kind, seconds }: each round shows one item
    of each group. `prepare(item, done)` promises { play, pause, drop }, or fails: then
    the next one has its turn. `show(ready)` puts it in the page; `clear` empties that. */
export function rotation({ prepare, show, clear, clock = CLOCK }) {
  let groups = []
  let turn = -1
  let pages = new Map() // id of a group → its item shown last
  let current = null // what is in the page
  let held = null // { act, ready }: to be done after the call
  let busy = false // something is being prepared
  let run = 0 // whoever prepared for an earlier run comes too late
  let timer = null
  let due = 0
  let left = 0 // ms of the turn that a call has interrupted
  const ducks = new Set() // why all holds still

  function wait(ms) {
    clock.clearTimeout(timer)
    due = clock.now() + ms
    left = ms
    timer = ducks.size ? null : clock.setTimeout(next, ms)
  }

  function step() {
    turn = (turn + 1) % groups.length
    const group = groups[turn]
    const page = ((pages.get(group[0].id) ?? -1) + 1) % group.length
    pages.set(group[0].id, page)
    return group[page]
  }

  async function next() {
    clock.clearTimeout(timer)
    const mine = ++run
    busy = true
    for (let tries = groups.length; tries > 0; tries--) {
      const item = step()
      if (current?.item === item && item.kind !== "video") return stay(item)
      try {
        const ready = await prepare(item, () => { if (current?.ready === ready) after(next) })
        if (mine !== run) return ready.drop()
        busy = false
        return after(() => present(item, ready), ready)
      } catch (error) {
        if (mine !== run) return
        console.warn("A medium cannot be shown; the next one is.", error)
      }
    }
    empty()
    busy = false
    wait(AGAIN)
  }

  /** The only one there is. */
  function stay(item) {
    busy = false
    wait(item.seconds * 1000)
  }

  function present(item, ready) {
    const old = current
    current = { item, ready }
    show(ready)
    old?.ready.drop()
    ready.play()
    wait(item.seconds * 1000)
  }

  /** Now, or when the call is over; of several things the last one counts. */
  function after(act, ready = null) {
    release()
    if (ducks.size) held = { act, ready }
    else act()
  }

  function release() {
    held?.ready?.drop()
    held = null
  }

  function empty() {
    current?.ready.drop()
    current = null
    clear()
  }

  /** Another list: what is shown and still listed has its turn to the end. */
  function set(wanted) {
    groups = wanted
    pages = new Map([...pages].filter(([id]) => wanted.some(([{ id: one }]) => one === id)))
    turn = groups.findIndex(([{ id }]) => id === current?.item.id)
    const known = turn >= 0 && groups[turn].find(({ key }) => key === current.item.key)
    if (known) {
      current.item = known
      return
    }
    run++
    busy = false
    release()
    clock.clearTimeout(timer)
    if (groups.length) after(next)
    else empty()
  }

  function duck(why = "call") {
    if (ducks.size === 0) {
      left = Math.max(0, due - clock.now())
      clock.clearTimeout(timer)
      current?.ready.pause()
    }
    ducks.add(why)
  }

  function unduck(why = "call") {
    if (!ducks.delete(why) || ducks.size) return
    const ready = held
    held = null
    if (ready) return ready.act()
    current?.ready.play()
    if (groups.length && !busy) wait(left)
  }

  return { set, duck, unduck }
}

/** The zone of the page: fetches the list, and finds its place again whenever the board
    is drawn anew. Gives duck() and unduck(), and fit() for when the sizes have changed. */
export function mediaZone({ main, at = `/display/media${location.search}` }) {
  const holder = document.createElement("div")
  holder.className = "media"
  holder.dataset.theme = "light" // paper on a dark wall
  const turns = rotation({ prepare, show, clear })
  let text = null // of the list

  function show({ element }) {
    holder.replaceChildren(element)
    mount()
  }

  function clear() {
    holder.replaceChildren()
    mount()
  }

  function mount() {
    const zone = main.querySelector("[data-media]")
    const filled = Boolean(zone) && holder.childElementCount > 0
    if (zone) zone.hidden = !filled
    if (zone && holder.parentNode !== zone) zone.replaceChildren(holder)
    const seen = makeRoom({ body: document.body, main, hasMedia: filled })
    if (zone && seen === filled) turns.unduck("away")
    else turns.duck("away") // a closed office, or a full board: nobody is there to look
  }

  async function refresh() {
    try {
      const response = await fetch(at, { cache: "no-cache", signal: AbortSignal.timeout?.(PATIENCE) })
      if (!response.ok) throw new Error(`The list answered ${response.status}.`)
      const said = await response.text()
      if (said !== text) turns.set(listed(said))
      text = said
    } catch (error) {
      console.warn("The media were not refreshed; they are asked for again.", error)
    }
    setTimeout(refresh, AGAIN)
  }

  new MutationObserver(mount).observe(main, { childList: true })
  mount()
  refresh()
  return { duck: () => turns.duck(), unduck: () => turns.unduck(), fit: mount }
}

/** The groups of a list: the templates of one medium belong together. */
function listed(html) {
  const page = document.createElement("template")
  page.innerHTML = html
  const groups = new Map()
  for (const template of page.content.querySelectorAll("template")) {
    const { medium: id, kind, seconds } = template.dataset
    const item = { id, kind, seconds: Number(seconds), key: template.innerHTML, template }
    groups.set(id, [...(groups.get(id) ?? []), item])
  }
  return [...groups.values()]
}

async function prepare({ template }, done) {
  const element = document.importNode(template.content, true).firstElementChild
  const picture = element.querySelector("img")
  const video = element.querySelector("video")
  if (picture) await soon(picture.decode())
  if (video) await playable(video, done)
  return { element, ...(video ? player(video) : STILL) }
}

const STILL = { play: () => {}, pause: () => {}, drop: () => {} }

function player(video) {
  const pause = () => video.pause()
  const play = () => video.play().catch((error) => console.warn("A video does not play.", error))
  const drop = () => {
    pause()
    video.removeAttribute("src") // else the browser keeps its decoder
    video.load()
  }
  return { play, pause, drop }
}

async function playable(video, done) {
  video.muted = true // the attribute alone does not mute a copy
  try {
    await soon(new Promise((ready, failed) => {
      video.addEventListener("canplay", ready, { once: true })
      video.addEventListener("error", () => failed(video.error), { once: true })
    }))
  } catch (error) {
    player(video).drop()
    throw error
  }
  video.addEventListener("ended", done)
  video.addEventListener("error", done)
}

/** Too late counts as broken. */
function soon(promise) {
  let timer = null
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error("It did not come in time.")), PATIENCE)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
