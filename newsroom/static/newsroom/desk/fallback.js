// What the desk could not take is kept in this browser, for its editor alone.

const PREFIX = "newsroom-unsaved"

export class Fallback {
  constructor(user, address, tab) {
    this.own = `${PREFIX}:${user}:`
    this.key = `${this.own}${address}:${tab}`
    this.address = address
    this.held = null
  }

  /** Whether this browser keeps ``message``, of which ``typed`` is the text. */
  hold(message, typed) {
    if (typed === this.held) return true
    try {
      localStorage.setItem(this.key, JSON.stringify({ address: this.address, message }))
      this.held = typed
    } catch {
      this.held = null
    }
    return this.held !== null
  }

  release() {
    this.held = null
    remove(this.key)
  }

  /** What other pages of the same editor left here. */
  left() {
    return keys()
      .filter((key) => key.startsWith(this.own) && key !== this.key)
      .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
  }
}

function keys() {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}

export function remove(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to remove.
  }
}
