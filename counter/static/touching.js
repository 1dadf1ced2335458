// A counter that waits armed for an arrival stays so for as long as its officer is there.
export const EVERY = 30000 // ms: so often is a touch told

/** Gives { drawn(armed), touched() }. Whoever has just armed it was there already. */
export function touching({ send, now = () => performance.now() }) {
  let armed = false
  let last = -Infinity

  function drawn(is) {
    if (is && !armed) last = now()
    armed = is
  }

  function touched() {
    if (!armed || now() - last < EVERY) return
    last = now()
    send()
  }

  return { drawn, touched }
}

/** Where touches go to stands on the page while it is armed. Call what this gives after
    every drawing. */
export function keepArmed(refresh) {
  const touches = touching({ send: () => tell().then(refresh, lost) })
  for (const touch of ["pointerdown", "keydown"]) {
    addEventListener(touch, touches.touched, { capture: true })
  }
  return () => touches.drawn(way() !== undefined)
}

const way = () => document.querySelector("[data-touch]")?.dataset.touch

function tell() {
  const csrf_token = document.querySelector("[name=csrf_token]").value
  // A refusal is no news: the next drawing tells how it stands.
  return fetch(way(), { method: "POST", redirect: "manual", body: new URLSearchParams({ csrf_token }) })
}

const lost = (error) => console.warn("A touch was not told.", error)
