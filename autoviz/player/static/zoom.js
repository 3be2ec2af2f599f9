/**
 * How much of the picture is seen: zoom, pan, fit, follow. The stage is a box that
 * scrolls, and zooming is a width of the SVG; without one the stylesheet fits it. To
 * follow is to scroll, at once, when what a step is about is out of sight. Read next:
 * folding.js.
 */

import { button, make, reveal, scrollable } from "./dom.js";

/** @param {ReturnType<import("./picture.js").picture>} stage */
export function zooming({ element: box, svg, width, height }) {
  let dragged = 0;
  let pinch = null;

  const scale = () => svg.getBoundingClientRect().width / width;
  /** What was seen at `x` and `y` in the window stays there. */
  const zoom = (to, { clientX: x, clientY: y }) => {
    const old = svg.getBoundingClientRect();
    svg.style.width = `${width * Math.min(4, Math.max(0.1, to))}px`;
    box.classList.add("av-zoomed");
    const now = svg.getBoundingClientRect();
    const grown = now.width / old.width;
    box.scrollBy(now.left - x + (x - old.left) * grown, now.top - y + (y - old.top) * grown);
  };
  const middle = () => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return { clientX: left + width / 2, clientY: top + height / 2 };
  };
  const fit = () => {
    svg.style.width = "";
    box.classList.remove("av-zoomed");
    const whole = Math.min(box.clientWidth / width, box.clientHeight / height);
    if (scale() > whole) zoom(0.95 * whole, middle());
  };
  const apart = ([one, two]) => Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);

  const heard = {
    wheel(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(scale() * Math.exp(-event.deltaY / 200), event);
    },
    touchstart({ touches }) {
      pinch = touches.length === 2 && scale() / apart(touches);
    },
    touchmove(event) {
      if (!pinch || event.touches.length !== 2) return;
      event.preventDefault();
      zoom(pinch * apart(event.touches), event.touches[0]);
    },
    pointerdown: () => (dragged = 0),
    pointermove({ pointerType, buttons, movementX, movementY }) {
      if (pointerType !== "mouse" || buttons !== 1) return;
      dragged += Math.abs(movementX) + Math.abs(movementY);
      box.scrollBy(-movementX, -movementY);
    },
  };
  for (const name in heard) box.addEventListener(name, heard[name], { passive: false });
  box.addEventListener("click", (event) => dragged > 4 && event.stopPropagation(), true);
  return {
    element: make(
      "div.av-view",
      scrollable(box, "picture, shift and the arrow keys move it"),
      make(
        "div.av-zoom",
        button("−", "", () => zoom(0.8 * scale(), middle()), { "aria-label": "smaller" }),
        button("fit", "whole picture (0)", fit),
        button("+", "", () => zoom(1.25 * scale(), middle()), { "aria-label": "larger" }),
      ),
    ),
    fit,
    pan: (x, y) => box.scrollBy(80 * x, 80 * y),
    /** Brings into sight as many of these as fit, the focus of the step in any case. */
    follow(elements) {
      reveal(box, elements, 40);
      reveal(box, elements.filter((each) => each.matches(".focus, .fail")), 12);
    },
  };
}
