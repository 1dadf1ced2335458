// Lessons of other queue systems about what a lobby's screen shows and says: each a rule
// with a test of its name (the others: test_lessons_of_peers.py). Here the whole way from
// a snapshot to the panel and the loudspeaker, with a clock that obeys.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { announcer } from "../display/static/announce.js"
import { newsOf } from "../display/static/board.js"
import { HOLD } from "../display/static/panel.js"
import { addressOf, speaker } from "../display/static/voice.js"
import { Clock, call, seqs, settled, snapshot } from "./display_steps.mjs"

const LENGTH = 7 // seconds of an announcement
const HOUR = 3600000

let clock, audio, shown, told, lobby, queue

// The browser's <audio> element on a bad day: it sounds, stalls, fails or is forbidden.
class FakeAudio {
  src = ""
  duration = NaN
  currentTime = 0
  sounded = []
  manners = "sounds" // stalls, fails, forbidden
  hasAttribute = () => this.src !== ""
  removeAttribute = () => { this.src = "" }
  load = () => {}
  async play() {
    if (this.manners === "forbidden") throw Object.assign(new Error("no"), { name: "NotAllowedError" })
    if (this.manners === "fails") throw new Error("no sound card")
    this.duration = LENGTH
    this.onloadedmetadata()
    this.onplaying()
    this.sounded.push(this.src)
    if (this.manners === "sounds") clock.setTimeout(() => this.onended(), LENGTH * 1000)
  }
}

beforeEach(() => {
  clock = new Clock()
  audio = new FakeAudio()
  shown = []
  told = []
  lobby = newsOf()
  const ring = () => { told.push("chime"); return () => {} }
  const onBlocked = (blocked) => told.push(blocked ? "blocked" : "allowed")
  const voice = speaker({ audio, ring, onBlocked, clock, parts: async () => [] })
  const say = (announcement, { onLength, onEnd }) =>
    voice.say(addressOf(announcement), { volume: 0.8, onLength, onEnd })
  const show = (calls) => shown.push([clock.time, ...seqs(calls)])
  queue = announcer({ ...lobby, show, say, rest: voice.rest, hush: voice.hush, clock })
  screen([])
})

/** What the page does with each snapshot; the first one tells nothing. */
function screen(calls) {
  const { fresh, ready, results } = lobby.news(snapshot(calls))
  queue.keep(calls, ready)
  queue.take(fresh, results)
}

/** Time passes in steps: what is promised meanwhile is kept. */
async function pass(ms) {
  for (const end = clock.time + ms; clock.time < end;) {
    clock.pass(Math.min(500, end - clock.time))
    await settled()
  }
}

/** For how many ms each call was large. */
function largeFor() {
  const times = new Map()
  shown.forEach(([at, ...calls], turn) => {
    const end = shown[turn + 1]?.[0] ?? clock.time
    for (const seq of calls) times.set(seq, (times.get(seq) ?? 0) + end - at)
  })
  return times
}

test("calls made close together are all shown, long enough, and none cuts another off", async () => {
  // Group 7: two within one snapshot, a third half a second later.
  screen([call(2), call(1)])
  await pass(500)
  screen([call(3), call(2), call(1)])
  await pass(40000)
  const times = largeFor()
  assert.deepEqual([...times.keys()], [1, 2, 3])
  for (const ms of times.values()) assert.ok(ms >= HOLD, `${ms} ms`)
  assert.equal(audio.sounded.length, 3)
})

test("the voice does not die after some hours, whatever became of earlier sounds", async (t) => {
  // Group 8: a sound that never ends, a loudspeaker that is gone, and then a good day.
  t.mock.method(console, "warn", () => {})
  const calls = []
  for (let seq = 1; seq <= 60; seq += 1) {
    audio.manners = ["stalls", "fails", "sounds"][seq % 3]
    calls.unshift(call(seq))
    screen(calls.slice(0, 12))
    await pass(30000)
  }
  await pass(8 * HOUR)
  audio.manners = "sounds"
  const before = audio.sounded.length
  screen([call(61), ...calls.slice(0, 11)])
  await settled()
  assert.equal(audio.sounded.length, before + 1)
  assert.match(audio.sounded.at(-1), /A61/)
  assert.equal(largeFor().size, 61)
})

test("a browser that forbids sound asks for a touch until one comes, and shows every call", async () => {
  // Group 28: no user stands before a lobby's screen, so the button stays.
  audio.manners = "forbidden"
  for (const seq of [1, 2, 3]) {
    screen([call(seq)])
    await pass(15000)
  }
  assert.deepEqual([...largeFor().keys()], [1, 2, 3])
  assert.equal(told.includes("allowed"), false)
  assert.equal(told.at(-1), "blocked")
  audio.manners = "sounds"
  screen([call(4)])
  await pass(1000)
  assert.equal(told.at(-1), "allowed")
  assert.equal(audio.sounded.length, 1)
})
