// The focal point of a photo: by pointer on the picture, by arrow keys on its mark, or by
// the number fields, which hold it. Every crop follows at once.
"use strict";

const STEP = 0.01;
const BIG_STEP = 0.1;
const KEYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function within(number) {
  return Math.min(1, Math.max(0, number));
}

// Where object-position must be for the point to stand as near to the middle as edges let.
function position(point, shown, whole) {
  if (whole <= shown) return 50;
  return 100 * within((point * whole - shown / 2) / (whole - shown));
}

function makeMark(box) {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "focal-mark";
  mark.setAttribute("aria-label", "Focal point: the arrow keys move it, with Shift further");
  box.append(mark);
  return mark;
}

function enliven(focal) {
  const x = document.getElementById("id_focal_x");
  const y = document.getElementById("id_focal_y");
  if (!x || !y) return;
  const whole = focal.querySelector(".focal-whole");
  const picture = whole.querySelector("img");
  const crops = focal.querySelector(".focal-crops");
  const mark = makeMark(whole);
  crops.hidden = false;

  function show() {
    const point = [within(Number(x.value)), within(Number(y.value))];
    mark.style.left = `${point[0] * 100}%`;
    mark.style.top = `${point[1] * 100}%`;
    const shape = picture.naturalWidth / picture.naturalHeight || 1;
    for (const crop of crops.querySelectorAll("img")) {
      const ratio = crop.clientWidth / crop.clientHeight || 1;
      const left = position(point[0], ratio, shape);
      const top = position(point[1], 1 / ratio, 1 / shape);
      crop.style.objectPosition = `${left}% ${top}%`;
    }
  }

  function put(left, top) {
    x.value = within(left).toFixed(2);
    y.value = within(top).toFixed(2);
    show();
  }

  function point(event) {
    const box = picture.getBoundingClientRect();
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  whole.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    whole.setPointerCapture(event.pointerId);
    mark.focus();
    point(event);
  });
  whole.addEventListener("pointermove", (event) => {
    if (whole.hasPointerCapture(event.pointerId)) point(event);
  });
  mark.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.shiftKey ? BIG_STEP : STEP;
    put(Number(x.value) + way[0] * step, Number(y.value) + way[1] * step);
  });
  x.addEventListener("input", show);
  y.addEventListener("input", show);
  picture.addEventListener("load", show);
  window.addEventListener("resize", show);
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-focal]").forEach(enliven);
});
