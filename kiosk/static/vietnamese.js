// What a key makes of a Vietnamese word: Telex and VNI, marks in any order, tone placed
// as in hòa, thủy. Pure: text and key in, text out.

const TONES = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" }
const ANY_TONE = /[\u0300\u0301\u0303\u0309\u0323]/
const VOWEL = /[aeiouyăâêôơư]/
const HATS = { a: "â", e: "ê", o: "ô" }
const HORNS = { u: "ư", o: "ơ", a: "ă" }
const BARE = { â: "a", ê: "e", ô: "o", ă: "a", ơ: "o", ư: "u" }
// The digits of VNI, as the Telex keys that do the same.
const VNI = { 1: "s", 2: "f", 3: "r", 4: "x", 5: "j", 0: "z" }

/** Letters without the tone, and the tone. */
function taken(word) {
  const letters = Array.from(word, (one) => one.normalize("NFD").replace(ANY_TONE, "").normalize("NFC"))
  return { letters, tone: word.normalize("NFD").match(ANY_TONE)?.[0] ?? "" }
}

/** Where the vowels begin: gi and qu are consonants when a vowel follows. */
function start(letters) {
  return /^(gi[aeiouyăâêôơư]|qu)/.test(letters.join("")) ? 2 : 0
}

function vowels(letters) {
  return letters.map((_, at) => at).filter((at) => at >= start(letters) && VOWEL.test(letters[at]))
}

/** On the vowel that wears a mark; else on the last before a consonant, else on the one
    before the last. */
function toneAt(letters) {
  const found = vowels(letters)
  const marked = found.findLast((at) => BARE[letters[at]])
  if (marked !== undefined) return marked
  const last = found.at(-1)
  return found.length < 2 || last < letters.length - 1 ? last : found.at(-2)
}

function put(letters, tone) {
  const at = tone ? toneAt(letters) : undefined
  return letters.map((one, place) => (place === at ? one + tone : one)).join("").normalize("NFC")
}

// --- one key each: the new word, or null when the key means only itself ---------------

function toned(word, mark, key) {
  const { letters, tone } = taken(word)
  if (!vowels(letters).length) return null
  if (tone === mark) return put(letters, "") + key // twice: the letter itself
  return put(letters, mark)
}

function untoned(word) {
  const { letters, tone } = taken(word)
  return tone ? put(letters, "") : null
}

function changed({ letters, tone }, at, letter) {
  return put(letters.with ? letters.with(at, letter) : Object.assign([...letters], { [at]: letter }), tone)
}

/** aa ee oo, also over a final consonant: khongo. `far`: over vowels too. */
function hatted(word, base, key, far) {
  const found = taken(word)
  const at = found.letters.findLastIndex((one, place) => place >= start(found.letters) && [base, HATS[base]].includes(one))
  const between = found.letters.slice(at + 1)
  if (at < 0 || (!far && between.some((one) => VOWEL.test(one)))) return null
  if (found.letters[at] === HATS[base]) return between.length || far ? null : changed(found, at, base) + key
  return changed(found, at, HATS[base])
}

/** uo is one pair, ua and uu take it on the u, all else on the last that can. */
function hornAt(letters, wearers) {
  const found = vowels(letters).filter((at) => wearers.includes(BARE[letters[at]] ?? letters[at]))
  const said = found.map((at) => letters[at]).join("")
  return /^u[au]/.test(said) && wearers.includes("u") ? found[0] : found.at(-1)
}

function horned(word, wearers, key) {
  const found = taken(word)
  const { letters } = found
  const at = hornAt(letters, wearers)
  if (at === undefined) return null
  const letter = letters[at]
  if (BARE[letter] && HORNS[BARE[letter]] === letter) {
    return at === letters.length - 1 ? changed(found, at, BARE[letter]) + key : null
  }
  const both = letters[at - 1] === "u" && at - 1 >= start(letters) && BARE[letter] !== "a" && letter !== "a"
  if (both && letter === "o" && at < letters.length - 1) letters[at - 1] = "ư"
  return changed(found, at, HORNS[BARE[letter] ?? letter])
}

function crossed(word, key) {
  const { letters, tone } = taken(word)
  if (letters[0] === "đ") return letters.length > 1 && !VOWEL.test(letters[1]) ? null : put(["d", ...letters.slice(1)], tone) + key
  if (letters[0] !== "d" || (letters.length > 1 && !vowels(letters).length)) return null
  return put(["đ", ...letters.slice(1)], tone)
}

/** A letter that follows may make uơ the pair ươ, and moves the tone: hòa, hoàn. */
function followed(word, key) {
  const { letters, tone } = taken(word)
  const open = letters.at(-1) === "ơ" && letters.at(-2) === "u" && letters.at(-3) !== "q"
  if (open && key !== "w") letters[letters.length - 2] = "ư"
  return put([...letters, key], tone)
}

function telex(word, key) {
  if (TONES[key]) return toned(word, TONES[key], key)
  if (key === "z") return untoned(word)
  if (HATS[key]) return hatted(word, key, key, false)
  if (key === "w") return horned(word, "uoa", key) ?? `${word}ư`
  return key === "d" ? crossed(word, key) : null
}

function vni(word, key) {
  if (VNI[key] === "z") return untoned(word)
  if (VNI[key]) return toned(word, TONES[VNI[key]], key)
  if (key === "6") return ["o", "e", "a"].map((base) => hatted(word, base, key, true)).find(Boolean) ?? null
  if (key === "7") return horned(word, "uo", key)
  if (key === "8") return horned(word, "a", key)
  return key === "9" ? crossed(word, key) : null
}

const WAYS = { telex, vni }

/** The text after one more key; `way`: "telex", "vni", or "" for the letters alone. */
export function typed(text, key, way) {
  const cut = text.lastIndexOf(" ") + 1
  const word = text.slice(cut)
  const made = WAYS[way]?.(word, key)
  return text.slice(0, cut) + (made ?? (way ? followed(word, key) : word + key))
}
