// The buttons above the text: one stop for Tab, and the arrow keys from there.

import * as does from "./commands.js"
import { noteOnSelection, takesNotes } from "./notes.js"
import { list } from "../desk/keys.js"
import { make } from "./elements.js"

const run = (command, ...rest) => (editor) => editor.chain().focus()[command](...rest).run()
const active = (...what) => (editor) => editor.isActive(...what)
const inTable = active("table")
const row = (icon, label, act, pressed, shown) => ({ icon, label, act, pressed, shown })

const GROUPS = [
  [
    row("undo", "Undo (Ctrl+Z)", run("undo")),
    row("redo", "Redo (Ctrl+Shift+Z)", run("redo")),
  ],
  [
    row("H2", "Heading (Ctrl+Alt+2)", run("toggleHeading", { level: 2 }), active("heading", { level: 2 })),
    row("H3", "Smaller heading (Ctrl+Alt+3)", run("toggleHeading", { level: 3 }), active("heading", { level: 3 })),
    row("format_bold", "Bold (Ctrl+B)", run("toggleBold"), active("bold")),
    row("format_italic", "Italic (Ctrl+I)", run("toggleItalic"), active("italic")),
    row("superscript", "Superscript (Ctrl+.)", run("toggleSuperscript"), active("superscript")),
    row("subscript", "Subscript (Ctrl+,)", run("toggleSubscript"), active("subscript")),
  ],
  [
    row("person_search", "Link to a record (@ or Ctrl+Shift+K)", does.linkRecord),
    row("insert_link", "Link to an address (Ctrl+K)", does.linkAddress, active("link")),
    row("link_off", "Remove the link", does.unlink, null, active("link")),
  ],
  [
    row("format_list_bulleted", "List (Ctrl+Shift+8)", run("toggleBulletList"), active("bulletList")),
    row("format_list_numbered", "Numbered list (Ctrl+Shift+7)", run("toggleOrderedList"), active("orderedList")),
    row("format_quote", "Quotation (Ctrl+Shift+B)", run("toggleBlockquote"), active("blockquote")),
    row("rate_review", "Pull quote", does.pullQuote, active("pullQuote")),
    row("record_voice_over", "Who said it", does.attribute, active("attribution"), does.inQuote),
  ],
  [
    row("image", "Photo of the library", (editor) => does.insertPhoto(editor), active("photo")),
    row("smart_display", "Video", (editor) => does.askForVideo(editor), active("embed")),
    row("grid_on", "Table", run("insertTable", { rows: 3, cols: 3, withHeaderRow: true }), inTable),
    row("horizontal_rule", "Line across", run("setHorizontalRule")),
    row("add_comment", "Note on these words (Ctrl+Alt+M)", (editor) => noteOnSelection(editor), null, takesNotes),
  ],
  [
    row("+ row", "Add a row below", run("addRowAfter"), null, inTable),
    row("− row", "Delete the row", run("deleteRow"), null, inTable),
    row("+ col", "Add a column after", run("addColumnAfter"), null, inTable),
    row("− col", "Delete the column", run("deleteColumn"), null, inTable),
    row("TH", "Heading cell", run("toggleHeaderCell"), active("tableHeader"), inTable),
    row("delete", "Delete the table", run("deleteTable"), null, inTable),
  ],
]

const KEYED = /^(.+) \((.+)\)$/
for (const { label } of GROUPS.flat()) {
  const [, what, keys] = KEYED.exec(label) ?? []
  if (keys) list("In the text", keys, what)
}

function button(editor, { icon, label, act }) {
  const isIcon = /^[a-z_]+$/.test(icon)
  const face = make("span", { className: isIcon ? "material-icons" : "", "aria-hidden": "true" }, icon)
  const attributes = { type: "button", title: label, "aria-label": label, tabIndex: -1 }
  const element = make("button", attributes, face)
  element.addEventListener("click", () => act(editor))
  return element
}

function moveFocus(event, bar) {
  const buttons = [...bar.querySelectorAll("button:not([hidden])")]
  const at = buttons.indexOf(event.target)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  buttons.at(to % buttons.length).focus()
}

function keepOneStop(bar, stop) {
  for (const each of bar.querySelectorAll("button")) each.tabIndex = each === stop ? 0 : -1
}

export function toolbar(editor, id) {
  const attributes = { role: "toolbar", "aria-label": "Text", "aria-controls": id }
  const bar = make("div", { className: "body-toolbar", ...attributes })
  const items = []
  for (const group of GROUPS) {
    const buttons = group.map((item) => [item, button(editor, item)])
    items.push(...buttons)
    bar.append(make("div", { role: "group" }, ...buttons.map(([, element]) => element)))
  }
  const refresh = () => {
    for (const [{ pressed, shown }, element] of items) {
      if (pressed) element.setAttribute("aria-pressed", String(pressed(editor)))
      if (shown) element.hidden = !shown(editor)
    }
  }
  bar.addEventListener("keydown", (event) => moveFocus(event, bar))
  bar.addEventListener("focusin", (event) => keepOneStop(bar, event.target))
  keepOneStop(bar, items[0][1])
  editor.on("transaction", refresh)
  refresh()
  return bar
}
