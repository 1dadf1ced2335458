// Whose turn it is beside the calls: in turn, held still by a call, broken ones skipped.
// Run: node --test tests/*.mjs
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"

import { rotation } from "../display/static/media.js"

// A clock that obeys: pass(ms) lets every timer due by then ring, and promises settle.
class Clock {
  time = 0
  timers = new Map()
  #next = 1
  now = () => this.time
  setTimeout = (act, ms) => {
    this.timers.set(this.#next, { act, due: this.time + ms })
    return this.#next++
  }
  clearTimeout = (timer) => this.timers.delete(timer)
  async pass(ms) {
    const end = this.time + ms
    for (;;) {
      const due = [...this.timers].filter(([, { due }]) => due <= end)
      if (due.length === 0) break
      const [timer, { act, due: at }] = due.sort((a, b) => a[1].due - b[1].due)[0]
      this.timers.delete(timer)
      this.time = at
      act()
      await settled()
    }
    this.time = end
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

let clock, log, broken, ends, waiting, alive, turns
const shown = () => log.at(-1)
const item = (id, more = {}) => ({ id, kind: "picture", seconds: 10, key: id, ...more })
const groupsOf = (...ids) => ids.map((id) => [item(id)])

async function prepare(one, done) {
  if (waiting) await waiting
  if (broken.has(one.key)) throw new Error(`${one.key} is broken`)
  ends.set(one.key, done)
  alive.add(one.key)
  return {
    key: one.key,
    play: () => log.push(`${one.key} plays`),
    pause: () => log.push(`${one.key} still`),
    drop: () => alive.delete(one.key),
  }
}

async function set(groups) {
  turns.set(groups)
  await settled()
}

beforeEach(() => {
  mock.method(console, "warn", () => {})
  clock = new Clock()
  log = []
  broken = new Set()
  ends = new Map()
  alive = new Set()
  waiting = null
  turns = rotation({ prepare, show: () => {}, clear: () => log.push("empty"), clock })
})

test("each medium has its seconds, and after the last one the first comes again", async () => {
  await set(groupsOf("rice", "river"))
  assert.equal(shown(), "rice plays")
  await clock.pass(9999)
  assert.equal(shown(), "rice plays")
  await clock.pass(1)
  assert.equal(shown(), "river plays")
  await clock.pass(10000)
  assert.equal(shown(), "rice plays")
  assert.deepEqual([...alive], ["rice"], "what is not shown is let go")
})

test("a posting shows another page each round, so that notices come back soon", async () => {
  const pages = ["p1", "p2", "p3"].map((key) => item("posting", { key }))
  await set([[item("notice")], pages])
  const order = []
  for (let turn = 0; turn < 8; turn++) {
    order.push(shown())
    await clock.pass(10000)
  }
  const plays = ["notice", "p1", "notice", "p2", "notice", "p3", "notice", "p1"]
  assert.deepEqual(order, plays.map((key) => `${key} plays`))
})

test("a call holds everything still, and the rest of the turn follows it", async () => {
  await set(groupsOf("rice", "river"))
  await clock.pass(4000)
  turns.duck()
  assert.equal(shown(), "rice still")
  await clock.pass(60000)
  assert.equal(shown(), "rice still")
  turns.unduck()
  assert.equal(shown(), "rice plays")
  await clock.pass(5999)
  assert.equal(shown(), "rice plays")
  await clock.pass(1)
  assert.equal(shown(), "river plays")
})

test("a second call during the first does not let the media go on too early", async () => {
  await set(groupsOf("rice", "river"))
  turns.duck()
  turns.duck()
  turns.duck("away")
  turns.unduck()
  assert.equal(shown(), "rice still")
  turns.unduck("away")
  assert.equal(shown(), "rice plays")
})

test("a file that comes during a call is shown only after it", async () => {
  let arrive
  await set(groupsOf("rice", "river"))
  waiting = new Promise((resolve) => { arrive = resolve })
  await clock.pass(10000)
  turns.duck()
  arrive()
  await settled()
  assert.equal(shown(), "rice still")
  turns.unduck()
  assert.equal(shown(), "river plays")
})

test("a call shorter than the wait for a file loses nobody's turn", async () => {
  let arrive
  await set(groupsOf("rice", "river", "buffalo"))
  waiting = new Promise((resolve) => { arrive = resolve })
  await clock.pass(10000)
  turns.duck()
  turns.unduck()
  await clock.pass(5000)
  arrive()
  await settled()
  assert.equal(shown(), "river plays")
  assert.equal(clock.timers.size, 1)
})

test("a broken file is skipped, and is tried again in the next round", async () => {
  broken.add("river")
  await set(groupsOf("rice", "river", "buffalo"))
  await clock.pass(10000)
  assert.equal(shown(), "buffalo plays")
  broken.clear()
  await clock.pass(20000)
  assert.equal(shown(), "river plays")
})

test("when every file is broken the zone goes, and comes back with the first good one", async () => {
  broken.add("rice").add("river")
  await set(groupsOf("rice", "river"))
  assert.equal(shown(), "empty")
  broken.clear()
  await clock.pass(60000)
  assert.equal(shown(), "rice plays")
})

test("a video that has ended makes room before its time is over", async () => {
  await set([[item("film", { kind: "video", seconds: 600 })], [item("rice")]])
  ends.get("film")()
  await settled()
  assert.equal(shown(), "rice plays")
  ends.get("film")()
  await settled()
  assert.equal(shown(), "rice plays", "the end of what is gone moves nothing")
})

test("a single picture stays without being loaded again, a single video starts anew", async () => {
  await set(groupsOf("rice"))
  await clock.pass(35000)
  assert.deepEqual(log, ["rice plays"])
  await set([[item("film", { kind: "video" })]])
  await clock.pass(10000)
  assert.deepEqual(log.slice(1), ["film plays", "film plays"])
})

test("another list lets what is shown and still listed finish its turn", async () => {
  await set(groupsOf("rice", "river"))
  await clock.pass(5000)
  await set(groupsOf("buffalo", "rice", "boat"))
  assert.equal(shown(), "rice plays")
  await clock.pass(5000)
  assert.equal(shown(), "boat plays")
})

test("what is removed from the list leaves the screen at once, but not during a call", async () => {
  await set(groupsOf("rice", "river"))
  await set(groupsOf("river"))
  assert.equal(shown(), "river plays")
  turns.duck()
  await set(groupsOf("boat"))
  assert.equal(shown(), "river still")
  turns.unduck()
  await settled()
  assert.equal(shown(), "boat plays")
})

test("with nothing to show there is no zone, no timer and nothing kept", async () => {
  await set(groupsOf("rice"))
  await set([])
  assert.equal(shown(), "empty")
  assert.equal(clock.timers.size, 0)
  turns.duck()
  turns.unduck()
  await clock.pass(600000)
  assert.equal(shown(), "empty")
  assert.equal(alive.size, 0)
})

test("twelve hours with a call each ninety seconds keep one medium and one timer", async () => {
  const pages = Array.from({ length: 40 }, (_, n) => item("posting", { key: `p${n}` }))
  await set([[item("rice")], [item("film", { kind: "video" })], pages])
  for (let call = 0; call < 480; call++) {
    turns.duck()
    await clock.pass(12000)
    turns.unduck()
    await clock.pass(78000)
    log.length = 0
  }
  assert.equal(clock.timers.size, 1)
  assert.equal(alive.size, 1)
})
