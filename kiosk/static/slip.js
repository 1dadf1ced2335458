// What the printer does with the slip of this page, asked once a second until it lies there.
const LYING_THERE = ["printed", "unverified"]
const busy = () => document.querySelector("form[aria-busy]") !== null

/** Another `data-view` is another page: then the whole of it is drawn anew. */
export async function askSlip() {
  const place = document.querySelector("[data-slip-at]")
  const before = place && { ...place.querySelector("[data-slip]").dataset }
  if (!before || busy() || LYING_THERE.includes(before.slip)) return
  try {
    const response = await fetch(place.dataset.slipAt)
    if (!response.ok || busy()) return
    place.innerHTML = await response.text()
    const { view } = place.querySelector("[data-slip]").dataset
    if (view !== before.view) location.reload()
  } catch (error) {
    console.warn("the printer's word was not heard:", error)
  }
}
