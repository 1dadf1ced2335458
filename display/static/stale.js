// How a page of the lobby stays true: it asks for its picture again, and says since when
// it could not.
import { atSecond } from "./clock.js"

/** What is wrong, and since when by this machine's clock; `lost` is the page's class
    while anything is. */
export function staleness({ page, lost, clock }) {
  const troubles = new Map()

  function mark() {
    const stale = troubles.size > 0
    page.querySelector("[data-stale]").hidden = !stale
    page.body.classList.toggle(lost, stale)
    if (!stale) return
    const since = clock.at(Math.min(...troubles.values()))
    page.querySelector("[data-since]").textContent = atSecond(since)
  }

  function trouble(what, since) {
    if (!troubles.has(what)) troubles.set(what, since)
    mark()
  }

  function over(what) {
    troubles.delete(what)
    mark()
  }

  return { trouble, over }
}

/** The picture at `address`, and the office's time with it. A page that is `gone`, or no
    longer let in, opens anew and shows why. */
export async function picture(address, { clock, signal, gone = [403] }) {
  const response = await fetch(address, { signal })
  if (gone.includes(response.status)) location.reload()
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`)
  clock.set(response.headers.get("Office-Time"))
  return response.text()
}
