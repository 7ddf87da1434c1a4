// Turns the textarea of a story's body into the editor. What it writes there is what is saved.

import { Editor, Extension, pm } from "../../django_prose_editor/editor.js"
import { videoOf } from "./addresses.js"
import { askForVideo, insertPhoto, linkAddress, linkRecord } from "./commands.js"
import { countsInWords } from "./counts.js"
import { make } from "./elements.js"
import { offerMentions } from "./mentions.js"
import { followNotes, noteOnSelection, notesPlugin, takesNotes } from "./notes.js"
import { cleanPaste } from "./paste.js"
import { pictureIn } from "./photos.js"
import { bodyOf, EXTENSIONS } from "./schema.js"
import { toolbar } from "./toolbar.js"

const startsWord = ($from) => /(^|[\s([“‘"'])$/.test($from.parent.textBetween(0, $from.parentOffset, null, " "))

function openAtSign(editor, view, text) {
  if (text !== "@" || !startsWord(view.state.selection.$from)) return false
  linkRecord(editor, "@")
  return true
}

/** The address of a video in a line of its own asks for its title; on a selection, any is a link. */
function pasteAddress(editor, event) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? ""
  if (!/^https?:\/\/\S+$/.test(text)) return false
  const { empty, $from } = editor.state.selection
  if (!empty) return editor.commands.setMark("link", { href: text, ref: null })
  if (!videoOf(text) || $from.parent.content.size) return false
  askForVideo(editor, text)
  return true
}

/** A picture that is dropped or pasted goes to the library on its way into the text. */
function takePicture(editor, transfer) {
  const picture = !transfer?.getData("text/html") && pictureIn(transfer)
  if (picture) insertPhoto(editor, picture)
  return Boolean(picture)
}

function pasteFrom(editor, html) {
  if (html.includes("data-pm-slice")) return html
  if (/<img\b/i.test(html)) editor.storage.desk.say("Pictures were left out of what was pasted: add them to the library.")
  return cleanPaste(html)
}

const Desk = Extension.create({
  name: "desk",
  addStorage() {
    const { findRecords, findPhotos } = this.options.addresses
    return { findRecords, findPhotos, say: () => {} }
  },
  addKeyboardShortcuts() {
    const then = (act) => () => {
      act(this.editor)
      return true
    }
    return {
      "Mod-k": then(linkAddress),
      "Mod-Shift-k": then((editor) => linkRecord(editor)),
      "Mod-Alt-m": then((editor) => takesNotes() && noteOnSelection(editor)),
    }
  },
  addProseMirrorPlugins() {
    const { editor } = this
    const props = {
      handleTextInput: (view, _from, _to, text) => openAtSign(editor, view, text),
      handlePaste: (_view, event) => pasteAddress(editor, event) || takePicture(editor, event.clipboardData),
      handleDrop: (_view, event) => takePicture(editor, event.dataTransfer),
      transformPastedHTML: (html) => pasteFrom(editor, html),
    }
    return [new pm.state.Plugin({ props }), notesPlugin()]
  },
})

function accessibleName(textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  if (!label) return { "aria-label": "Body" }
  label.id ||= `${textarea.id}_label`
  return { "aria-labelledby": label.id }
}

function edit(textarea) {
  const id = `${textarea.id}_editor`
  const place = make("div", { className: "body-editor" })
  const counts = make("p", { className: "body-counts" })
  const editor = new Editor({
    element: place,
    // The stylesheet has what it would otherwise write into the page.
    injectCSS: false,
    extensions: [...EXTENSIONS, Desk.configure({ addresses: textarea.dataset })],
    content: textarea.value,
    parseOptions: { preserveWhitespace: true },
    editorProps: {
      attributes: { id, role: "textbox", "aria-multiline": "true", ...accessibleName(textarea) },
    },
  })
  const count = () => {
    counts.textContent = countsInWords(editor.getText({ blockSeparator: "\n" }))
  }
  editor.on("update", () => {
    textarea.value = bodyOf(editor)
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
    count()
  })
  // A script that writes the textarea, to restore what was lost, tells so; it can be undone.
  textarea.addEventListener("body:written", () => {
    editor.commands.setContent(textarea.value, { parseOptions: { preserveWhitespace: true } })
  })
  count()
  textarea.before(place)
  place.prepend(toolbar(editor, id))
  const said = make("p", { className: "body-said", role: "status" })
  editor.storage.desk.say = (words) => (said.textContent = words)
  place.append(counts, said, offerMentions(editor, textarea.dataset.findNames))
  followNotes(editor)
  textarea.hidden = true
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus())
  textarea.bodyEditor = { html: () => bodyOf(editor) }
}

document.querySelectorAll("textarea[data-body-editor]").forEach(edit)
