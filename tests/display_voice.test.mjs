// Where an announcement is fetched, what happens when it does not come, and the chime.
// Run: node --test tests/*.test.mjs
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { RING, maySound, ring } from "../display/static/chime.js"
import { BEYOND, START, addressOf, sentenceOf, speaker } from "../display/static/voice.js"
import { Clock, call, settled } from "./display_steps.mjs"

// --- addresses and words --------------------------------------------------------------

const spoken = (...calls) => ({ kind: "call", calls })
const results = (...calls) => ({ kind: "ready", calls })
const WORDS = {
  call: "Mời số {number} đến quầy {counter}",
  ready: "Đã có kết quả: {numbers} – mời đến quầy {counter}",
}

test("a call is asked for by number, counter, times and the language of the ticket", () => {
  const english = call(12, { counter: 3, times: 2, language: "en" })
  assert.equal(addressOf(spoken(call(12))), "/display/voice/call/A12-12.wav?times=1&lang=vi")
  assert.equal(addressOf(spoken(english)), "/display/voice/call/A12-3.wav?times=2&lang=en")
})

test("several calls are one address, also in the only other language among them", () => {
  const [first, second, third] = [call(1, { times: 2 }), call(2, { language: "en" }), call(3, { language: "km" })]
  assert.equal(
    addressOf(spoken(first, second)), "/display/voice/call/A1-1+A2-2.wav?times=1&lang=en")
  assert.equal(
    addressOf(spoken(second, third)), "/display/voice/call/A2-2+A3-3.wav?times=1&lang=vi")
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

let clock, audio, told, voice

beforeEach(() => {
  clock = new Clock()
  audio = new FakeAudio()
  told = []
  const chime = (volume) => {
    told.push(`chime ${volume}`)
    return () => told.push("chime over")
  }
  const onBlocked = (blocked) => told.push(blocked ? "blocked" : "sounds")
  voice = speaker({ audio, ring: chime, onBlocked, clock })
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
