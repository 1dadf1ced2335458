// One announcement as sound: a WAV that the server joined, played by one <audio> element.
// If it does not come, the chime; and whatever happens, the end is told.
import { RING } from "./chime.js"

export const START = 2000 // ms until it must sound
export const BEYOND = 3000 // ms over its length until it is given up
const LONGEST = 60000 // ms, when the length is not known

const CLOCK = {
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}
const nothing = () => {}

/** Where { kind, calls } is to be had. */
export function addressOf({ kind, calls }) {
  const [{ counter, times }] = calls
  if (kind === "ready") return `/display/voice/ready/${numbersOf(calls)}-${counter}.wav`
  const which = calls.length > 1 ? 1 : times
  return `/display/voice/call/${calls.map(saidOf).join("+")}.wav?times=${which}`
}

/** With the language of the ticket, beside Vietnamese. */
const saidOf = ({ number, counter, language }) =>
  `${number}-${counter}${language === "vi" ? "" : language}`

/** The same in words, by the patterns { call, ready }. */
export function sentenceOf({ kind, calls }, patterns) {
  const [{ counter }] = calls
  if (kind === "call") return calls.map((call) => filled(patterns.call, call)).join(". ")
  const numbers = calls.map(({ number }) => number).join(", ")
  return filled(patterns.ready, { numbers, counter })
}

const filled = (pattern, facts) => pattern.replace(/{(\w+)}/g, (_, name) => facts[name])

const numbersOf = (calls) => calls.map(({ number }) => number).join("+")

/** [{ place, at }]: of the sound at `address`, the ms at which each sentence begins, and
    which of the calls it is about. */
export async function partsOf(address) {
  const answer = await fetch(address, { method: "HEAD", cache: "no-store" })
  const told = answer.headers.get("Voice-Parts")
  if (!told) throw new Error(`${address} answered ${answer.status} without its parts.`)
  return told.split(", ").map((part) => {
    const [place, at] = part.split(":").map(Number)
    return { place, at }
  })
}

/** `onBlocked` tells whether the browser holds the sound back until a touch. */
export function speaker({ audio, ring, onBlocked, parts = partsOf, clock = CLOCK }) {
  let turn = null // { volume, onLength, onEnd, sounds, parts }
  let unring = null // stops the chime
  let timer = null

  audio.onloadedmetadata = () => {
    if (Number.isFinite(audio.duration)) turn?.onLength(lengthOf(audio))
  }
  audio.onplaying = sounds
  audio.onended = end
  audio.onerror = standIn

  function say(address, { volume, several = false, onLength = nothing, onEnd }) {
    hush()
    turn = { volume, onLength, onEnd, sounds: false, parts: null }
    if (!address) return standIn()
    wait(standIn, START)
    audio.volume = volume
    audio.src = address
    play(turn)
    if (several) part(turn, address)
  }

  async function part(mine, address) {
    try {
      mine.parts = await parts(address)
    } catch (error) {
      console.warn("Where the calls begin is not known; all are said anew at need.", error)
    }
  }

  /** Which of several calls are still to be said, the one being said first; null when
      that is not known. */
  function rest() {
    if (!turn?.sounds || !turn.parts) return null
    const now = audio.currentTime * 1000
    const { parts } = turn
    const isCome = (part) => part?.at <= now
    return parts.filter((_, order) => !isCome(parts[order + 1])).map(({ place }) => place)
  }

  async function play(mine) {
    try {
      await audio.play()
    } catch (error) {
      if (turn !== mine) return // hushed meanwhile
      if (error.name !== "NotAllowedError") return standIn()
      onBlocked(true)
      end()
    }
  }

  function sounds() {
    if (!turn || turn.sounds) return
    turn.sounds = true
    onBlocked(false)
    wait(end, lengthOf(audio) + BEYOND)
  }

  /** A chime alone says at least: look at the board. What broke off is not rung for. */
  function standIn() {
    if (!turn || unring) return
    if (turn.sounds) return end()
    release()
    unring = ring(turn.volume)
    wait(end, RING)
  }

  function wait(act, ms) {
    clock.clearTimeout(timer)
    timer = clock.setTimeout(act, ms)
  }

  function end() {
    const ended = turn
    hush()
    ended?.onEnd()
  }

  function hush() {
    turn = null
    clock.clearTimeout(timer)
    release()
    unring?.()
    unring = null
  }

  /** Nothing of it may be heard any more, nor stay in memory. */
  function release() {
    if (!audio.hasAttribute("src")) return
    audio.removeAttribute("src")
    audio.load()
  }

  return { say, rest, hush }
}

/** ms, once it is known. */
const lengthOf = ({ duration }) => (Number.isFinite(duration) ? duration * 1000 : LONGEST)
