// In the form of a new record: says who is there already under the names that are being typed.

const PAUSE = 300
const OTHER_NAME = /^(names|titles)-\d+-name$/

const place = document.querySelector("[data-twins]")

function namesIn(form) {
  const own = place.dataset.names.split(" ")
  return [...new FormData(form)].filter(([name, value]) => (own.includes(name) || OTHER_NAME.test(name)) && value.trim())
}

const ticked = () => [...place.querySelectorAll(":checked")].map(({ value }) => value)

function show(html) {
  const others = ticked()
  place.innerHTML = html
  place.querySelectorAll("[type=checkbox]").forEach((box) => {
    box.checked = others.includes(box.value)
  })
}

if (place) {
  const form = place.closest("form")
  let asked = ""
  let timer
  let waiting

  async function ask() {
    const query = new URLSearchParams(namesIn(form).map(([, value]) => ["name", value])).toString()
    if (query === asked) return
    asked = query
    waiting?.abort()
    waiting = new AbortController()
    try {
      const answer = await fetch(`${place.dataset.twins}?${query}`, { signal: waiting.signal })
      // Without an answer the form is as it is without this script: it is told when it is saved.
      if (answer.ok && !answer.redirected) show(await answer.text())
    } catch (error) {
      if (error.name !== "AbortError") asked = ""
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
}
