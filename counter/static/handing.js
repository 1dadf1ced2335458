// Results handed out one after the other. Every line keeps its place while the list is
// open: the digit that somebody has read must not come to mean the next person.

/** Who stood there first, each in the old place; then those who have come since. */
export const places = (before, now) =>
  [...before, ...now.filter((one) => !before.includes(one))]

/** The list as the server draws it now, in the order of `before`; gives its lines. */
export function keepPlaces(list, before) {
  const was = new Map(before.map((line) => [line.value, line]))
  const now = new Map(Array.from(list.children, (line) => [line.value, line]))
  const lines = places([...was.keys()], [...now.keys()])
    .map((number) => now.get(number) ?? done(was.get(number), list.dataset))
  list.replaceChildren(...lines)
  mark(lines)
  return lines
}

/** A neighbour may have taken the line away: only what was pressed here is said to be done. */
function done(line, { done, gone }) {
  line.disabled = true
  line.classList.add("quiet")
  line.querySelector("small").textContent = line.dataset.pressed === undefined ? gone : done
  return line
}

/** The letter of the fold goes to the first line that is left. */
function mark(lines) {
  const first = lines.find((line) => !line.disabled)
  lines.forEach((line, at) => {
    const [letter, digit] = line.querySelectorAll("kbd")
    letter.textContent = line === first ? "H" : ""
    digit.textContent = at < 9 ? at + 1 : ""
    if (line === first) line.dataset.in = "hand-out"
    else delete line.dataset.in
  })
}
