// Shows in a story's form what stands in its way, which is a page of its own.

async function show(place) {
  const answer = await fetch(place.dataset.checklist)
  if (!answer.ok || answer.redirected) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const found = page.querySelector("[data-checklist-found]")
  if (found) place.replaceChildren(...found.childNodes)
}

for (const place of document.querySelectorAll("[data-checklist]")) show(place).catch(() => {})
