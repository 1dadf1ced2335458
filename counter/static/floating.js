// The small form above all other windows, where the browser can do that: Chromium 116 and
// later, over https or on the server itself. Elsewhere docs/companion.md has another way.
const CAN = isSecureContext && "documentPictureInPicture" in window && window === top
const SIZE = { width: 320, height: 480 }
const FILL = { position: "fixed", inset: "0", inlineSize: "100%", blockSize: "100%", border: "0" }

/** Call after every drawing. */
export function offer() {
  for (const button of document.querySelectorAll("[data-float]")) button.hidden = !CAN
}

/** A page of its own: it goes on by itself, and ends when it is not the terminal any more. */
async function float() {
  const small = await documentPictureInPicture.requestWindow(SIZE)
  const page = small.document.createElement("iframe")
  page.addEventListener("load", () => {
    if (!page.contentDocument?.body.matches(".desk")) small.close()
  })
  page.src = location.href
  page.title = document.title
  Object.assign(page.style, FILL)
  small.document.body.append(page)
}

document.addEventListener("click", ({ target }) => { if (target.closest("[data-float]")) float() })
