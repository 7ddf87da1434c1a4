// The form of a story: counters, and the keys that save.

import { make } from "../editor/elements.js"

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

const form = document.getElementById("article_form")
for (const [name, longest] of Object.entries(LONGEST)) {
  const input = form?.elements[name]
  if (input) count(input, longest)
}

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return
  const button = (name) => document.querySelector(`.submit-row [name=${name}]`)
  const save = button("_continue") ?? button("_save")
  if (!save) return
  event.preventDefault()
  save.click()
})
