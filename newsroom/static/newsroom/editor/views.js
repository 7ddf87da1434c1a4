// How the editor shows what has more to it than text: a photo of the library, a video.

import { fetchJSON, make } from "./elements.js"

const photos = new Map()

function photo(editor, ref) {
  const address = editor.storage.desk.findPhotos
  if (!photos.has(ref)) {
    const answer = fetchJSON(address, { id: ref.split(":")[1] })
    photos.set(ref, answer.then(({ results }) => results[0]).catch(() => undefined))
  }
  return photos.get(ref)
}

/** Spares the view of a photo that has just been chosen from asking for it. */
export const rememberPhoto = (found) => photos.set(found.ref, Promise.resolve(found))

async function showPhoto(editor, ref, picture, words) {
  const found = await photo(editor, ref)
  if (!found) {
    words.textContent = "This photo is not in the library."
    return
  }
  if (found.preview) picture.append(make("img", { loading: "lazy", ...found.preview, alt: found.alt }))
  const lacking = [!found.alt && "no alternative text", !found.credit && "no credit", found.warning]
  words.textContent = [found.label, found.hint, ...lacking].filter(Boolean).join(" · ")
}

export function photoView({ node, editor }) {
  const picture = make("div", { contentEditable: "false" })
  const words = make("p", { contentEditable: "false", className: "body-photo-about" })
  const contentDOM = make("div", { className: "body-photo-caption" })
  const dom = make("figure", { className: "body-photo" }, picture, words, contentDOM)
  showPhoto(editor, node.attrs.ref, picture, words)
  const update = (now) => {
    dom.classList.toggle("no-caption", !now.textContent)
    return now.type === node.type && now.attrs.ref === node.attrs.ref
  }
  update(node)
  return {
    dom,
    contentDOM,
    update,
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
  }
}

export function embedView({ node }) {
  const [provider] = node.attrs.embed.split(":")
  const name = { youtube: "YouTube", vimeo: "Vimeo" }[provider] ?? provider
  const title = make("strong", {}, node.attrs.title || "A video without a title")
  return { dom: make("div", { className: "body-embed", contentEditable: "false" }, title, ` ${name}`) }
}
