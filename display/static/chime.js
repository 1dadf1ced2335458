// The two notes before a call, made by the browser itself.

const NOTES = [
  { hertz: 659.26, from: 0 }, // E5
  { hertz: 523.25, from: 0.45 }, // C5
]
const RING = 1.6 // seconds that a note takes to die away
const LOUD = 0.5
const SILENT = 0.0001 // an exponential ramp cannot reach zero

/** `onChange(blocked)` tells whether the browser holds the sound back until a touch. */
export function chime({
  onChange, AudioContext = globalThis.AudioContext ?? globalThis.webkitAudioContext,
}) {
  if (!AudioContext) return { ring: () => {}, unlock: () => {} }
  const audio = new AudioContext()
  const tell = () => onChange(audio.state !== "running")
  audio.addEventListener("statechange", tell)
  tell()

  function strike({ hertz, from }) {
    const at = audio.currentTime + from
    const note = audio.createOscillator()
    const volume = audio.createGain()
    note.frequency.value = hertz
    volume.gain.setValueAtTime(SILENT, at)
    volume.gain.exponentialRampToValueAtTime(LOUD, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(SILENT, at + RING)
    note.connect(volume).connect(audio.destination)
    note.start(at)
    note.stop(at + RING)
  }

  /** Silent, and never late, while the browser blocks it. */
  function ring() {
    if (audio.state === "running") NOTES.forEach(strike)
    else tell()
  }

  return { ring, unlock: () => audio.resume() }
}
