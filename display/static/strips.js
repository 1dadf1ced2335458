// Results that find no room in the strip together take turns, page by page.

const TURN = 5000 // ms: a page of numbers is read from the last seat

/** The same page at the same time, however often the board is drawn anew. */
export function turnPages(pages, now) {
  const turn = Math.floor(now / TURN) % pages.length
  pages.forEach((page, place) => page.toggleAttribute("data-on", place === turn))
}
