// A phone goes on hearing of the office when streams fail, and rests when nobody looks.
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"

import { bell } from "../phone/static/bell.js"
import { watch } from "../phone/static/watch.js"

const settled = () => new Promise((resolve) => setImmediate(resolve))

let told, streams, asked, answer, timers, clock

beforeEach(() => {
  told = []
  streams = []
  asked = 0
  answer = async () => ({ n: asked })
  timers = new Map()
  clock = {
    at: 0, next: 1,
    now() { return this.at },
    setTimeout(act, ms) { timers.set(this.next, { act, due: this.at + ms }); return this.next++ },
    clearTimeout(timer) { timers.delete(timer) },
  }
  mock.method(console, "warn", () => {})
})

async function pass(ms) {
  clock.at += ms
  for (const [timer, { act, due }] of [...timers]) {
    if (due > clock.at) continue
    timers.delete(timer)
    act()
  }
  await settled()
}

function start(pace = () => 30000) {
  return watch({
    open(hearing) {
      streams.push({ ...hearing, open: true })
      return () => { streams.at(-1).open = false }
    },
    ask() { asked += 1; return answer() },
    pace,
    onSnapshot: ({ n }) => told.push(`n${n}`),
    onStale: (at) => told.push(`stale since ${at}`),
    onFresh: () => told.push("fresh"),
    clock,
  })
}

test("while the stream speaks nobody asks", async () => {
  start()
  streams[0].onSnapshot({ n: 7 })
  await pass(60000)
  assert.deepEqual([told, asked], [["fresh", "n7"], 0])
})

test("a silent stream is replaced by a question every thirty seconds", async () => {
  start()
  streams[0].onStale(0)
  await settled()
  await pass(29000)
  assert.equal(asked, 1)
  await pass(1000)
  assert.deepEqual([told, asked], [["fresh", "n1", "fresh", "n2"], 2])
})

test("questions come every five seconds when the turn is near", async () => {
  start(() => 5000)
  streams[0].onStale(0)
  await settled()
  await pass(5000)
  await pass(5000)
  assert.equal(asked, 3)
})

test("only when the question fails too is the page stale, since it last heard", async () => {
  start()
  clock.at = 1000
  streams[0].onSnapshot({ n: 7 })
  answer = async () => { throw new TypeError("offline") }
  clock.at = 26000
  streams[0].onStale(1000)
  await settled()
  assert.deepEqual(told, ["fresh", "n7", "stale since 1000"])
})

test("questions end when the stream is back", async () => {
  start()
  streams[0].onStale(0)
  await settled()
  streams[0].onFresh()
  await pass(60000)
  assert.equal(asked, 1)
})

test("a page that nobody looks at is silent, and catches up when somebody does", async () => {
  const office = start()
  office.stop()
  await pass(60000)
  assert.deepEqual([streams[0].open, asked], [false, 0])
  office.resume()
  await settled()
  assert.deepEqual([streams.length, streams[1].open, asked], [2, true, 1])
})

test("an answer that comes after the page was left changes nothing", async () => {
  const office = start()
  streams[0].onStale(0)
  office.stop()
  await settled()
  assert.deepEqual(told, [])
})

// --- the bell ------------------------------------------------------------------

class Sound {
  static notes = 0
  currentTime = 0
  destination = {}
  resume() {}
  createGain() {
    const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} }
    return { gain, connect: (next) => next }
  }
  createOscillator() {
    return { frequency: {}, connect: (next) => next, start() { Sound.notes += 1 }, stop() {} }
  }
}

function phone(navigator = {}) {
  const ticks = []
  const rings = []
  Sound.notes = 0
  const made = bell({
    AudioContext: Sound, navigator, every: (act) => ticks.push(act), stopEvery: () => ticks.splice(0),
    onRinging: (on) => rings.push(on),
  })
  return { bell: made, rings, tick: () => ticks.forEach((act) => act()) }
}

test("nothing rings before somebody has turned the bell on", () => {
  const { bell: ours } = phone()
  ours.ring("called")
  assert.deepEqual([Sound.notes, ours.isOn(), ours.isRinging()], [0, false, false])
})

test("a call rings again and again until somebody says they are coming", () => {
  const { bell: ours, tick, rings } = phone()
  ours.turnOn()
  ours.ring("called")
  const once = Sound.notes
  tick()
  assert.equal(Sound.notes, once + 3)
  ours.silence()
  assert.deepEqual([rings, ours.isRinging()], [[true, false], false])
})

test("nobody's phone rings for longer than a minute", () => {
  const { bell: ours, tick } = phone()
  ours.turnOn()
  ours.ring("called")
  for (let i = 0; i < 15; i++) tick()
  assert.equal(ours.isRinging(), false)
})

test("a phone that comes near the turn rings once", () => {
  const { bell: ours } = phone()
  ours.turnOn()
  ours.ring("near")
  assert.equal(ours.isRinging(), false)
})

test("it buzzes and keeps the screen lit only where the phone can", async () => {
  const asked = []
  const wakeLock = { request: async (what) => asked.push(what) }
  const able = phone({ wakeLock, vibrate: () => asked.push("buzz") })
  await able.bell.turnOn()
  assert.deepEqual([able.bell.keepsLit, asked], [true, ["buzz", "screen"]])
  const plain = phone()
  await plain.bell.turnOn()
  assert.deepEqual([plain.bell.keepsLit, plain.bell.isOn()], [false, true])
})

test("a phone that will not stay lit rings all the same", async () => {
  const wakeLock = { request: async () => { throw new DOMException("low battery") } }
  const { bell: ours } = phone({ wakeLock })
  await ours.turnOn()
  ours.ring("called")
  assert.equal(ours.isRinging(), true)
})
