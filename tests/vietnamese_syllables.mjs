// Every rime of written Vietnamese; * stands before the letter that wears the tone.
// The oracle of the typing tests: nothing here is computed by the product.
export const RIMES = `
*a *ac *ach *ai *am *an *ang *anh *ao *ap *at *au *ay
*ăc *ăm *ăn *ăng *ăp *ăt
*âc *âm *ân *âng *âp *ât *âu *ây
*e *ec *em *en *eng *eo *ep *et
*ê *êch *êm *ên *ênh *êp *êt *êu
*i *ia *ich *im *in *inh *ip *it *iu
i*êc i*êm i*ên i*êng i*êp i*êt i*êu
*o *oc *oi *om *on *ong *op *ot
*oa o*ac o*ach o*ai o*an o*ang o*anh o*ao o*ap o*at o*ay
o*ăc o*ăm o*ăn o*ăng o*ăt
*oe o*en o*et o*eo
*ô *ôc *ôi *ôm *ôn *ông *ôp *ôt
*ơ *ơi *ơm *ơn *ơp *ơt
*u *ua *uc *ui *um *un *ung *up *ut
u*ân u*âng u*ât u*ây u*ê u*êch u*ên u*ênh u*êt u*ơ
u*ôc u*ôi u*ôm u*ôn u*ông u*ôt
*uy u*ya u*ych u*yn u*ynh u*yp u*yt u*yu uy*ên uy*êt
*ư *ưa *ưc *ưi *ưm *ưn *ưng *ưt *ưu
ư*ơc ư*ơi ư*ơm ư*ơn ư*ơng ư*ơp ư*ơt ư*ơu
*y
`.trim().split(/\s+/)

// Without what a u or i of their own would make ambiguous: qu and gi have lists of theirs.
export const ONSETS = ["", ..."b c ch d đ g gh h k kh l m n ng ngh nh p ph r s t th tr v x".split(" ")]
export const AFTER_QU = RIMES.filter((rime) => /^\*?[aăâeêiôơy]/.test(rime) && !/i\*?ê|^\*ia/.test(rime))
export const AFTER_GI = RIMES.filter((rime) => /^\*?[aăâeêoôơuư]/.test(rime))

/** g before i is written gh; gi is an onset of its own. */
const rimesAfter = (onset) => onset === "g" ? RIMES.filter((rime) => !/^\*?i/.test(rime)) : RIMES

export const TONES = { "": "", s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" }

const TELEX = { ă: "aw", â: "aa", ê: "ee", ô: "oo", ơ: "ow", ư: "uw", đ: "dd" }
const DIGITS = { ă: "a8", â: "a6", ê: "e6", ô: "o6", ơ: "o7", ư: "u7", đ: "d9" }
const TONE_DIGITS = { "": "", s: "1", f: "2", r: "3", x: "4", j: "5" }

const keysOf = (word, map) => Array.from(word, (one) => map[one] ?? one).join("")

/** Each syllable with the keys that typists press for it, marks at once or at the end. */
export function* syllables() {
  const pairs = [
    ...ONSETS.flatMap((onset) => rimesAfter(onset).map((rime) => [onset, rime])),
    ...AFTER_QU.map((rime) => ["qu", rime]),
    ...AFTER_GI.map((rime) => ["gi", rime]),
    ["g", "*i"], ["g", "*in"], ["gi", "*êng"],
  ]
  for (const [onset, rime] of pairs) {
    for (const [key, mark] of Object.entries(TONES)) {
      const at = rime.indexOf("*")
      const plain = rime.replace("*", "")
      const text = (onset + plain.slice(0, at + 1) + mark + plain.slice(at + 1)).normalize("NFC")
      const telex = keysOf(onset + plain, TELEX)
      yield { text, telex: telex + key, vni: keysOf(onset + plain, DIGITS) + TONE_DIGITS[key] }
    }
  }
}
