// The live channel as a page hears it: whole snapshots, and a word when they grow old.

/** Of two snapshots the other epoch wins (a restore), else the larger n. */
export function isNewer(current, next) {
  return current === null || current.epoch !== next.epoch || next.n > current.n
}

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

const nothing = () => {}

/** Passes each snapshot on once, and never an older one after a newer. */
function newest(onSnapshot) {
  let current = null
  return (next) => {
    if (!isNewer(current, next)) return
    current = next
    onSnapshot(next)
  }
}

/** Call `heard` at every sign of life. Silence for `staleAfter` ms is told once, with the
    moment of the last sign, and so is the next sign; onSilence comes again and again. */
function watchSilence({ staleAfter, onStale = nothing, onFresh = nothing, onSilence = nothing, clock }) {
  let stale = false
  let heardAt = clock.now()
  let timer = clock.setTimeout(tell, staleAfter)

  function tell() {
    timer = clock.setTimeout(tell, staleAfter)
    if (!stale) onStale(heardAt)
    stale = true
    onSilence()
  }

  function heard() {
    heardAt = clock.now()
    clock.clearTimeout(timer)
    timer = clock.setTimeout(tell, staleAfter)
    if (stale) onFresh()
    stale = false
  }

  return { heard, stop: () => clock.clearTimeout(timer) }
}

/** Screens and staff: one Socket.IO room. A room with snapshots is fresh again only with
    the next snapshot; one that says "changed" (give onChanged) as soon as it is joined. */
export function follow({
  io, room, onSnapshot, onChanged, onStale, onFresh, staleAfter = 5000, clock = CLOCK,
}) {
  const socket = io({
    transports: ["websocket"], randomizationFactor: 0.5, reconnectionDelayMax: 2000,
  })
  const { heard } = watchSilence({ staleAfter, onStale, onFresh, clock })
  const take = newest(onSnapshot ?? nothing)
  let caughtUp = false

  function catchUp() {
    caughtUp = true
    heard()
  }

  // The library does not try again by itself when the server refused or ended the session.
  function comeBack() {
    caughtUp = false
    if (!socket.active) clock.setTimeout(() => socket.connect(), 2000)
  }

  socket.on("connect", () => {
    socket.emit("watch", room)
    if (!onChanged) return
    catchUp()
    onChanged()
  })
  socket.on("snapshot", (next) => {
    catchUp()
    take(next)
  })
  socket.on("changed", (what) => {
    heard()
    onChanged?.(what)
  })
  socket.on("disconnect", comeBack)
  socket.on("connect_error", comeBack)
  // The server's ping, every 2 s. From a line that has told us nothing yet it proves nothing.
  socket.io.on("ping", () => { if (caughtUp) heard() })
  return socket
}

/** Phones: server-sent events. The answer closes the stream for good. We open each stream
    anew ourselves: a browser gives up at the first 503, and would never notice a line that
    is dead but open. Delays double up to 30 s, ±50 %, lest all phones return at once. */
export function stream({
  url, onSnapshot, onStale, onFresh, staleAfter = 30000,
  EventSource = globalThis.EventSource, clock = CLOCK, random = Math.random,
}) {
  const take = newest(onSnapshot)
  let source
  let timer = null
  let misses = 0

  const silence = watchSilence({ staleAfter, onStale, onFresh, onSilence: again, clock })

  function alive() {
    misses = 0
    silence.heard()
  }

  function again() {
    if (timer !== null) return
    source.close()
    const delay = Math.min(1000 * 2 ** misses, 30000) * (0.5 + random())
    misses += 1
    timer = clock.setTimeout(open, delay)
  }

  function open() {
    timer = null
    source = new EventSource(url)
    source.addEventListener("beat", alive)
    source.addEventListener("message", ({ data }) => {
      alive()
      take(JSON.parse(data))
    })
    source.addEventListener("error", again)
  }

  open()
  return () => {
    silence.stop()
    source.close()
    clock.clearTimeout(timer)
  }
}
