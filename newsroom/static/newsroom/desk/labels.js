// Gives what stands for an autocomplete's select the label that the select has, a heading to the
// column in which Django names each row, and a role to what it draws outside of the page's own parts.

import { make } from "../editor/elements.js"

function label(select) {
  const name = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label")
  const combobox = select.nextElementSibling?.querySelector("[role=combobox]")
  if (!name || !combobox) return
  combobox.setAttribute("aria-label", name)
  combobox.querySelector("input")?.setAttribute("aria-label", name)
  // In a list of what is chosen it stands beside the items.
  combobox.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem")
  const shown = combobox.querySelector("[role=textbox]")
  if (!shown?.id) return
  shown.setAttribute("aria-label", name)
  combobox.id ||= `${shown.id}-name`
  combobox.setAttribute("aria-labelledby", `${combobox.id} ${shown.id}`)
}

for (const heading of document.querySelectorAll("th.original:empty")) {
  heading.append(make("span", { className: "visually-hidden", textContent: "Saved as" }))
}

function labelAll() {
  document.querySelectorAll("select.admin-autocomplete").forEach(label)
  for (const hint of document.querySelectorAll("span.search-label-icon")) hint.setAttribute("role", "img")
}

/** What an autocomplete has found hangs on the end of the page, with a field to search in. */
function labelOpen({ target }) {
  const drawn = target.closest?.(".select2-dropdown")
  const combobox = document.querySelector(".select2-container--open [role=combobox]")
  if (!drawn || !combobox) return
  drawn.setAttribute("role", "dialog")
  drawn.setAttribute("aria-label", combobox.getAttribute("aria-label") ?? "Choose")
  target.setAttribute("aria-label", "Search")
  combobox.setAttribute("aria-controls", drawn.querySelector("[role=listbox]").id)
}

document.addEventListener("focusin", labelOpen)

// Django makes them when the page and when a row is there, a moment after it says so.
addEventListener("load", () => setTimeout(labelAll))
document.addEventListener("formset:added", () => setTimeout(labelAll))
