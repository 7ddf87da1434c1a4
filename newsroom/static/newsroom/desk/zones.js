// Says beside a moment what time it is elsewhere, as the editor types it, and keeps the calendar and
// the clock that Django draws beside their button and within the window.

const DATES = [
  [/^(\d{4})-(\d\d?)-(\d\d?)$/, ([, year, month, day]) => [year, month, day]],
  [/^(\d\d?)\/(\d\d?)\/(\d{4})$/, ([, day, month, year]) => [year, month, day]],
]
const TIME = /^(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?$/

/** What a clock in ``zone`` shows, as if it were UTC. */
function wallClock(at, zone) {
  const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }
  const shown = Object.fromEntries(new Intl.DateTimeFormat("en", options).formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second)
}

/** The instant that a date and a time mean in ``zone``; null for what is neither. */
function instant(date, time, zone) {
  const found = DATES.map(([pattern, order]) => pattern.exec(date) && order(pattern.exec(date))).find(Boolean)
  const clock = TIME.exec(time)
  if (!found || !clock) return null
  const wanted = Date.UTC(found[0], found[1] - 1, found[2], clock[1], clock[2])
  if (Number.isNaN(wanted)) return null
  // Twice: on the day that the clocks change, the first offset may be the wrong one.
  const near = wanted - (wallClock(wanted, zone) - wanted)
  return wanted - (wallClock(near, zone) - near)
}

function inWords(at, zone, options = {}) {
  const shape = { timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...options }
  const shown = Object.fromEntries(new Intl.DateTimeFormat("en-GB", shape).formatToParts(at).map(({ type, value }) => [type, value]))
  return `${shown.weekday} ${shown.day} ${shown.month} ${shown.hour}:${shown.minute}`
}

const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ")

/** The moment that a pair of fields holds; null while it holds none. */
const momentIn = (place) => {
  const [date, time] = place.querySelectorAll("p.datetime input")
  return instant(date.value.trim(), time.value.trim(), place.querySelector(".zones").dataset.zone)
}

function nameSchedule(place) {
  const button = document.querySelector(".submit-row [name=_schedule]")
  if (!button || !place.querySelector("[name=publish_at_0]")) return
  const at = momentIn(place)
  const { zone } = place.querySelector(".zones").dataset
  button.value = at > Date.now() ? `Schedule for ${inWords(at, zone)} ${city(zone)} time` : "Schedule"
}

function say(span) {
  const place = span.parentElement
  const at = momentIn(place)
  const { zone, zones } = span.dataset
  span.textContent = at === null ? `In ${zone}` : zones.split(" ").map((each) => `${city(each)} ${inWords(at, each)}`).join(" · ")
  nameSchedule(place)
}

const sayAll = () => document.querySelectorAll(".zones").forEach(say)

function drawBeside(button) {
  const box = [...document.querySelectorAll(".calendarbox, .clockbox")].find((each) => each.getClientRects().length)
  if (!box) return
  const { left, bottom } = button.getBoundingClientRect()
  box.setAttribute("role", "dialog")
  box.setAttribute("aria-label", box.matches(".clockbox") ? "Clock" : "Calendar")
  box.style.left = `${Math.max(0, Math.min(left, document.documentElement.clientWidth - box.offsetWidth)) + scrollX}px`
  box.style.top = `${bottom + scrollY}px`
}

addEventListener("input", sayAll)
// Django's calendar and clock write into the fields without an event, and keep clicks to themselves.
addEventListener("click", ({ target }) => {
  const button = target.closest?.(".datetimeshortcuts a[id]")
  setTimeout(() => (sayAll(), button && drawBeside(button)))
}, true)
