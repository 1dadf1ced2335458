// A notice and full strips take room from the calls. Pictures give way first, then the
// strip of lines, until one whole row of calls is to be read.

const WAYS = ["board--media", "", "board--full"]

/** Whether pictures have found room. */
export function makeRoom({ body, main, hasMedia }) {
  for (const way of WAYS.slice(hasMedia ? 0 : 1)) {
    body.classList.toggle("board--media", way === "board--media")
    body.classList.toggle("board--full", way === "board--full")
    if (leavesRow(main)) break
  }
  return body.classList.contains("board--media")
}

/** As large as it is read; a closed office has none. */
function leavesRow(main) {
  const rows = main.querySelector(".called ol")
  if (!rows) return true
  return rows.clientHeight >= Math.floor(0.87 * parseFloat(getComputedStyle(rows).fontSize))
}
