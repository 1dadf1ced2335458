// Ticks that were made on this phone's calling list are filled in; told once, forgotten.
import { enhance } from "/static/press.js"

const TICKS = `ticks-${document.body.dataset.day}`
const ticks = JSON.parse(localStorage.getItem(TICKS) ?? "{}")

function fill() {
  const filled = Object.entries(ticks).filter(([number, fate]) => {
    const choice = document.querySelector(`[name="fate-${CSS.escape(number)}"][value="${CSS.escape(fate)}"]`)
    if (choice) choice.checked = true
    return choice !== null
  })
  const said = document.querySelector("[data-prefilled]")
  if (!said || filled.length === 0) return
  said.querySelector("b").textContent = filled.map(([number]) => number).join(" ")
  said.hidden = false
}

if (document.querySelector("[data-done]")) localStorage.removeItem(TICKS)
else fill()
enhance()
