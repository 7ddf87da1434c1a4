// “?” shows all keys that do something on this page.

import { open } from "../editor/dialogs.js"
import { make } from "../editor/elements.js"
import { KEYS, list } from "./keys.js"

const TYPING = "input, select, textarea, [contenteditable], dialog"
const button = document.querySelector("[data-shortcuts]")

const keysOf = (keys) => keys.split(" or ").flatMap((each, i) => [i ? " or " : "", make("kbd", {}, each)])
const row = ([keys, what]) => make("div", {}, make("dt", {}, ...keysOf(keys)), make("dd", {}, what))

function show() {
  if (document.querySelector("dialog[open]")) return
  const parts = [...KEYS].flatMap(([where, keys]) => [
    make("h3", {}, where),
    make("dl", { className: "shortcuts" }, ...[...keys].map(row)),
  ])
  open("Keys", parts, () => true, "Close")
}

if (button) {
  list("Everywhere", "?", "Show these keys")
  button.hidden = false
  button.addEventListener("click", show)
  addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.target.closest?.(TYPING)) return
    event.preventDefault()
    show()
  })
}
