// Elements made in one expression, and the answers of the desk.

/** An element with its properties; those with a dash, and role, become attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value)
    else element[name] = value
  }
  element.append(...children.filter((child) => child != null && child !== ""))
  return element
}

/** What the desk answers; an error says in words what is wrong. */
export async function fetchJSON(address, query) {
  const url = `${address}?${new URLSearchParams(query)}`
  const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null)
  if (!response) throw new Error("The desk does not answer. Is there a connection?")
  if (response.redirected) throw new Error("You are logged out: log in again in another tab.")
  if (!response.ok) throw new Error("The desk could not answer that.")
  return response.json()
}

/** Draws what may push the rest of the page down, and keeps what has the focus in view if it was. */
export function keepFocusInView(draw) {
  const focused = document.activeElement
  const { top, bottom } = focused.getBoundingClientRect()
  draw()
  if (top >= 0 && bottom <= innerHeight) focused.scrollIntoView({ block: "nearest" })
}
