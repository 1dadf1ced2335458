// The on-screen keyboard: what a key makes of the words so far, Telex included.
import { typed } from "./vietnamese.js"

/** The text after a key. `vietnamese`: letters are Telex. */
export function pressed(text, key, vietnamese) {
  if (key === "back") return text.slice(0, -1)
  if (key === " ") return text && !text.endsWith(" ") ? `${text} ` : text
  return typed(text, key, vietnamese ? "telex" : "")
}

/** Let the page's keys type into its field; they show when the field is touched. */
export function serve({ body }) {
  const keys = body.querySelector("[data-keys]")
  const field = body.querySelector("[data-typed]")
  if (!keys) return
  const show = (shown) => {
    keys.hidden = !shown
    body.toggleAttribute("data-typing", shown)
  }
  field.inputMode = "none" // the device's own keyboard would cover ours
  field.addEventListener("pointerdown", () => show(true))
  if (field.autofocus) show(true)
  keys.addEventListener("pointerdown", (event) => event.preventDefault()) // keeps the focus
  keys.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-key]")?.dataset.key
    if (key === "hide") show(false)
    else if (key === "go") field.form.requestSubmit()
    else if (key) field.value = pressed(field.value, key, "telex" in field.dataset)
  })
}
