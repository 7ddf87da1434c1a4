// The one table of the desk's keys: who binds one says here what it does.

export const KEYS = new Map()

/** Names a key that is bound elsewhere. */
export function list(where, keys, what) {
  if (!KEYS.has(where)) KEYS.set(where, new Map())
  KEYS.get(where).set(keys, what)
}

/** Binds ``key``, pressed with Ctrl or ⌘, on the whole page. ``act`` may leave it alone. */
export function bind(where, key, what, act) {
  list(where, `Ctrl+${key}`, what)
  addEventListener("keydown", (event) => {
    const isIt = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (isIt && event.key.toLowerCase() === key.toLowerCase()) act(event)
  })
}
