// What was left unsaved comes back: from this browser to the desk, and from the desk to the form.

import { remove } from "./fallback.js"
import { send } from "./link.js"

const LEFT = "newsroom-left"

async function handIn({ key, address, message }, place) {
  const late = { ...message, leaving: true }
  let { state } = await send(address, late)
  // The text of a story that is gone is offered for a new one.
  if (state === "gone") ({ state } = await send((address = place.dataset.newAddress), late))
  if (state === "kept") remove(key)
  return state === "kept" && address === place.dataset.address
}

/** Whether the desk was given something that this form is now to offer. */
export async function handInAll(fallback, place) {
  let offered = false
  for (const entry of fallback.left()) offered = (await handIn(entry, place)) || offered
  return offered
}

/** For when the editor comes back to this page with the Back button. */
export const remember = (tab) => sessionStorage.setItem(LEFT, tab)

/** Whether the form is being loaded anew with the text that it had when it was left. */
export function comesBack(place) {
  const [navigation] = performance.getEntriesByType("navigation")
  const tab = sessionStorage.getItem(LEFT)
  if (navigation?.type !== "back_forward" || !tab) return false
  const restore = place.querySelector(`[data-offer="${CSS.escape(tab)}"] [data-restore]`)
  if (restore) location.replace(restore.href)
  return Boolean(restore)
}
