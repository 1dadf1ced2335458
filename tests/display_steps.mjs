// What the tests of the lobby's page share: calls and snapshots.

export { Clock } from "./clock.mjs"

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
