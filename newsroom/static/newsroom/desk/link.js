// The way to the desk for a form that is open: what is sent, and what an answer means.

const PATIENCE = 15_000
// More than this a browser does not send for a page that is being left.
const PARTING = 60_000
const MEANING = { 400: "refused", 401: "logged-out", 403: "refused", 404: "gone", 413: "too-large" }

const isJSON = (response) => response.headers.get("Content-Type")?.startsWith("application/json")

/** A login anew makes the tokens worthless that the page was sent with. */
async function renewTokens(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } })
  if (!response.ok) return response
  const { token } = await response.clone().json()
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  return response
}

function post(address, message, options) {
  return fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: JSON.stringify(message),
    ...options,
  })
}

async function ask(address, message) {
  const options = { signal: AbortSignal.timeout(PATIENCE) }
  const response = await post(address, message, options)
  if (response.status !== 403 || isJSON(response)) return response
  const renewed = await renewTokens(address)
  return renewed.ok ? post(address, message, options) : renewed
}

/** What became of it: "kept", or why not; with what the desk has to say. */
export async function send(address, message) {
  try {
    const response = await ask(address, message)
    const answer = isJSON(response) ? await response.json() : {}
    return { state: response.ok ? "kept" : (MEANING[response.status] ?? "trouble"), answer }
  } catch {
    return { state: "offline", answer: {} }
  }
}

export const canPartWith = (message) => new Blob([JSON.stringify(message)]).size < PARTING

/** As the page is left: nobody waits for the answer. */
export const part = (address, message) => post(address, message, { keepalive: true }).catch(() => {})
