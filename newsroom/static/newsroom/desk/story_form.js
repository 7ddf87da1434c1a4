// The form of a story: counters, and the keys that save.

import { fetchJSON, make } from "../editor/elements.js"
import { choosePhoto } from "../editor/photos.js"
import { bind } from "./keys.js"

// What a reader, a search engine and a card can take in, as characters are seen.
const LONGEST = { headline: 100, standfirst: 200 }

const segmenter = Intl.Segmenter && new Intl.Segmenter()

/** Characters as they are seen: one for an emoji or a syllable, however it is made up. */
const seen = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text].length)

function count(input, longest) {
  const output = make("output", { className: "count", "aria-live": "polite", htmlFor: input.id })
  const say = () => {
    const length = seen(input.value.trim())
    const over = length > longest
    output.textContent = over
      ? `${length} characters: longer than the ${longest} that are shown everywhere`
      : `${length} of ${longest} characters`
    output.classList.toggle("over", over)
  }
  input.addEventListener("input", say)
  input.after(output)
  say()
}

/** The lead picture is seen, and chosen from the library or sent to it on the spot. */
function leadPhoto(select, address) {
  const picture = make("img", { className: "lead-preview", hidden: true, alt: "" })
  const warning = make("strong", { role: "status" })
  const button = make("button", { type: "button", className: "button" }, "Choose or upload…")
  const show = async () => {
    const { results } = await fetchJSON(address, { id: select.value }).catch(() => ({ results: [] }))
    const [photo] = results
    picture.hidden = !photo?.preview
    if (photo?.preview) Object.assign(picture, photo.preview, { alt: photo.alt })
    warning.textContent = photo?.warning ?? ""
  }
  button.addEventListener("click", async () => {
    const photo = await choosePhoto(address)
    button.focus()
    if (!photo) return
    select.append(new Option(photo.name, photo.ref.split(":")[1], true, true))
    select.dispatchEvent(new Event("change", { bubbles: true }))
  })
  select.closest(".form-row").append(make("div", { className: "lead-choice" }, button, picture, warning))
  // As select2 tells of it.
  window.django.jQuery(select).on("change", show)
  if (select.value) show()
}

const form = document.getElementById("article_form")
for (const [name, longest] of Object.entries(LONGEST)) {
  const input = form?.elements[name]
  if (input) count(input, longest)
}
form?.elements.headline?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault()
})

const select = form?.querySelector("select#id_lead_photo")
if (select) leadPhoto(select, form.elements.body.dataset.findPhotos)

bind("In this form", "S", "Save and stay", (event) => {
  const button = (name) => document.querySelector(`.submit-row [name=${name}]`)
  const save = button("_continue") ?? button("_save")
  if (!save) return
  event.preventDefault()
  save.click()
})
