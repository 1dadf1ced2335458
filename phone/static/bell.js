// The phone rings: a sound made here (no file to fetch), a buzz, and a screen kept lit.

const AGAIN = 4000 // ms between two rings of a call
const LONGEST = 60000 // ms: then the lobby has surely called as well
const TUNES = { called: [880, 660, 880], near: [660, 880], ready: [660, 880], test: [660] } // Hz
const NOTE = 0.35 // seconds

function note(context, pitch, at) {
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = pitch
  volume.gain.setValueAtTime(0.6, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE)
  tone.connect(volume).connect(context.destination)
  tone.start(at)
  tone.stop(at + NOTE)
}

/** A plain-http page has no wake lock, an iPhone does not buzz: what is missing is left out. */
export function bell({
  AudioContext = globalThis.AudioContext,
  navigator = globalThis.navigator,
  every = (act, ms) => setInterval(act, ms),
  stopEvery = (timer) => clearInterval(timer),
  onRinging = () => {},
} = {}) {
  let context = null
  let ringing = null
  let left = 0

  function play(tune) {
    TUNES[tune].forEach((pitch, i) => note(context, pitch, context.currentTime + i * NOTE))
    navigator.vibrate?.(TUNES[tune].flatMap(() => [300, 150]))
  }

  function repeat() {
    left -= AGAIN
    if (left <= 0) silence()
    else play("called")
  }

  function silence() {
    stopEvery(ringing)
    ringing = null
    navigator.vibrate?.(0)
    onRinging(false)
  }

  function ring(tune) {
    if (!context) return
    if (ringing) silence()
    play(tune)
    if (tune !== "called") return
    left = LONGEST
    ringing = every(repeat, AGAIN)
    onRinging(true)
  }

  /** The browser lets go of the lock whenever the page is hidden: ask anew on return. */
  async function keepLit() {
    if (!context || !navigator.wakeLock) return
    try {
      await navigator.wakeLock.request("screen")
    } catch (error) {
      console.warn("The screen is not kept lit.", error) // battery saver: the bell still rings
    }
  }

  return {
    keepsLit: Boolean(navigator.wakeLock),
    isOn: () => context !== null,
    isRinging: () => ringing !== null,
    turnOn() { // inside a tap: browsers keep a page silent until then
      context ??= new AudioContext()
      context.resume()
      play("test")
      return keepLit()
    },
    ring,
    silence() { if (ringing) silence() },
    keepLit,
  }
}
