// What the tests of the lobby's page share: a clock that obeys, calls and snapshots.

/** pass(ms) lets every timer due by then ring, in order. */
export class Clock {
  time = 0
  #timers = new Map()
  #next = 1
  now = () => this.time
  setTimeout = (act, ms) => {
    this.#timers.set(this.#next, { act, due: this.time + ms })
    return this.#next++
  }
  clearTimeout = (timer) => this.#timers.delete(timer)
  get running() {
    return this.#timers.size
  }
  pass(ms) {
    const end = this.time + ms
    for (;;) {
      const due = [...this.#timers].filter(([, { due }]) => due <= end)
      if (due.length === 0) break
      const [timer, { act, due: at }] = due.sort((a, b) => a[1].due - b[1].due)[0]
      this.#timers.delete(timer)
      this.time = at
      act()
    }
    this.time = end
  }
}

export const call = (seq, more = {}) => ({
  seq, number: `A${seq}`, counter: seq, status: "called", zone: "", language: "vi",
  at: "2026-11-23T09:00:00+07:00", times: 1, ...more,
})

export const snapshot = (calls, more = {}) => ({
  epoch: "k3f9", business_day: "2026-11-23", at: "2026-11-23T09:00:30+07:00", ready: [],
  ready_at: (more.ready ?? []).map((number) => ({ number, counter: 3, zone: "" })), calls, ...more,
})

export const seqs = (calls) => calls.map(({ seq }) => seq)

/** Lets promises that are settled have their say. */
export const settled = () => new Promise((resolve) => setImmediate(resolve))
