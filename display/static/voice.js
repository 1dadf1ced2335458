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
  const said = calls.map((call) => `${call.number}-${call.counter}`).join("+")
  const which = calls.length > 1 ? 1 : times
  return `/display/voice/call/${said}.wav?times=${which}&lang=${languageOf(calls)}`
}

/** The same in words, by the patterns { call, ready }. */
export function sentenceOf({ kind, calls }, patterns) {
  const [{ counter }] = calls
  if (kind === "call") return calls.map((call) => filled(patterns.call, call)).join(". ")
  const numbers = calls.map(({ number }) => number).join(", ")
  return filled(patterns.ready, { numbers, counter })
}

const filled = (pattern, facts) => pattern.replace(/{(\w+)}/g, (_, name) => facts[name])

const numbersOf = (calls) => calls.map(({ number }) => number).join("+")

/** Beside Vietnamese: the one that is theirs, if it is one. */
function languageOf(calls) {
  const others = new Set(calls.map(({ language }) => language).filter((code) => code !== "vi"))
  return others.size === 1 ? [...others][0] : "vi"
}

/** `onBlocked` tells whether the browser holds the sound back until a touch. */
export function speaker({ audio, ring, onBlocked, clock = CLOCK }) {
  let turn = null // { volume, onLength, onEnd, sounds }
  let unring = null // stops the chime
  let timer = null

  audio.onloadedmetadata = () => {
    if (Number.isFinite(audio.duration)) turn?.onLength(lengthOf(audio))
  }
  audio.onplaying = sounds
  audio.onended = end
  audio.onerror = standIn

  function say(address, { volume, onLength = nothing, onEnd }) {
    hush()
    turn = { volume, onLength, onEnd, sounds: false }
    if (!address) return standIn()
    wait(standIn, START)
    audio.volume = volume
    audio.src = address
    play(turn)
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

  return { say, hush }
}

/** ms, once it is known. */
const lengthOf = ({ duration }) => (Number.isFinite(duration) ? duration * 1000 : LONGEST)
