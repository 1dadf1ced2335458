// A clock that obeys, for the tests of the pages' modules.

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
