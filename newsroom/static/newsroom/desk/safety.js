// Nobody's words are lost: the open form tells the desk every few seconds that it is open, and
// what is typed in it. It never writes into the form.

import { Fallback } from "./fallback.js"
import { canPartWith, part, send } from "./link.js"
import { Notices } from "./notices.js"
import { comesBack, handInAll, remember } from "./recovery.js"
import { isRefilled, typedIn } from "./typed.js"

const LONGEST_WAIT = 60_000
// A page that nobody looks at speaks less often.
const HIDDEN = 3
// How long a page that is being saved keeps silent.
const SAVING = 30_000

class Safety {
  constructor(place) {
    this.place = place
    this.form = document.getElementById(place.dataset.form)
    const { address, user, tab, version, autosave, beat } = place.dataset
    this.address = address
    this.says = { user: Number(user), tab, version: Number(version) }
    this.autosave = Number(autosave)
    this.beat = Number(beat)
    this.notices = new Notices(place)
    this.fallback = new Fallback(user, address, tab)
    this.opening = true
    this.spokeAt = this.failures = this.notBefore = this.savingUntil = 0
    this.speaking = null
    // What the desk holds: as it was opened, nothing.
    const isUnsaved = "unsaved" in place.dataset || isRefilled(this.form)
    this.opened = isUnsaved ? null : typedIn(this.form)
    this.kept = this.opened
  }

  get interval() {
    return document.hidden ? this.beat * HIDDEN : this.beat
  }

  message(typed, more = {}) {
    const message = { ...this.says, ...more }
    const recovered = this.form.elements._recovered?.value
    if (recovered) message.recovered = recovered
    if (typed !== this.kept) message.typed = typed === this.opened ? {} : JSON.parse(typed)
    return message
  }

  tick() {
    const now = Date.now()
    if (this.speaking || now < this.savingUntil) return
    const typed = typedIn(this.form)
    if (now < this.notBefore) {
      if (typed !== this.kept) this.hold(typed)
    } else if (typed !== this.kept || now - this.spokeAt >= this.interval) {
      this.speak(typed)
    }
  }

  hold(typed) {
    return typed === this.kept || this.fallback.hold(this.message(typed), typed)
  }

  /** Tells the desk; one at a time. Answers whether it is kept there. */
  speak(typed) {
    this.speaking ??= this.tell(typed).finally(() => {
      this.speaking = null
    })
    return this.speaking
  }

  async tell(typed) {
    const message = this.message(typed, { opening: this.opening })
    const { state, answer } = await send(this.address, message)
    this.spokeAt = Date.now()
    if (state === "kept") this.done(typed, message, answer)
    else this.failed(state, answer, typed)
    return state
  }

  done(typed, message, answer) {
    this.opening = false
    this.failures = this.notBefore = 0
    this.kept = typed
    this.fallback.release()
    this.notices.kept(answer, message.typed && Object.keys(message.typed).length > 0)
  }

  failed(state, answer, typed) {
    this.failures += 1
    const wait = Math.min(this.autosave * 2 ** this.failures, LONGEST_WAIT)
    this.notBefore = this.spokeAt + (state === "logged-out" ? this.beat : wait)
    this.notices.notKept(state, answer, this.hold(typed))
  }

  /** Something has changed: the connection, or the login in another tab. */
  wake() {
    this.notBefore = this.spokeAt = this.savingUntil = 0
    this.tick()
  }

  /** Sends the form when the desk has been heard to take it; else keeps the page. */
  async save(button) {
    await this.speaking
    const state = await this.speak(typedIn(this.form))
    if (["offline", "logged-out"].includes(state)) {
      this.notices.notSaved()
      return
    }
    this.savingUntil = Date.now() + SAVING
    this.form.requestSubmit(button)
  }

  onSubmit(event) {
    const elsewhere = event.submitter?.formTarget || event.submitter?.hasAttribute("formaction")
    if (event.defaultPrevented || elsewhere || Date.now() < this.savingUntil) return
    event.preventDefault()
    this.asked ??= this.save(event.submitter).finally(() => {
      this.asked = null
    })
  }

  /** Whether what is typed could not be sent while the page goes. */
  isUncertain(typed) {
    const message = this.message(typed, { leaving: true })
    return this.failures > 0 || this.speaking !== null || !canPartWith(message)
  }

  onBeforeUnload(event) {
    if (Date.now() < this.savingUntil) return
    const typed = typedIn(this.form)
    if (typed !== this.kept && this.isUncertain(typed) && !this.hold(typed)) event.preventDefault()
  }

  onPageHide() {
    if (Date.now() < this.savingUntil) return
    const typed = typedIn(this.form)
    if (typed !== this.opened) remember(this.says.tab)
    const message = this.message(typed, { leaving: true })
    if (typed !== this.kept && this.isUncertain(typed)) {
      this.hold(typed)
      delete message.typed
    }
    part(this.address, message)
  }

  async start() {
    if (comesBack(this.place)) return
    const offered = await handInAll(this.fallback, this.place)
    if (offered && this.opened && typedIn(this.form) === this.opened) {
      location.reload()
      return
    }
    this.form.addEventListener("submit", (event) => this.onSubmit(event))
    addEventListener("beforeunload", (event) => this.onBeforeUnload(event))
    addEventListener("pagehide", () => this.onPageHide())
    addEventListener("pageshow", (event) => event.persisted && this.wake())
    addEventListener("online", () => this.wake())
    document.addEventListener("visibilitychange", () => document.hidden || this.wake())
    setInterval(() => this.tick(), this.autosave)
    this.tick()
  }
}

// After every script that prepares the form.
addEventListener("load", () => new Safety(document.getElementById("safety")).start())
