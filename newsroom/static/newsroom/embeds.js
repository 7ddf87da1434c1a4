// A video's link turns into its player. Without this script it stays a link.

document.addEventListener("click", (event) => {
  const link = event.target.closest(".embed a")
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const frame = document.createElement("iframe")
  frame.src = link.parentElement.dataset.player
  frame.title = link.querySelector(".embed-title").textContent
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture"
  frame.referrerPolicy = "strict-origin-when-cross-origin"
  link.replaceWith(frame)
  frame.focus()
})
