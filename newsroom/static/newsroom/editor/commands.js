// What the buttons and the keys of the editor do beyond typing.

import { isLinkable, videoOf } from "./addresses.js"
import { ask, choose } from "./dialogs.js"
import { choosePhoto } from "./photos.js"
import { rememberPhoto } from "./views.js"

const link = (attrs) => [{ type: "link", attrs }]

/** Marks what is selected, or writes ``label`` where nothing is. */
function setLink(editor, attrs, label) {
  const chain = editor.chain().focus()
  if (!editor.state.selection.empty) return chain.setMark("link", attrs).run()
  return chain.insertContent({ type: "text", text: label, marks: link(attrs) }).run()
}

/** ``typed`` is written after all when no record is chosen. */
export async function linkRecord(editor, typed = "") {
  const { from, to } = editor.state.selection
  const selected = editor.state.doc.textBetween(from, to, " ")
  const found = await choose("Link to a record", editor.storage.desk.findRecords, { words: selected })
  editor.commands.focus()
  if (found) setLink(editor, { ref: found.ref, href: null }, found.name)
  else if (typed) editor.commands.insertContent(typed)
}

function wrongAddress(address) {
  return isLinkable(address) ? "" : "Write a full address, such as https://example.com/."
}

export async function linkAddress(editor) {
  const value = editor.getAttributes("link").href ?? ""
  const field = { name: "address", label: "Address", value, check: wrongAddress }
  const values = await ask("Link to an address", [field])
  if (!values) return editor.commands.focus()
  const href = values.address.trim()
  if (editor.isActive("link")) editor.chain().extendMarkRange("link").run()
  return setLink(editor, { href, ref: null }, href)
}

export const unlink = (editor) => editor.chain().focus().extendMarkRange("link").unsetMark("link").run()

export async function insertPhoto(editor, file) {
  const found = await choosePhoto(editor.storage.desk.findPhotos, file).catch(() => null)
  if (!found) return editor.commands.focus()
  rememberPhoto(found)
  const photo = { type: "photo", attrs: { ref: found.ref }, content: [emptyCaption] }
  return editor.chain().focus().insertContent(photo).run()
}

const emptyCaption = { type: "figcaption", content: [{ type: "paragraph" }] }

export const insertVideo = (editor, embed, title) =>
  editor.chain().focus().insertContent({ type: "embed", attrs: { embed, title } }).run()

export async function askForVideo(editor, address = "") {
  const values = await ask("Insert a video", [
    {
      name: "address",
      label: "Address on YouTube or Vimeo",
      value: address,
      check: (written) => (videoOf(written) ? "" : "This is not the address of such a video."),
    },
    {
      name: "title",
      label: "Title, as readers see it",
      check: (written) => (written ? "" : "Write a title: it is all that is seen of a video at first."),
    },
  ])
  if (!values) return editor.commands.focus()
  return insertVideo(editor, videoOf(values.address.trim()), values.title.trim())
}

export const pullQuote = (editor) => editor.chain().focus().toggleWrap("pullQuote").run()

/** Who said it, at the end of the quotation that is selected or that the cursor is in. */
export function attribute(editor) {
  const { from, to } = editor.state.selection
  let quote, end
  editor.state.doc.nodesBetween(from, to, (node, at) => {
    if (["pullQuote", "blockquote"].includes(node.type.name)) {
      quote = node
      end = at + node.nodeSize - 1
    }
  })
  if (!quote) return false
  const has = quote.lastChild.type.name === "attribution"
  const chain = editor.chain()
  if (!has) chain.insertContentAt(end, { type: "attribution" })
  return chain.setTextSelection(has ? end - 1 : end + 1).focus().run()
}

export const inQuote = (editor) => editor.isActive("pullQuote") || editor.isActive("blockquote")
