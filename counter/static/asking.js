// When the rating screen looks again, and when it gives up. Pure: no page, no server.

/** What a snapshot says of one counter; two alike mean that nothing happened there. */
export function about({ calls, serving }, counter) {
  const here = (one) => one.counter === counter
  const called = calls.filter(here).map(({ seq, number, status }) => [seq, number, status])
  return JSON.stringify([called, serving.filter(here)])
}

const CLOCK = {
  now: () => Date.now(),
  setInterval: (act, ms) => setInterval(act, ms),
  clearInterval: (timer) => clearInterval(timer),
}

/** Burns down from 1 to 0; every touch makes it whole again. */
export function fuse({ seconds, onLeft, onOut, clock = CLOCK }) {
  let since = clock.now()
  const timer = clock.setInterval(burn, 250)

  function burn() {
    const left = 1 - (clock.now() - since) / (seconds * 1000)
    onLeft(Math.max(0, left))
    if (left > 0) return
    clock.clearInterval(timer)
    onOut()
  }

  return { touched: () => { since = clock.now() } }
}
