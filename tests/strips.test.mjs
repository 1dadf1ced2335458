// The pages of results that take turns in the board's strip.
import assert from "node:assert/strict"
import { test } from "node:test"

import { turnPages } from "../display/static/strips.js"

const page = () => ({ on: false, toggleAttribute(_name, on) { this.on = on } })

test("each page of results has five seconds, one after the other, and then the first", () => {
  const pages = [page(), page(), page()]
  const turns = [0, 4999, 5000, 10000, 15000].map((now) => {
    turnPages(pages, now)
    return pages.findIndex(({ on }) => on)
  })
  assert.deepEqual(turns, [0, 0, 1, 2, 0])
  assert.equal(pages.filter(({ on }) => on).length, 1)
})

test("a strip without results has nothing to turn", () => {
  assert.doesNotThrow(() => turnPages([], 0))
})
