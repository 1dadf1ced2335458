// The two notes that stand in when the voice cannot be had, made by the browser itself.
// Each ring has a context of its own: one that lay idle for an hour may stay silent.

const NOTES = [
  { hertz: 659.26, from: 0 }, // E5
  { hertz: 523.25, from: 0.45 }, // C5
]
const FADE = 1.6 // seconds that a note takes to die away
const LOUD = 0.5
const SILENT = 0.0001 // an exponential ramp cannot reach zero
const PATIENCE = 1000 // ms for a sound card to wake up
export const RING = 2200 // ms until both have

const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext

/** Whether the browser lets this page sound without a touch. */
export async function maySound(AudioContext = Context) {
  if (!AudioContext) return true
  const audio = new AudioContext()
  const runs = await isRunning(audio)
  await audio.close()
  return runs
}

/** Rings at `volume` (0 to 1), and gives the way to stop it. Silent, and never late,
    while the browser blocks it. */
export function ring(volume, AudioContext = Context) {
  if (!AudioContext) return () => {}
  const audio = new AudioContext()
  strikeAll(audio, Math.max(LOUD * volume, SILENT))
  return () => audio.close()
}

async function strikeAll(audio, loud) {
  if (!await isRunning(audio)) return
  for (const note of NOTES) strike(audio, note, loud)
}

function isRunning(audio) {
  if (audio.state === "running") return true
  return new Promise((tell) => {
    const timer = setTimeout(() => tell(false), PATIENCE)
    audio.onstatechange = () => {
      clearTimeout(timer)
      tell(audio.state === "running")
    }
  })
}

function strike(audio, { hertz, from }, loud) {
  const at = audio.currentTime + from
  const note = audio.createOscillator()
  const volume = audio.createGain()
  note.frequency.value = hertz
  volume.gain.setValueAtTime(SILENT, at)
  volume.gain.exponentialRampToValueAtTime(loud, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(SILENT, at + FADE)
  note.connect(volume).connect(audio.destination)
  note.start(at)
  note.stop(at + FADE)
}
