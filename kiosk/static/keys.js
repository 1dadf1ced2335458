// The on-screen keyboard: what a key makes of the words so far, Telex included.

const MARKS = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" }
const VOWEL = /[aeiouyăâêôơư]/
const PAIRS = { aa: "â", ee: "ê", oo: "ô", dd: "đ", aw: "ă", ow: "ơ", uw: "ư" }
const ANY_MARK = /[\u0300\u0301\u0303\u0309\u0323]/

const bare = (letter) => letter.normalize("NFD").replace(ANY_MARK, "").normalize("NFC")

/** Where the tone stands: on the last vowel if a consonant follows or it wears a hat,
    else on the one before it (hòa, của; gi and qu begin a syllable). */
function toneAt(letters) {
  const start = /^(gi(?=.)|qu)/.test(letters.join("")) ? 2 : 0
  const vowels = letters.map((_, at) => at).filter((at) => at >= start && VOWEL.test(letters[at]))
  if (!vowels.length) return start === 2 ? 1 : -1
  const last = vowels.at(-1)
  const hat = vowels.findLast((at) => /[ăâêôơư]/.test(letters[at]))
  if (hat !== undefined) return hat
  return last < letters.length - 1 || vowels.length === 1 ? last : vowels.at(-2)
}

function toned(word, mark) {
  const letters = Array.from(word, bare)
  const at = toneAt(letters)
  if (at < 0) return null
  letters[at] = (letters[at] + mark).normalize("NFC")
  return letters.join("")
}

function paired(word, key) {
  if (key === "w" && word.endsWith("uo")) return `${word.slice(0, -2)}ươ`
  const letter = PAIRS[bare(word.at(-1) ?? "") + key]
  if (!letter) return null
  const mark = word.at(-1).normalize("NFD").match(ANY_MARK)?.[0] ?? ""
  return (word.slice(0, -1) + letter + mark).normalize("NFC")
}

/** One more key of a Vietnamese typist: "dat" + "s" → "đát" only after a vowel. */
export function telex(text, key) {
  const cut = text.lastIndexOf(" ") + 1
  const word = text.slice(cut)
  const made = paired(word, key) ?? (MARKS[key] && toned(word, MARKS[key])) ?? word + key
  return text.slice(0, cut) + made
}

/** The text after a key. `vietnamese`: letters are Telex. */
export function pressed(text, key, vietnamese) {
  if (key === "back") return text.slice(0, -1)
  if (key === " ") return text && !text.endsWith(" ") ? `${text} ` : text
  return vietnamese ? telex(text, key) : text + key
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
