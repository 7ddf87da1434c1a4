// What is pasted, without what word processors and web pages wrap around their text.

import { isLinkable, parse } from "./addresses.js"

const DROPPED = "head, script, style, meta, link, title, template, noscript, iframe, object, svg, img, "
  + "picture, video, audio, canvas, form, input, button, select, textarea, nav, "
  + ".Apple-interchange-newline"
const UNWRAPPED = "span, font, a:not([href]), aside, figure, cite, u, ins"
const RENAMED = { h1: "h2", h4: "h3", h5: "h3", h6: "h3", figcaption: "p" }
const BLOCKS = "p, h2, h3, ul, ol, blockquote, table, div, hr"

// The policy of the page refuses styles, and a style is all that tells some text is bold.
const keepStyles = (html) =>
  html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[[^>]*>/g, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-on="),
    )

const styleOf = (element) => (element.dataset.style ?? "").replace(/\s/g, "").toLowerCase()
const unwrap = (element) => element.replaceWith(...element.childNodes)

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}

function wrapContents(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

const EMPHASIS = [
  [/font-weight:(bold|[6-9]00)/, "strong"],
  [/font-style:italic/, "em"],
  [/vertical-align:super/, "sup"],
  [/vertical-align:sub/, "sub"],
]

/** Emphasis that a style gives becomes an element; an element whose style denies it goes. */
function readStyles(page) {
  const each = (selector, change) => page.querySelectorAll(selector).forEach(change)
  each("b, strong", (e) => /font-weight:(normal|[1-5]00)/.test(styleOf(e)) && unwrap(e))
  each("i, em", (e) => /font-style:normal/.test(styleOf(e)) && unwrap(e))
  each("span, font", (element) => {
    const style = styleOf(element)
    for (const [pattern, tag] of EMPHASIS) if (pattern.test(style)) wrapContents(element, tag)
  })
}

/** Word's lists are paragraphs that look like items; their style tells the level. */
function readWordLists(page) {
  let lists = []
  for (const item of page.querySelectorAll("p[class*=MsoList], p[data-style*='mso-list:l']")) {
    const level = Number(/level(\d)/.exec(styleOf(item))?.[1] ?? 1)
    const marker = [...item.querySelectorAll("span")].find((e) => /mso-list:ignore/.test(styleOf(e)))
    const tag = /^\s*(\d+|[a-z]{1,3})[.)]/i.test(marker?.textContent ?? "") ? "ol" : "ul"
    marker?.remove()
    if (item.previousElementSibling !== lists[0]) lists = []
    lists.length = Math.min(lists.length, level)
    if (!lists.length) {
      lists = [page.createElement(tag)]
      item.before(lists[0])
    }
    while (lists.length < level) {
      const within = lists.at(-1).lastElementChild ?? lists.at(-1).appendChild(page.createElement("li"))
      lists.push(within.appendChild(page.createElement(tag)))
    }
    lists.at(-1).append(rename(item, "li"))
  }
}

/** Google Docs puts a list that is within an item beside that item. */
function nestLists(page) {
  for (const list of page.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    list.previousElementSibling?.append(list)
  }
}

/** Where a link leads, past the page of Google's that counts the click. */
function destination(href) {
  const url = parse(href)
  const counted = url?.pathname === "/url" && /(^|\.)google\.[a-z.]+$/.test(url.hostname)
  return (counted && url.searchParams.get("q")) || href
}

function readLinks(page) {
  for (const link of page.querySelectorAll("a[href]")) {
    const href = destination(link.getAttribute("href"))
    if (isLinkable(href)) link.setAttribute("href", href)
    else unwrap(link)
  }
}

function isSpacing(element) {
  if (element.tagName !== "BR") return !element.textContent.trim() && !element.querySelector("hr")
  const besides = [element.previousElementSibling, element.nextElementSibling]
  return besides.some((beside) => beside?.matches(BLOCKS))
}

function tidy(page) {
  const each = (selector, change) => page.querySelectorAll(selector).forEach(change)
  for (const [tag, better] of Object.entries(RENAMED)) each(tag, (e) => rename(e, better))
  each("h2 strong, h2 b, h3 strong, h3 b", unwrap)
  each("li > p:first-child:not(:has(~ p))", unwrap)
  each("body br, body p, body div", (element) => isSpacing(element) && element.remove())
  each("*", (element) => {
    for (const { name } of [...element.attributes]) {
      if (!["href", "colspan", "rowspan", "scope"].includes(name)) element.removeAttribute(name)
    }
  })
}

/** The HTML of a foreign clipboard as the elements that a body may have, without attributes. */
export function cleanPaste(html) {
  const page = new DOMParser().parseFromString(keepStyles(html), "text/html")
  page.querySelectorAll(DROPPED).forEach((element) => element.remove())
  readStyles(page)
  readWordLists(page)
  nestLists(page)
  readLinks(page)
  page.querySelectorAll(UNWRAPPED).forEach(unwrap)
  page.querySelectorAll("*").forEach((element) => element.tagName.includes(":") && unwrap(element))
  tidy(page)
  return page.body.innerHTML
}
