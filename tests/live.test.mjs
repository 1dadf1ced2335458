// What pages do when the live channel speaks, and when it falls silent.
// Run: node --test tests/*.mjs
import assert from "node:assert/strict"
import { EventEmitter } from "node:events"
import { beforeEach, test } from "node:test"

import { follow, isNewer, stream } from "../office/static/live.js"
import { Clock } from "./clock.mjs"

// A stand-in for the Socket.IO client: hear() is the server speaking to us.
class FakeSocket {
  #events = new EventEmitter()
  io = new EventEmitter()
  sent = []
  active = true
  connects = 0
  on(name, listener) { this.#events.on(name, listener) }
  emit(...message) { this.sent.push(message) }
  connect() { this.connects += 1 }
  hear(name, data) { this.#events.emit(name, data) }
  ping() { this.io.emit("ping") }
}

class FakeSource extends EventTarget {
  static opened = []
  open = true
  constructor(url) {
    super()
    this.url = url
    FakeSource.opened.push(this)
  }
  close() { this.open = false }
  say(name, data) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }))
  }
}

let clock, told, options, socket
const first = { epoch: "k3f9", n: 7 }
const later = { epoch: "k3f9", n: 8 }

beforeEach(() => {
  clock = new Clock()
  told = []
  FakeSource.opened = []
  socket = new FakeSocket()
  options = {
    clock,
    onSnapshot: ({ epoch, n }) => told.push(`${epoch}-${n}`),
    onStale: (since) => told.push(`stale since ${since}`),
    onFresh: () => told.push("fresh"),
  }
})

function followLobby(more = {}) {
  follow({ ...options, room: "lobby", io: (how) => ((socket.how = how), socket), ...more })
}

function openStream() {
  return stream({ ...options, url: "/s", EventSource: FakeSource, random: () => 0.5 })
}

const newestSource = () => FakeSource.opened.at(-1)

test("a larger n or another epoch is newer, the same or a smaller n is not", () => {
  assert.equal(isNewer(null, first), true)
  assert.equal(isNewer(first, later), true)
  assert.equal(isNewer(first, first), false)
  assert.equal(isNewer(later, first), false)
  assert.equal(isNewer(later, { epoch: "restored", n: 1 }), true)
})

test("a screen asks for its room at every connection, by WebSocket alone", () => {
  followLobby()
  socket.hear("connect")
  socket.hear("disconnect")
  socket.hear("connect")
  assert.deepEqual(socket.how.transports, ["websocket"])
  assert.deepEqual(socket.sent, [["watch", "lobby"], ["watch", "lobby"]])
})

test("a snapshot that came late never replaces a newer one", () => {
  followLobby()
  for (const snapshot of [later, first, later]) socket.hear("snapshot", snapshot)
  socket.hear("snapshot", { epoch: "restored", n: 1 })
  assert.deepEqual(told, ["k3f9-8", "restored-1"])
})

test("a server that pings is not stale, however little happens", () => {
  followLobby()
  socket.hear("connect")
  socket.hear("snapshot", first)
  for (let i = 0; i < 100; i++) {
    clock.pass(2000)
    socket.ping()
  }
  assert.deepEqual(told, ["k3f9-7"])
})

test("silence is told within five seconds of the last sign, once", () => {
  followLobby()
  socket.hear("snapshot", first)
  clock.pass(2000)
  socket.ping()
  clock.pass(4999)
  assert.deepEqual(told, ["k3f9-7"])
  clock.pass(1)
  clock.pass(60000)
  assert.deepEqual(told, ["k3f9-7", "stale since 2000"])
})

test("a connection that breaks and is back in time goes unnoticed", () => {
  followLobby()
  socket.hear("connect")
  socket.hear("snapshot", first)
  socket.hear("disconnect", "transport close")
  clock.pass(3000)
  socket.hear("connect")
  socket.hear("snapshot", later)
  clock.pass(4000)
  assert.deepEqual(told, ["k3f9-7", "k3f9-8"])
})

test("connected again but without a snapshot a screen stays stale", () => {
  followLobby()
  socket.hear("snapshot", first)
  socket.hear("disconnect", "transport close")
  clock.pass(4000)
  socket.hear("connect")
  socket.ping()
  clock.pass(1000)
  assert.deepEqual(told, ["k3f9-7", "stale since 0"])
  socket.hear("snapshot", first)
  assert.deepEqual(told.slice(2), ["fresh"])
})

test("a server that never answers is told as stale from the start", () => {
  followLobby()
  clock.pass(5000)
  assert.deepEqual(told, ["stale since 0"])
})

test("a counter is told of changes, and fetches again after each connection", () => {
  followLobby({ onChanged: () => told.push("changed"), onSnapshot: undefined })
  socket.hear("connect")
  socket.hear("changed")
  clock.pass(6000)
  socket.hear("connect")
  assert.deepEqual(told, ["changed", "changed", "stale since 0", "fresh", "changed"])
})

test("a session that the server ended or refused is asked for again", () => {
  followLobby()
  socket.active = false
  socket.hear("disconnect", "io server disconnect")
  clock.pass(2000)
  socket.hear("connect_error", new Error("not paired"))
  clock.pass(2000)
  assert.equal(socket.connects, 2)
})

test("a phone takes whole snapshots from its stream and never an older one", () => {
  openStream()
  for (const snapshot of [first, later, first]) newestSource().say("message", snapshot)
  assert.equal(newestSource().url, "/s")
  assert.deepEqual(told, ["k3f9-7", "k3f9-8"])
})

test("beats keep a quiet stream fresh, thirty seconds without one do not", () => {
  openStream()
  for (let i = 0; i < 10; i++) {
    clock.pass(15000)
    newestSource().say("beat")
  }
  clock.pass(29999)
  assert.deepEqual(told, [])
  clock.pass(1)
  assert.deepEqual(told, ["stale since 150000"])
})

test("a dead but open line is dropped and opened anew until it speaks", () => {
  openStream()
  clock.pass(31000)
  assert.deepEqual(FakeSource.opened.map(({ open }) => open), [false, true])
  clock.pass(32000)
  assert.deepEqual(FakeSource.opened.map(({ open }) => open), [false, false, true])
  newestSource().say("message", first)
  assert.deepEqual(told, ["stale since 0", "fresh", "k3f9-7"])
})

test("a refused stream is tried again later and later, and soon after a success", () => {
  openStream()
  const waits = []
  for (let i = 0; i < 7; i++) {
    const refused = newestSource()
    const since = clock.time
    refused.say("error")
    while (newestSource() === refused) clock.pass(500)
    waits.push(clock.time - since)
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 30000, 30000])
  newestSource().say("beat")
  newestSource().say("error")
  clock.pass(1000)
  assert.equal(FakeSource.opened.length, 9)
})

test("phones that lost the server together do not return together", () => {
  const returns = [0, 0.999].map((random) => {
    const own = new Clock()
    stream({ ...options, clock: own, url: "/s", EventSource: FakeSource, random: () => random })
    newestSource().say("error")
    const count = FakeSource.opened.length
    while (FakeSource.opened.length === count) own.pass(1)
    return own.time
  })
  assert.deepEqual(returns, [500, 1499])
})

test("a stream that the page closed stays closed and says nothing more", () => {
  const close = openStream()
  close()
  clock.pass(120000)
  assert.deepEqual(FakeSource.opened.map(({ open }) => open), [false])
  assert.deepEqual(told, [])
})
