// Giấy và máy in: the page keeps itself fresh; every act on it is a plain form.
import { follow } from "/static/live.js"
import { io } from "/static/vendor/socket.io.esm.min.js"

import { keepFresh } from "./fresh.js"

const LOOK = 10000 // ms: how paper fares is no news of the lobby
const stale = document.querySelector("[data-stale]")
const fresh = keepFresh({ url: document.body.dataset.page, onDrawn() {} })

setInterval(fresh.refresh, LOOK)
follow({
  io,
  room: "lobby",
  onSnapshot: fresh.refresh,
  onStale() { stale.hidden = false },
  onFresh() {
    stale.hidden = true
    fresh.refresh()
  },
})
