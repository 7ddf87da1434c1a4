// Gives what stands for an autocomplete's select the label that the select has.

function label(select) {
  const name = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label")
  const combobox = select.nextElementSibling?.querySelector("[role=combobox]")
  if (!name || !combobox) return
  combobox.setAttribute("aria-label", name)
  const shown = combobox.querySelector("[role=textbox]")
  if (!shown?.id) return
  shown.setAttribute("aria-label", name)
  combobox.id ||= `${shown.id}-name`
  combobox.setAttribute("aria-labelledby", `${combobox.id} ${shown.id}`)
}

const labelAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(label)

// Django makes them when the page and when a row is there.
addEventListener("load", labelAll)
document.addEventListener("formset:added", () => setTimeout(labelAll))
