// What a story's page can do with a script: the reader's own hour, and a copied address.

const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone
const SHAPE = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short", hourCycle: "h23" }
const language = document.documentElement.lang

for (const time of document.querySelectorAll("article.story time[datetime*=T]")) {
  const at = new Date(time.dateTime)
  const offset = -at.getTimezoneOffset() / 60
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(time.dateTime) ?? []
  if (!sign || offset === Number(sign + "1") * (Number(hours) + minutes / 60)) continue
  const here = document.createElement("span")
  here.className = "here"
  here.textContent = new Intl.DateTimeFormat(language, { ...SHAPE, timeZone: OWN }).format(at)
  here.title = OWN
  time.append(" ", here)
}

const copy = document.querySelector("[data-copy]")
if (copy && navigator.clipboard) {
  copy.parentElement.hidden = false
  copy.addEventListener("click", async () => {
    const status = copy.closest("section").querySelector("[role=status]")
    try {
      await navigator.clipboard.writeText(location.href.split("#")[0])
      status.textContent = copy.dataset.copied
    } catch {
      status.textContent = copy.dataset.refused
    }
  })
}
