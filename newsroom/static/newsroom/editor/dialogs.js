// Dialogs that ask for a record of the desk, or for words. All by keyboard: Escape calls off.

import { fetchJSON, make } from "./elements.js"

/** A dialog that closes with what ``answer`` makes of its form, if that is anything. */
export function open(title, parts, answer, verb = "Insert") {
  return new Promise((resolve) => {
    const submit = make("button", { type: "submit", className: "button default" }, verb)
    const cancel = make("button", { type: "button", className: "button" }, "Cancel")
    const buttons = make("p", { className: "body-dialog-buttons" }, submit, cancel)
    const heading = make("h2", { id: "body-dialog-title" }, title)
    const form = make("form", { noValidate: true }, heading, ...parts, buttons)
    const attributes = { className: "body-dialog", "aria-labelledby": heading.id }
    const dialog = make("dialog", attributes, form)
    let value = null
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      value = await answer(form)
      if (value) dialog.close()
    })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(value)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

/** Asks for words: each field has a name, a label, and may have a check that says what is wrong. */
export function ask(title, fields) {
  const parts = fields.map(({ name, label, value = "" }) =>
    make("label", {}, label, make("input", { type: "text", name, value, autocomplete: "off" })),
  )
  const problem = make("p", { role: "alert", className: "errornote", hidden: true })
  return open(title, [...parts, problem], (form) => {
    const values = Object.fromEntries(new FormData(form))
    const wrong = fields.map(({ name, check }) => check?.(values[name].trim())).find(Boolean)
    problem.textContent = wrong ?? ""
    problem.hidden = !wrong
    return wrong ? null : values
  })
}

class Choice {
  constructor(address) {
    this.address = address
    this.results = []
    this.at = -1
    // Whether what is shown is older than what is typed, and Enter was pressed meanwhile.
    this.pending = true
    this.awaited = false
    this.more = this.button("More", () => this.search(this.before))
    this.upload = this.button("Upload a picture…", () => this.finish({ upload: this.uploadTo }))
    this.list = make("ul", { id: "body-choice", role: "listbox", "aria-label": "Found" })
    this.status = make("p", { role: "status", className: "help" })
    this.input = make("input", {
      type: "search",
      autocomplete: "off",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "body-choice",
      "aria-label": "Search",
    })
    this.input.addEventListener("input", () => this.searchSoon())
    this.input.addEventListener("keydown", (event) => this.move(event))
  }

  button(label, act) {
    const button = make("button", { type: "button", className: "button", hidden: true }, label)
    button.addEventListener("click", act)
    return button
  }

  finish(value) {
    this.instead = value
    this.input.form.requestSubmit()
  }

  searchSoon() {
    clearTimeout(this.timer)
    this.pending = true
    this.awaited = false
    this.timer = setTimeout(() => this.search(), 150)
  }

  /** All that is found, or what comes ``before`` the last that is shown. */
  async search(before) {
    const words = this.input.value
    try {
      const answer = await fetchJSON(this.address, before ? { q: words, before } : { q: words })
      if (words !== this.input.value) return
      this.before = answer.before
      this.uploadTo = answer.upload
      this.more.hidden = !answer.before
      this.upload.hidden = !answer.upload
      if (before) this.append(answer.results)
      else this.show(answer.results)
    } catch (problem) {
      this.show([])
      this.status.textContent = problem.message
    }
  }

  show(results) {
    this.results = results
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)))
    const nothing = this.input.value.trim() ? "Nothing found." : "Type a name in any spelling."
    this.status.textContent = results.length ? "" : nothing
    this.mark(results.length ? 0 : -1)
    this.pending = false
    if (this.awaited && results.length) this.input.form.requestSubmit()
    this.awaited = false
  }

  append(results) {
    const { length } = this.results
    this.results = [...this.results, ...results]
    this.list.append(...results.map((result, index) => this.option(result, length + index)))
    this.status.textContent = `${this.results.length} are shown.`
    this.mark(length)
    this.input.focus()
  }

  chosen() {
    if (this.instead) return this.instead
    this.awaited = this.pending
    return this.pending ? null : (this.results[this.at] ?? null)
  }

  option(result, index) {
    const picture = result.thumbnail && make("img", { loading: "lazy", alt: "", ...result.thumbnail })
    const alt = "alt" in result && make("small", {}, result.alt || "No alternative text")
    const warning = result.warning && make("strong", {}, result.warning)
    const text = make("span", {}, result.label, make("small", {}, result.hint), alt || null, warning)
    const kind = make("span", { className: "body-choice-kind" }, result.kind)
    const attributes = { id: `body-choice-${index}`, role: "option", "aria-selected": "false" }
    const option = make("li", attributes, picture, text, kind)
    option.addEventListener("click", () => {
      clearTimeout(this.timer)
      this.pending = false
      this.mark(index)
      this.input.form.requestSubmit()
    })
    return option
  }

  mark(index) {
    this.at = index
    for (const [i, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(i === index))
      if (i === index) option.scrollIntoView({ block: "nearest" })
    }
    this.input.setAttribute("aria-activedescendant", index < 0 ? "" : `body-choice-${index}`)
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !this.results.length) return
    event.preventDefault()
    this.mark((this.at + step + this.results.length) % this.results.length)
  }
}

/** Asks for one of what ``address`` finds; resolves to null when nothing is chosen. */
export function choose(title, address, { words = "", submit } = {}) {
  const choice = new Choice(address)
  choice.input.value = words
  choice.search()
  const further = make("p", { className: "body-dialog-further" }, choice.more, choice.upload)
  const parts = [choice.input, choice.list, choice.status, further]
  return open(title, parts, () => choice.chosen(), submit)
}
