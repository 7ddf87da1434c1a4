// What the form says about its own safety, in words.

const TROUBLE = {
  refused: "You may not change this story any more. ",
  gone: "This story is gone. Your text will be offered to you under “Add story”. ",
  "too-large": "This is too large to be saved as you type. ",
  trouble: "The desk could not take this. ",
}
const HELD = "Your text is kept in this browser."
const NOT_HELD = "This browser cannot keep your text: copy it before you leave."

const time = () => new Date().toLocaleTimeString("en-GB")

function loggedOut(reason) {
  return reason && reason !== "logged out"
    ? `This browser is now logged in as ${reason}: log in as yourself to save. `
    : "You are logged out. "
}

function say(element, words) {
  // Said once, not at every beat.
  if (element.textContent !== words) element.textContent = words
}

export class Notices {
  constructor(place) {
    for (const name of ["open", "saved", "trouble", "log-in"]) {
      this[name] = place.querySelector(`#safety-${name}`)
    }
    this.status = document.createElement("span")
    this.status.className = "safety-status"
    ;([...document.querySelectorAll(".submit-row")].at(-1) ?? place).append(this.status)
  }

  kept(answer, something) {
    say(this.open, answer.open)
    say(this.saved, answer.saved)
    say(this.trouble, "")
    this["log-in"].hidden = true
    if (something !== undefined) say(this.status, something ? `Saved as you typed, ${time()}` : "")
    else if (this.status.textContent.startsWith("Offline")) say(this.status, "")
  }

  notKept(state, { reason }, held) {
    const where = held ? HELD : NOT_HELD
    this["log-in"].hidden = state !== "logged-out"
    if (state === "offline") {
      say(this.status, held ? "Offline, kept in this browser" : "Offline")
      say(this.trouble, held ? "" : where)
      return
    }
    say(this.status, "Not saved")
    say(this.trouble, (state === "logged-out" ? loggedOut(reason) : TROUBLE[state]) + where)
  }

  /** Save was pressed in vain. */
  notSaved() {
    const why = this.trouble.textContent || "There is no connection to the desk. Your text is kept in this browser."
    say(this.trouble, `Not saved: ${why.replace(/^Not saved: /, "")}`)
    this.trouble.scrollIntoView({ block: "center" })
  }
}
