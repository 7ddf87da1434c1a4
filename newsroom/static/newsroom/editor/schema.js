// What a body may hold: the same elements as the allow-list of articles/body.py.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Extension, Gapcursor, HardBreak, Heading,
  History, HorizontalRule, Italic, ListItem, Mark, Node, OrderedList, Paragraph, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text,
} from "../../django_prose_editor/editor.js"
import { embedView, photoView } from "./views.js"

const BLOCKS = "p, h2, h3, ul, ol, blockquote, hr, table, figure, figcaption, aside, div"
const QUOTE = "(block | attribution)+"

const attribute = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
})

const required = (name) => ({
  isRequired: true,
  parseHTML: (element) => element.getAttribute(`data-${name}`),
  renderHTML: (attributes) => ({ [`data-${name}`]: attributes[name] }),
})

function holdsTextItself(element) {
  const first = [...element.childNodes].find((child) => child.tagName || child.data?.trim())
  return element.hasAttribute("data-bare") || !first?.matches?.(BLOCKS)
}

const bare = (byDefault) => ({
  bare: {
    default: byDefault,
    parseHTML: holdsTextItself,
    renderHTML: (attributes) => (attributes.bare ? { "data-bare": "" } : {}),
  },
})

// <li>text</li> is kept apart from <li><p>text</p></li>: to the editor both hold a paragraph.
const Bare = Extension.create({
  name: "bare",
  addGlobalAttributes: () => [
    { types: ["listItem", "tableCell", "tableHeader", "figcaption"], attributes: bare(true) },
    { types: ["blockquote", "pullQuote"], attributes: bare(false) },
    { types: ["paragraph", "blockquote"], attributes: { lang: attribute("lang") } },
  ],
})

const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({
    href: attribute("href"),
    ref: {
      default: null,
      parseHTML: (element) => element.dataset.ref ?? null,
      renderHTML: ({ ref }) => (ref ? { "data-ref": ref } : {}),
    },
  }),
  parseHTML: () => [{ tag: "a[data-ref], a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
})

const Language = Mark.create({
  name: "language",
  excludes: "",
  addAttributes: () => ({ lang: attribute("lang") }),
  parseHTML: () => [{ tag: "span[lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
})

const Cite = Mark.create({
  name: "cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
})

const endsItsQuote = (element) => (element.nextSibling?.textContent.trim() ? false : null)

const Attribution = Node.create({
  name: "attribution",
  content: "inline*",
  defining: true,
  parseHTML: () => [
    { tag: "aside > cite, blockquote > cite", priority: 60, getAttrs: endsItsQuote },
  ],
  renderHTML: () => ["cite", 0],
})

const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: QUOTE,
  defining: true,
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],
})

const Photo = Node.create({
  name: "photo",
  group: "block",
  content: "figcaption",
  draggable: true,
  addAttributes: () => ({ ref: required("ref") }),
  parseHTML: () => [{ tag: "figure[data-ref]" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
  addNodeView: () => photoView,
})

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "(block | figcaption)+",
  parseHTML: () => [{ tag: "figure:not([data-ref])" }],
  renderHTML: () => ["figure", 0],
})

const Figcaption = Node.create({
  name: "figcaption",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: ({ HTMLAttributes }) => ["figcaption", HTMLAttributes, 0],
})

const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    embed: required("embed"),
    title: {
      default: "",
      parseHTML: (element) => element.dataset.title ?? "",
      renderHTML: ({ title }) => ({ "data-title": title }),
    },
  }),
  parseHTML: () => [{ tag: "div[data-embed]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes],
  addNodeView: () => embedView,
})

const spans = (name) => ({
  default: 1,
  parseHTML: (element) => Number(element.getAttribute(name)) || 1,
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
})

const cell = (more) => ({
  content: "block+",
  addAttributes: () => ({
    colspan: spans("colspan"),
    rowspan: spans("rowspan"),
    colwidth: { default: null, rendered: false },
    ...more,
  }),
})

const HeadRow = TableRow.extend({
  addAttributes: () => ({
    head: {
      default: false,
      parseHTML: (element) => element.parentElement?.tagName === "THEAD",
      renderHTML: ({ head }) => (head ? { "data-head": "" } : {}),
    },
  }),
})

// The package's own view of a list or a table sets styles; these are the bare elements.
const plainView = (outer, inner) => () => {
  const dom = document.createElement(outer)
  return { dom, contentDOM: inner ? dom.appendChild(document.createElement(inner)) : dom }
}

export const EXTENSIONS = [
  Document, Text, Paragraph, HardBreak, History, Dropcursor, Gapcursor, Bare,
  Heading.configure({ levels: [2, 3] }),
  BulletList,
  OrderedList.extend({ addAttributes: () => ({}), addNodeView: () => plainView("ol") }),
  ListItem.extend({ content: "block+" }),
  Blockquote.extend({ content: QUOTE }),
  HorizontalRule,
  Table.extend({ addNodeView: () => plainView("table", "tbody") }),
  HeadRow,
  TableHeader.extend(cell({ scope: attribute("scope") })),
  TableCell.extend(cell()),
  Link, Language, Cite, Bold, Italic, Subscript, Superscript,
  Attribution, PullQuote, Photo, Figure, Figcaption, Embed,
]

function unwrapFirstParagraph(element) {
  const [first, second] = element.children
  const alone = first?.tagName === "P" && !first.attributes.length && second?.tagName !== "P"
  if (alone) first.replaceWith(...first.childNodes)
  element.removeAttribute("data-bare")
}

function moveHeadRows(table) {
  const rows = [...table.querySelectorAll(":scope > tbody > tr[data-head]")]
  if (!rows.length) return
  const head = document.createElement("thead")
  head.append(...rows)
  table.prepend(head)
  rows.forEach((row) => row.removeAttribute("data-head"))
  const body = table.tBodies[0]
  if (!body.rows.length) body.remove()
}

/** The body that the editor shows, as the story keeps it. */
export function bodyOf(editor) {
  const holder = document.createElement("template")
  holder.innerHTML = editor.getHTML()
  holder.content.querySelectorAll("[data-bare]").forEach(unwrapFirstParagraph)
  holder.content.querySelectorAll("table").forEach(moveHeadRows)
  for (const caption of holder.content.querySelectorAll("figure[data-ref] > figcaption")) {
    // A photo without a caption of its own is shown with that of the library.
    if (!caption.innerHTML) caption.remove()
  }
  return holder.innerHTML === "<p></p>" ? "" : holder.innerHTML
}
