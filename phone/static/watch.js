// Keeps hearing of the office: the stream, and questions at intervals while it is silent.

const CLOCK = {
  now: () => Date.now(),
  setTimeout: (act, ms) => setTimeout(act, ms),
  clearTimeout: (timer) => clearTimeout(timer),
}

/** `open({onSnapshot, onStale, onFresh})` starts the stream and gives its end; `ask()` fetches
    one snapshot; `pace()` is the interval of questions in ms. A page that is not looked at
    stops, and catches up when it is. */
export function watch({ open, ask, pace, onSnapshot, onStale, onFresh, clock = CLOCK }) {
  let close = null
  let timer = null
  let asking = false // whether the stream is silent
  let heardAt = clock.now()

  function heard(snapshot) {
    heardAt = clock.now()
    onFresh()
    onSnapshot(snapshot)
  }

  async function question() {
    clock.clearTimeout(timer)
    try {
      const snapshot = await ask()
      if (close) heard(snapshot)
    } catch (error) {
      console.warn("The office was not heard.", error)
      if (close) onStale(heardAt)
    }
    if (asking && close) timer = clock.setTimeout(question, pace())
  }

  function silent(at) {
    heardAt = Math.max(heardAt, at)
    asking = true
    question()
  }

  function streaming() {
    asking = false
    clock.clearTimeout(timer)
    heardAt = clock.now()
    onFresh()
  }

  function start() {
    close ??= open({ onSnapshot: heard, onStale: silent, onFresh: streaming })
  }

  function stop() {
    close?.()
    close = null
    asking = false
    clock.clearTimeout(timer)
  }

  start()
  return {
    stop,
    resume() {
      if (close) return
      start()
      question()
    },
  }
}
