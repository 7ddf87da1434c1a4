// Ctrl+K: finds any record and any page of the desk, and goes there.

import { choose } from "../editor/dialogs.js"
import { bind } from "./keys.js"

const button = document.querySelector("[data-palette]")

async function open() {
  if (document.querySelector("dialog[open]")) return
  const found = await choose("Find anything at the desk", button.dataset.palette, { submit: "Open" })
  if (found) location.assign(found.address)
}

/** In the text of a story the same keys link, as they do in every editor. */
const isTaken = (event) => event.defaultPrevented || event.target.closest?.(".ProseMirror")

if (button) {
  button.hidden = false
  button.addEventListener("click", open)
  bind("Everywhere", "K", "Find anything at the desk", (event) => {
    if (isTaken(event)) return
    event.preventDefault()
    open()
  })
}
