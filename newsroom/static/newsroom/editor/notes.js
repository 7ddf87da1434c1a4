// Notes on a passage: written from the text, marked in it, and led back to from their rows.
// The marks are never part of what is saved.

import { pm } from "../../django_prose_editor/editor.js"
import { ask } from "./dialogs.js"
import { make } from "./elements.js"

const ROWS = "#notes-group tr.form-row:not(.empty-form)"
const KEY = new pm.state.PluginKey("notes")

const field = (row, name) => row.querySelector(`[name$="-${name}"]`)
const rows = () => [...document.querySelectorAll(ROWS)]
const isTicked = (row, name) => Boolean(field(row, name)?.checked)
const bare = (text) => text.replace(/\s/g, "")

/** The passage of a row, be it a field or, for who may not change it, words. */
const passageOf = (row) => bare(field(row, "passage")?.value ?? row.querySelector(".field-passage p")?.textContent ?? "")
const isOpen = (row) => !isTicked(row, "resolved") && !isTicked(row, "DELETE")

const addRow = () => document.querySelector("#notes-group .add-row a")
export const takesNotes = () => Boolean(document.querySelector("#notes-group .empty-form"))

/** The text without spaces, and where in the document each of its characters stands. */
function characters(doc) {
  const places = []
  let text = ""
  doc.descendants((node, at) => {
    if (!node.isText) return
    for (let i = 0; i < node.text.length; i++) {
      if (/\s/.test(node.text[i])) continue
      text += node.text[i]
      places.push(at + i)
    }
  })
  return { text, places }
}

function rangeOf({ text, places }, passage) {
  const at = passage ? text.indexOf(passage) : -1
  return at < 0 ? null : { from: places[at], to: places[at + passage.length - 1] + 1 }
}

function marks(doc) {
  const open = rows().filter((row) => isOpen(row) && passageOf(row))
  const found = open.length ? characters(doc) : null
  const decorations = open.flatMap((row) => {
    const range = rangeOf(found, passageOf(row))
    return range ? [pm.view.Decoration.inline(range.from, range.to, { class: "body-noted", title: "There is a note on this" }, { row })] : []
  })
  return pm.view.DecorationSet.create(doc, decorations)
}

/** The row of the note on what stands at ``at``. */
const rowAt = (state, at) => KEY.getState(state).find(at, at)[0]?.spec.row

function goTo(row) {
  const target = field(row, "text") ?? row.querySelector("button")
  row.scrollIntoView({ block: "center" })
  target?.focus()
}

export async function noteOnSelection(editor) {
  const { from, to, empty } = editor.state.selection
  const there = empty && rowAt(editor.state, from)
  if (there) return goTo(there)
  const passage = editor.state.doc.textBetween(from, to, "\n").trim()
  const about = passage ? `Note on “${passage.slice(0, 80)}”` : "Note on the whole story"
  const check = (text) => (text ? "" : "Write what is to be said.")
  const values = await ask(about, [{ name: "text", label: "Note", check }])
  editor.commands.focus()
  if (!values) return false
  addRow().click()
  const row = rows().at(-1)
  field(row, "passage").value = passage
  field(row, "text").value = values.text.trim()
  field(row, "text").dispatchEvent(new Event("input", { bubbles: true }))
  return editor.storage.desk.say("The note is saved with the story.")
}

/** From a note to its words, which may be gone. */
function show(editor, row) {
  const range = rangeOf(characters(editor.state.doc), passageOf(row))
  if (!range) return editor.storage.desk.say("The words of this note are no longer in the text.")
  return editor.chain().setTextSelection(range).focus().scrollIntoView().run()
}

function dress(editor, row) {
  const cell = row.querySelector(".field-passage")
  if (!cell || cell.querySelector(".note-shown")) return
  const button = make("button", { type: "button", className: "button note-shown" }, "Show in the text")
  button.addEventListener("click", () => show(editor, row))
  cell.append(button)
}

export const notesPlugin = () =>
  new pm.state.Plugin({
    key: KEY,
    state: {
      init: (_config, { doc }) => marks(doc),
      apply: (tr, set) => (tr.docChanged || tr.getMeta(KEY) ? marks(tr.doc) : set),
    },
    props: {
      decorations: (state) => KEY.getState(state),
      handleDoubleClick: (view, at) => {
        const row = rowAt(view.state, at)
        if (row) goTo(row)
        return Boolean(row)
      },
    },
  })

/** Keeps the marks true to the rows. */
export function followNotes(editor) {
  const group = document.querySelector("#notes-group")
  if (!group) return
  const again = () => {
    rows().forEach((row) => dress(editor, row))
    editor.view.dispatch(editor.state.tr.setMeta(KEY, true).setMeta("addToHistory", false))
  }
  group.addEventListener("input", again)
  group.addEventListener("change", again)
  document.addEventListener("formset:removed", again)
  document.addEventListener("formset:added", again)
  again()
}
