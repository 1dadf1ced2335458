// Where one number stands, read from the office's snapshot. Pure: no page, no network.

const NEAR = 2 // people ahead: time to come back to the room
const HOURS = 7200 // seconds: so long a wait is said in whole hours
const AFTER = ["served", "rated", "rating-over"] // faces of one status

/** {state, …} of our number, or "ask": the snapshot does not tell (another day, cancelled,
    further back than it lists). `pause`: nobody is called in this line now. */
export function placeOf(snapshot, { number, day }) {
  if (snapshot.business_day !== day) return "ask"
  return atCounter(snapshot, number) ?? aside(snapshot, number)
    ?? inLine(snapshot, number) ?? gone(snapshot, number)
}

function atCounter({ calls, serving }, number) {
  const there = serving.find((visit) => visit.number === number)
  if (!there) return null
  const call = calls.find((one) => one.number === number)
  if (call?.status !== "called") return { state: "serving", counter: there.counter }
  return { state: "called", counter: there.counter, times: call.times }
}

function aside(snapshot, number) {
  const state = ["missed", "ready", "parked"].find((name) => snapshot[name].includes(number))
  return state ? { state } : null
}

function inLine({ lines, open }, number) {
  for (const { service, order, wait } of lines) {
    const ahead = order.indexOf(number)
    if (ahead < 0) continue
    const state = ahead <= NEAR ? "near" : "waiting"
    const mine = wait?.[ahead] ?? null // none at all where no open counter serves the line
    return { state, service, ahead, wait: mine, pause: !open || !mine }
  }
  return null
}

function gone({ calls }, number) {
  return calls.some((one) => one.number === number && one.status === "served")
    ? { state: "served" } : "ask"
}

/** Whether the page must be drawn anew; else its texts alone are put right. */
export function isOther(shown, place) {
  if (AFTER.includes(place.state)) return !AFTER.includes(shown.face)
  if (place.state !== shown.face) return true
  if (place.state === "called") return place.counter !== shown.counter || place.times !== shown.times
  return "ahead" in place && (place.service !== shown.service || place.pause !== shown.pause)
}

/** What is worth a sound: "called" (again), "near", "ready", or nothing. */
export function alarm(shown, place) {
  if (place.state === "called") return isOther(shown, place) ? "called" : null
  if (place.state === "near") return shown.face === "waiting" ? "near" : null
  return place.state === "ready" && shown.face !== "ready" ? "ready" : null
}

/** Within a fifth more or less of 0.8 s, lest all phones of a line ask at the same instant. */
export function patience(place, random = Math.random) {
  return place.state === "called" ? 0 : 800 * (0.8 + 0.4 * random())
}

const fill = (sentence, facts) => sentence.replace(/{(\w+)}/g, (_, name) => facts[name])

export function peopleText(n, words) {
  return n === 1 ? words.one : fill(words.many, { n })
}

/** As the server's `minutes`; seconds in, a range out. */
export function waitText({ low, likely, high }, words) {
  if (likely === 0) return words.none
  if (low === 0) return fill(words.under, { n: high / 60 })
  if (low >= HOURS) return fill(words.hours, { low: Math.floor(low / 3600), high: Math.ceil(high / 3600) })
  return fill(words.range, { low: low / 60, high: high / 60 })
}

export function titleText(n, number, words) {
  return fill(words.title, { n: peopleText(n, words), number })
}

export function grownText(more, words) {
  return fill(words.grown, { n: peopleText(more, words) })
}

/** `age` in milliseconds since the last sign of life, which the page's stamp shows. */
export function staleText(at, age, words) {
  const seconds = Math.round(age / 1000)
  const since = seconds < 90 ? fill(words.seconds, { n: seconds })
    : fill(words.minutes, { n: Math.round(seconds / 60) })
  return fill(words.stale, { at, age: since })
}

/** HH:MM:SS on the office's wall: `start` is its ISO time when the page was made. */
export function officeTime(start, elapsed) {
  return new Date(Date.parse(`${start.slice(0, 19)}Z`) + elapsed).toISOString().slice(11, 19)
}
