// A photo of the library, or one that is sent to it on the way.

import { choose, open } from "./dialogs.js"
import { fetchJSON, make } from "./elements.js"

const WORDS = {
  alt: "Alternative text: what it shows, for readers who cannot see it",
  caption: "Caption",
  credit: "Credit",
  licence: "Licence",
}

const isPicture = (file) => file.type.startsWith("image/")
export const pictureIn = (transfer) => [...(transfer?.files ?? [])].find(isPicture)

async function send(address, form) {
  const body = new FormData(form)
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  const response = await fetch(address, { method: "POST", body }).catch(() => null)
  if (!response) return { problems: ["The desk does not answer. Is there a connection?"] }
  if (response.redirected) return { problems: ["You are logged out: log in again in another tab."] }
  return response.json().catch(() => ({ problems: ["The desk could not take this file."] }))
}

function fileInput(file) {
  const input = make("input", { type: "file", name: "file", accept: "image/*" })
  if (!file) return input
  const transfer = new DataTransfer()
  transfer.items.add(file)
  input.files = transfer.files
  return input
}

/** Asks for a file and its words; resolves to the photo, be it the one that was there already. */
function upload(address, file) {
  const input = fileInput(file)
  const fields = Object.entries(WORDS).map(([name, label]) =>
    make("label", {}, label, make("input", { type: "text", name, autocomplete: "off" })),
  )
  const problem = make("p", { role: "alert", className: "errornote", hidden: true })
  const twin = make("button", { type: "button", className: "button", hidden: true }, "Use the one that is there")
  let known = null
  let sending = false
  twin.addEventListener("click", () => {
    sending = known
    input.form.requestSubmit()
  })
  const said = ({ problems, twin: there = null }) => {
    problem.textContent = new DOMParser().parseFromString(problems.join(" "), "text/html").body.textContent
    problem.hidden = false
    known = there
    twin.hidden = !there
  }
  const parts = [make("label", {}, "File (or drop one here)", input), ...fields, problem, twin]
  return open("Upload a picture", parts, async (form) => {
    if (sending) return sending === true ? null : sending
    sending = true
    const answer = await send(address, form)
    sending = false
    if (answer.photo) return answer.photo
    said(answer)
    return null
  }, "Upload")
}

/** Resolves to a photo, or null; a ``file`` goes to the library first, if it may. */
export async function choosePhoto(address, file) {
  const chosen = file ? await fetchJSON(address, { id: "" }) : await choose("A photo of the library", address)
  return chosen?.upload ? upload(chosen.upload, file) : chosen?.ref ? chosen : null
}
