// A call that is news, drawn at once: its number, counter and priority stand in the panel
// while the board is still on its way from the server.

const FEWEST = 5 // characters of number and counter that sizes know: display/board.py …
const MOST = 8

/** Of `calls` those that this board does not have yet; the sketches before them go. */
export function sketch(board, calls) {
  for (const old of board.querySelectorAll("[data-sketched]")) old.remove()
  const list = board.querySelector(".calls ol")
  const pattern = board.querySelector("[data-sketch]")
  if (!list || !pattern) return
  for (const call of calls) {
    if (!list.querySelector(`[data-seq="${call.seq}"]`)) list.prepend(drawn(pattern, call))
  }
}

function drawn(pattern, { seq, number, counter, priority }) {
  const item = document.importNode(pattern.content, true).firstElementChild
  const [one, other] = item.querySelectorAll(".number")
  one.textContent = number
  other.textContent = counter
  item.querySelector(".badge").hidden = !priority
  item.dataset.seq = seq
  item.dataset.length = Math.min(Math.max(`${number}${counter}`.length, FEWEST), MOST)
  item.dataset.sketched = ""
  return item
}
