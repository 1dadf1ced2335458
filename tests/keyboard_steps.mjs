// The terminal's keyboard in tests: a clock that obeys, and where the hand lies.
export class Clock {
  time = 10_000
  #timers = new Map()
  #next = 1
  now = () => this.time
  setTimeout = (act, ms) => {
    this.#timers.set(this.#next, { act, due: this.time + ms })
    return this.#next++
  }
  clearTimeout = (timer) => this.#timers.delete(timer)
  pass(ms) {
    this.time += ms
    for (const [timer, { act, due }] of [...this.#timers]) {
      if (due > this.time) continue
      this.#timers.delete(timer)
      act()
    }
  }
}

export const DESK = { fold: false, typing: false }
export const FOLD = { fold: true, typing: false }
export const FIELD = { fold: true, typing: true }
export const OWN = { ...DESK, own: true } // a button that was reached with Tab
export const CTRL = { ctrlKey: true }
