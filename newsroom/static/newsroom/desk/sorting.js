// Inlines and lists with a position are put in order by mouse and by keyboard. Without this, by number.

import { make } from "../editor/elements.js"
import { list } from "./keys.js"

const ROW = "tr.form-row:not(.empty-form), #result_list tbody tr"
const position = (row) => row.querySelector("input[name$='-position']")

function hasChanged(control) {
  if (control.type === "checkbox") return control.checked !== control.defaultChecked
  if (control.options) return [...control.options].some((option) => option.selected && option.value && !option.defaultSelected)
  return control.value !== control.defaultValue
}

/** A row that was added and left blank is not saved: to number it would be to fill it in. */
const isUsed = (row) =>
  row.matches(".has_original, #result_list tr") ||
  [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].some(hasChanged)

class Sorted {
  constructor(group) {
    this.group = group
    this.said = make("p", { className: "visually-hidden", role: "status" })
    group.append(this.said)
    this.rows.forEach((row) => this.dress(row))
    group.addEventListener("dragover", (event) => this.dragOver(event))
    group.addEventListener("drop", (event) => event.preventDefault())
    document.addEventListener("formset:added", (event) => {
      if (!group.contains(event.target)) return
      this.dress(event.target)
    })
    group.closest("form").addEventListener("submit", () => this.numberAdded())
  }

  get rows() {
    return [...this.group.querySelectorAll(ROW)]
  }

  dress(row) {
    const input = position(row)
    if (!input || input.type === "hidden") return
    input.type = "hidden"
    const handle = make("span", { className: "drag", draggable: true, title: "Drag to sort", "aria-hidden": "true" }, "⠿")
    handle.addEventListener("dragstart", (event) => {
      this.dragged = row
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setDragImage(row, 0, 0)
    })
    handle.addEventListener("dragend", () => {
      this.dragged = null
      this.number()
    })
    const up = this.button(row, "↑", "Move up", -1)
    const down = this.button(row, "↓", "Move down", 1)
    input.after(make("span", { className: "sorter" }, handle, up, down))
  }

  button(row, sign, label, step) {
    const button = make("button", { type: "button", "aria-label": label, title: label }, sign)
    button.addEventListener("click", () => {
      const { rows } = this
      const other = rows[rows.indexOf(row) + step]
      if (!other) return
      if (step < 0) other.before(row)
      else other.after(row)
      this.number()
      button.focus()
      this.said.textContent = `Moved to place ${this.rows.indexOf(row) + 1} of ${rows.length}`
    })
    return button
  }

  dragOver(event) {
    const row = event.target.closest(ROW)
    if (!this.dragged || !row || !this.group.contains(row)) return
    event.preventDefault()
    const { top, height } = row.getBoundingClientRect()
    if (event.clientY < top + height / 2) row.before(this.dragged)
    else row.after(this.dragged)
  }

  number() {
    this.rows.filter(isUsed).forEach((row, i) => (position(row).value = i + 1))
  }

  /** Rows that were added come last; those that nobody moved stay as they were saved. */
  numberAdded() {
    const used = this.rows.filter(isUsed)
    let last = Math.max(0, ...used.map((row) => Number(position(row).value)))
    for (const row of used) {
      if (position(row).value === "0" && !row.classList.contains("has_original")) position(row).value = ++last
    }
  }
}

list("In this form", "Enter on ↑ or ↓", "Move a row up or down")

for (const group of document.querySelectorAll(".inline-group, #changelist-form")) {
  if (group.querySelector("input[name$='-position']")) new Sorted(group)
}
