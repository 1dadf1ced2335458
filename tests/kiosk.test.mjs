import assert from "node:assert/strict"
import { test } from "node:test"

import { pressed } from "../kiosk/static/keys.js"
import { atMostEvery, clockFrom, isSmall, quietTime } from "../kiosk/static/quiet.js"

const typed = (keys) => [...keys].reduce((text, key) => pressed(text, key, true), "")

for (const [keys, words] of [
  ["ddaats ddai", "đất đai"],
  ["khai sinh", "khai sinh"],
  ["hooj tichj", "hộ tịch"],
  ["chuwngs thuwcj", "chứng thực"],
  ["keets hoon", "kết hôn"],
  ["ddoocj thaan", "độc thân"],
  ["nguwowif", "người"],
  ["cuar", "của"],
  ["quys", "quý"],
  ["giaays", "giấy"],
  ["dat dai", "dat dai"],
]) {
  test(`a Telex typist who presses ${keys} reads ${words}`, () => {
    assert.equal(typed(keys), words.normalize("NFC"))
  })
}

test("a mark that has no vowel to stand on stays the letter it is", () => {
  assert.equal(typed("ths"), "ths")
})

test("a second mark takes the place of the first", () => {
  assert.equal(typed("casf"), "cà")
})

test("the delete key takes one whole letter with its marks", () => {
  assert.equal(pressed("đất", "back", true), "đấ")
})

test("two spaces in a row and a leading space are not typed", () => {
  assert.equal(pressed("a ", " ", true), "a ")
  assert.equal(pressed("", " ", true), "")
})

test("a check code is typed letter by letter without Telex", () => {
  assert.equal([..."A012SS"].reduce((text, key) => pressed(text, key, false), ""), "A012SS")
})

function screen({ quiet, warning }) {
  const said = []
  const time = quietTime({
    quiet, warning,
    warn: (left) => said.push(left), calm: () => said.push("calm"), leave: () => said.push("leave"),
  })
  const pass = (seconds) => { for (let i = 0; i < seconds; i += 1) time.second() }
  return { said, time, pass }
}

test("after thirty quiet seconds the screen asks, after fifty it goes home", () => {
  const { said, pass } = screen({ quiet: 30, warning: 20 })
  pass(29)
  assert.deepEqual(said, [])
  pass(1)
  assert.deepEqual(said, [20])
  pass(20)
  assert.equal(said.at(-1), "leave")
})

test("any touch ends the question and gives the whole time again", () => {
  const { said, time, pass } = screen({ quiet: 30, warning: 20 })
  pass(40)
  time.touch()
  assert.equal(said.at(-1), "calm")
  said.length = 0
  pass(29)
  assert.deepEqual(said, [])
})

test("ten touches extend the time ten times and never go home", () => {
  const { said, time, pass } = screen({ quiet: 30, warning: 20 })
  for (let i = 0; i < 10; i += 1) {
    pass(49)
    time.touch()
  }
  assert.ok(!said.includes("leave"))
})

test("the screen goes home only once", () => {
  const { said, pass } = screen({ quiet: 3, warning: 2 })
  pass(60)
  assert.equal(said.filter((word) => word === "leave").length, 1)
})

test("the clock shows the office's time wherever the browser stands", () => {
  assert.equal(clockFrom("2026-11-23T02:14:05+00:00", 0), "09:14")
  assert.equal(clockFrom("2026-11-23T02:14:05+00:00", 60_000), "09:15")
})

test("news in a burst refreshes the lines at once and once more two seconds later", () => {
  let now = 0
  let later = null
  let done = 0
  const ask = atMostEvery(2000, () => { done += 1 }, {
    now: () => now, wait: (act, ms) => { later = [act, ms] },
  })
  for (now = 0; now < 500; now += 100) ask()
  assert.equal(done, 1)
  assert.equal(later[1], 1900)
  now = 2000
  later[0]()
  assert.equal(done, 2)
})

test("fifteen inches are small, twenty-one and a half are not, either way up", () => {
  assert.equal(isSmall(1366, 768, 4.03), true)
  assert.equal(isSmall(1280, 1024, 4.03), true)
  assert.equal(isSmall(1920, 1080, 4.03), false)
  assert.equal(isSmall(1080, 1920, 4.03), false)
})
