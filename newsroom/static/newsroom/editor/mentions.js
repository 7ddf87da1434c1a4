// Offers to link the first mention of who and what the story is linked to. It links nothing unasked.

import { send } from "../desk/link.js"
import { keepFocusInView, make } from "./elements.js"

const PAUSE = 1200
const KINDS = { people: "person", productions: "show", companies: "company" }
const IN_A_WORD = /[\p{L}\p{N}]/u
const UNSPACED = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

const isPart = (char) => Boolean(char) && IN_A_WORD.test(char) && !UNSPACED.test(char)

/** What may be linked: each block's text, a space for what is linked or may not be. */
function blocksOf(doc) {
  const blocks = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    if (node.type.name === "heading") return false
    let text = ""
    node.forEach((child) => {
      const isFree = child.isText && !child.marks.some(({ type }) => type.name === "link")
      text += isFree ? child.text : " ".repeat(child.nodeSize)
    })
    blocks.push({ at: at + 1, text })
    return false
  })
  return blocks
}

function placeIn({ at, text }, words) {
  for (let i = text.indexOf(words); i >= 0; i = text.indexOf(words, i + 1)) {
    const isWhole = !isPart(text[i - 1]) && !isPart(text[i + words.length])
    if (isWhole || UNSPACED.test(words)) return { from: at + i, to: at + i + words.length }
  }
  return null
}

function firstMention(doc, words) {
  for (const block of blocksOf(doc)) {
    const place = placeIn(block, words)
    if (place) return place
  }
  return null
}

function refsIn(doc) {
  const refs = new Set()
  doc.descendants(({ marks }) => marks.forEach(({ attrs }) => attrs.ref && refs.add(attrs.ref)))
  return refs
}

/** The rows of the form that name a record, saved or not. */
function rowsOfForm() {
  return Object.entries(KINDS).flatMap(([prefix, kind]) =>
    [...document.querySelectorAll(`#${prefix}-group tr.form-row:not(.empty-form)`)].flatMap((row) => {
      const chosen = row.querySelector("select.admin-autocomplete")?.value
      const goes = row.querySelector("[name$='-DELETE']")?.checked
      if (!chosen || goes) return []
      return [{ ref: `${kind}:${chosen}`, printed: row.querySelector("[name$='-printed']")?.value ?? "" }]
    }),
  )
}

const personRow = () => document.querySelector("#people-group .add-row a")

function addPerson({ ref, name }) {
  personRow().click()
  const select = [...document.querySelectorAll("#people-group tr.form-row:not(.empty-form) select.admin-autocomplete")].at(-1)
  select.append(new Option(name, ref.split(":")[1], true, true))
  select.dispatchEvent(new Event("change", { bubbles: true }))
}

class Mentions {
  constructor(editor, address) {
    this.editor = editor
    this.address = address
    this.answer = { rows: [], people: [] }
    this.list = make("ul", {})
    this.all = this.button("Link all first mentions", () => this.link(this.rows))
    this.place = make("section", { className: "body-mentions", "aria-label": "Named and not linked", hidden: true }, make("p", {}, "Named and not linked:"), this.list, this.all)
  }

  button(label, act) {
    const button = make("button", { type: "button", className: "button" }, label)
    button.addEventListener("click", act)
    return button
  }

  askSoon() {
    this.show()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), PAUSE)
  }

  async ask() {
    const { doc } = this.editor.state
    const text = blocksOf(doc).map((block) => block.text).join("\n")
    const message = { text, linked: [...refsIn(doc)], rows: rowsOfForm() }
    const asked = JSON.stringify(message)
    if (asked === this.asked) return
    this.asked = asked
    const { state, answer } = await send(this.address, message)
    if (asked !== this.asked) return
    if (state === "kept") this.answer = answer
    else this.asked = null
    this.show()
  }

  stillUnlinked(found) {
    const refs = refsIn(this.editor.state.doc)
    return found.filter(({ ref, words }) => !refs.has(ref) && firstMention(this.editor.state.doc, words))
  }

  show() {
    this.rows = this.stillUnlinked(this.answer.rows)
    const named = new Set(rowsOfForm().map(({ ref }) => ref))
    const people = personRow() ? this.answer.people.filter(({ ref }) => !named.has(ref)) : []
    const shown = JSON.stringify([this.rows, people])
    if (shown === this.shown) return
    this.shown = shown
    keepFocusInView(() => this.draw(people))
  }

  draw(people) {
    this.list.replaceChildren(
      ...this.rows.map((row) => this.item(row, "Link first mention", () => this.link([row]))),
      ...people.map((person) => this.item(person, "Add to the story", () => this.add(person))),
    )
    this.all.hidden = this.rows.length < 2
    this.place.hidden = !this.list.children.length
  }

  item(found, label, act) {
    const button = this.button(label, act)
    button.setAttribute("aria-label", `${label}: ${found.name}`)
    const words = found.words !== found.name && make("small", {}, ` as “${found.words}”`)
    return make("li", {}, make("span", {}, found.name, words || null), button)
  }

  /** All in one step, which one Undo takes back. */
  link(found) {
    this.editor.commands.command(({ tr }) => {
      const { link } = this.editor.schema.marks
      for (const { ref, words } of found) {
        const place = firstMention(tr.doc, words)
        if (place) tr.addMark(place.from, place.to, link.create({ ref, href: null }))
      }
      return true
    })
    this.done(`Linked: ${found.map(({ name }) => name).join(", ")}.`)
  }

  add(person) {
    addPerson(person)
    this.askSoon()
    this.done(`${person.name} is added to the people in the story, to be saved with it.`)
  }

  done(words) {
    this.editor.storage.desk.say(words)
    const next = this.list.querySelector("button")
    if (next) next.focus()
    else this.editor.commands.focus()
  }
}

export function offerMentions(editor, address) {
  const mentions = new Mentions(editor, address)
  editor.on("update", () => mentions.askSoon())
  for (const prefix of Object.keys(KINDS)) {
    const group = document.querySelector(`#${prefix}-group`)
    group?.addEventListener("input", () => mentions.askSoon())
    // As select2 tells of what is chosen.
    if (group) window.django.jQuery(group).on("change", () => mentions.askSoon())
  }
  addEventListener("load", () => mentions.askSoon())
  return mentions.place
}
