// What is typed in a form, as one text that can be compared, sent and kept.

const KEPT_HANDLES = ["_opened_as", "_once"]

function isContent(name, value) {
  if (typeof value !== "string" || name === "csrfmiddlewaretoken") return false
  return !name.includes("__prefix__") && (!name.startsWith("_") || KEPT_HANDLES.includes(name))
}

export function typedIn(form) {
  const typed = Object.create(null)
  for (const [name, value] of new FormData(form)) {
    if (isContent(name, value)) (typed[name] ??= []).push(value)
  }
  return JSON.stringify(typed)
}

/** Whether the browser has filled in what somebody typed before the page was loaded. */
export const isRefilled = (form) =>
  [...form.elements].some(({ type, value, defaultValue, checked, defaultChecked }) =>
    type === "checkbox"
      ? checked !== defaultChecked
      : ["text", "textarea"].includes(type) && value !== defaultValue,
  )
