// Where an announcement is fetched, what happens when it does not come, and the chime.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { RING, maySound, ring } from "../display/static/chime.js"
import { BEYOND, START, addressOf, partsOf, sentenceOf, speaker } from "../display/static/voice.js"
import { Clock, call, settled } from "./display_steps.mjs"

// --- addresses and words --------------------------------------------------------------

const spoken = (...calls) => ({ kind: "call", calls })
const results = (...calls) => ({ kind: "ready", calls })
const WORDS = {
  call: "Mời số {number} đến quầy {counter}",
  ready: "Đã có kết quả: {numbers} – mời đến quầy {counter}",
}

test("a call is asked for by number, counter, language of the ticket and times", () => {
  const english = call(12, { counter: 3, times: 2, language: "en" })
  assert.equal(addressOf(spoken(call(12))), "/display/voice/call/A12-12.wav?times=1")
  assert.equal(addressOf(spoken(english)), "/display/voice/call/A12-3en.wav?times=2")
})

test("a foreigner among five is the only one called in English", () => {
  const five = [1, 2, 3, 4, 5].map((seq) => call(seq, { times: 2, language: seq === 3 ? "en" : "vi" }))
  assert.equal(
    addressOf(spoken(...five)), "/display/voice/call/A1-1+A2-2+A3-3en+A4-4+A5-5.wav?times=1")
})

test("two foreigners are called each in their own language", () => {
  const [one, other] = [call(2, { language: "en" }), call(3, { language: "km" })]
  assert.equal(addressOf(spoken(one, other)), "/display/voice/call/A2-2en+A3-3km.wav?times=1")
})

test("results at one counter are one address", () => {
  const two = ["A12", "A15"].map((number) => ({ number, counter: 1 }))
  assert.equal(addressOf(results(...two)), "/display/voice/ready/A12+A15-1.wav")
})

test("who cannot see the board reads one sentence for each call", () => {
  assert.equal(sentenceOf(spoken(call(12, { counter: 3 })), WORDS), "Mời số A12 đến quầy 3")
  assert.equal(
    sentenceOf(spoken(call(1), call(2)), WORDS), "Mời số A1 đến quầy 1. Mời số A2 đến quầy 2")
  const two = ["A12", "A15"].map((number) => ({ number, counter: 1 }))
  assert.equal(sentenceOf(results(...two), WORDS), "Đã có kết quả: A12, A15 – mời đến quầy 1")
})

// --- one announcement -------------------------------------------------------------------

// A stand-in for the <audio> element: the test is the network and the sound card.
class FakeAudio {
  src = ""
  duration = NaN
  currentTime = 0
  volume = 1
  heard = []
  refuses = null
  hasAttribute = () => this.src !== ""
  removeAttribute = () => { this.src = "" }
  load = () => this.#reject?.(Object.assign(new Error("load"), { name: "AbortError" }))
  #reject = null
  play() {
    if (this.refuses) return Promise.reject(Object.assign(new Error("no"), { name: this.refuses }))
    return new Promise((_, reject) => { this.#reject = reject })
  }
  starts(seconds) {
    this.duration = seconds
    this.onloadedmetadata()
    this.onplaying()
  }
}

let clock, audio, told, voice, parts

beforeEach(() => {
  clock = new Clock()
  audio = new FakeAudio()
  told = []
  const chime = (volume) => {
    told.push(`chime ${volume}`)
    return () => told.push("chime over")
  }
  const onBlocked = (blocked) => told.push(blocked ? "blocked" : "sounds")
  parts = async () => [{ place: 0, at: 1000 }, { place: 1, at: 4000 }, { place: 0, at: 7000 }]
  voice = speaker({ audio, ring: chime, onBlocked, parts: (address) => parts(address), clock })
})

function say(address = "/a.wav") {
  const onLength = (ms) => told.push(`${ms} ms`)
  voice.say(address, { volume: 0.8, onLength, onEnd: () => told.push("end") })
}

test("an announcement is played at the office's volume and its end is told once", () => {
  say()
  assert.deepEqual([audio.src, audio.volume], ["/a.wav", 0.8])
  audio.starts(12)
  audio.onended()
  clock.pass(60000)
  assert.deepEqual(told, ["12000 ms", "sounds", "end"])
  assert.deepEqual([audio.src, clock.running], ["", 0])
})

test("a voice that does not come within two seconds gives way to the chime", async () => {
  say()
  clock.pass(START - 1)
  assert.deepEqual(told, [])
  clock.pass(1)
  await settled()
  assert.deepEqual([told, audio.src], [["chime 0.8"], ""])
  clock.pass(RING)
  assert.deepEqual(told, ["chime 0.8", "chime over", "end"])
})

test("a voice that cannot be had is a chime at once, and only one", async () => {
  audio.refuses = "NotSupportedError"
  say()
  audio.onerror()
  await settled()
  clock.pass(RING)
  assert.deepEqual(told, ["chime 0.8", "chime over", "end"])
})

test("what has no address is a chime alone", () => {
  say(null)
  clock.pass(RING)
  assert.deepEqual(told, ["chime 0.8", "chime over", "end"])
})

test("a voice that stalls is given up three seconds after it should have ended", () => {
  say()
  audio.starts(12)
  clock.pass(6000)
  audio.onplaying() // after a gap
  clock.pass(6000 + BEYOND - 1)
  assert.equal(told.includes("end"), false)
  clock.pass(1)
  assert.deepEqual([told.at(-1), audio.src], ["end", ""])
})

test("a voice that breaks off in the middle ends without a chime", () => {
  say()
  audio.starts(12)
  audio.onerror()
  assert.deepEqual(told, ["12000 ms", "sounds", "end"])
})

test("a browser that blocks the sound says so and the queue goes on", async () => {
  audio.refuses = "NotAllowedError"
  say()
  await settled()
  assert.deepEqual([told, clock.running], [["blocked", "end"], 0])
})

test("an announcement that is hushed leaves no sound, no timer and no end", async () => {
  say()
  voice.hush()
  await settled()
  clock.pass(60000)
  assert.deepEqual([told, audio.src, clock.running], [[], "", 0])
  say(null)
  voice.hush()
  clock.pass(60000)
  assert.deepEqual(told, ["chime 0.8", "chime over"])
})

test("what was hushed for the next announcement does not disturb that one", async () => {
  say("/first.wav")
  say("/second.wav")
  await settled()
  assert.deepEqual([told, audio.src], [[], "/second.wav"])
})

// --- several calls in one ------------------------------------------------------------------

function sayTwo() {
  voice.say("/two.wav", { volume: 0.8, several: true, onEnd: () => told.push("end") })
}

test("of several calls it is known which are still to be said", async () => {
  sayTwo()
  await settled()
  assert.equal(voice.rest(), null, "nothing sounds yet")
  audio.starts(10)
  const still = [0, 3.9, 4, 6.9, 7, 9.9].map((at) => {
    audio.currentTime = at
    return voice.rest()
  })
  assert.deepEqual(still, [[0, 1, 0], [0, 1, 0], [1, 0], [1, 0], [0], [0]])
})

test("where the calls begin may never be told: they are said all the same", async (t) => {
  const warned = t.mock.method(console, "warn", () => {})
  parts = async () => { throw new Error("no line") }
  sayTwo()
  await settled()
  audio.starts(10)
  assert.deepEqual([voice.rest(), warned.mock.callCount()], [null, 1])
  audio.onended()
  assert.equal(told.at(-1), "end")
})

test("the parts of an announcement that is over do not count for the next one", async () => {
  let late
  parts = () => new Promise((resolve) => { late = resolve })
  sayTwo()
  voice.hush()
  say("/other.wav")
  audio.starts(10)
  late([{ place: 0, at: 0 }])
  await settled()
  assert.equal(voice.rest(), null)
})

test("the parts come with the sound's address, and an answer without them is an error", async (t) => {
  const answer = { status: 200, headers: new Headers({ "Voice-Parts": "0:980, 1:4340" }) }
  const asked = t.mock.method(globalThis, "fetch", async () => answer)
  assert.deepEqual(await partsOf("/two.wav"), [{ place: 0, at: 980 }, { place: 1, at: 4340 }])
  const [address, { method }] = asked.mock.calls[0].arguments
  assert.deepEqual([address, method], ["/two.wav", "HEAD"])
  answer.headers = new Headers()
  await assert.rejects(partsOf("/two.wav"), /without its parts/)
})

// --- the chime ----------------------------------------------------------------------------

class FakeContext {
  static notes = []
  static opened = []
  static allowed = true
  state = "suspended"
  currentTime = 0
  destination = {}
  constructor() {
    FakeContext.opened.push(this)
    if (FakeContext.allowed) setImmediate(() => this.#turn("running"))
  }
  close = async () => this.#turn("closed")
  #turn(state) {
    this.state = state
    this.onstatechange?.()
  }
  createGain() {
    const volume = { setValueAtTime() {}, exponentialRampToValueAtTime() {} }
    return { gain: volume, connect: () => {} }
  }
  createOscillator() {
    const note = { frequency: {}, connect: (next) => next, stop: () => {} }
    note.start = (at) => FakeContext.notes.push([Math.round(note.frequency.value), at])
    return note
  }
}

beforeEach(() => {
  FakeContext.notes = []
  FakeContext.opened = []
  FakeContext.allowed = true
})

test("the chime has two notes and leaves no sound card open behind it", async () => {
  const stop = ring(0.8, FakeContext)
  await settled()
  await settled()
  assert.deepEqual(FakeContext.notes, [[659, 0], [523, 0.45]])
  stop()
  assert.deepEqual(FakeContext.opened.map(({ state }) => state), ["closed"])
})

test("a chime that is stopped before it began is never heard", async () => {
  FakeContext.allowed = false
  const stop = ring(0.8, FakeContext)
  stop()
  await settled()
  assert.deepEqual(FakeContext.notes, [])
})

test("whether sound is allowed is asked without a sound, and nothing is left open", async () => {
  assert.equal(await maySound(FakeContext), true)
  FakeContext.allowed = false
  assert.equal(await maySound(FakeContext), false)
  assert.equal(await maySound(undefined), true)
  assert.deepEqual(FakeContext.notes, [])
  assert.deepEqual(FakeContext.opened.map(({ state }) => state), ["closed", "closed"])
})
