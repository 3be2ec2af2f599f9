/**
 * Elements, made in one place. Text always stays text: nothing a learner wrote
 * is ever read as markup. Read next: frames.js.
 *
 * @typedef {[string, string]} Span  a style ("" "code" "name" "value" "grad" "muted") and a text
 */

/**
 * Makes an element. Attributes that are null or false are left out, true is an
 * empty attribute, and "onclick" and the like take a function.
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...(Node | string | null)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A plain shape for a button, drawn on a square of 16: fonts lack such signs.
 * @param {string} path
 */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * Styled words as nodes.
 * @param {Span[]} list
 */
export function spans(list) {
  return list.map(([style, text]) =>
    style ? make("span", { class: `av-is-${style}` }, text) : document.createTextNode(text),
  );
}

/** @param {Span[]} list */
export function plain(list) {
  return list.map(([, text]) => text).join("");
}

/**
 * Scrolls a box, never the page, until the elements are in sight, from the first
 * of them by place where they do not all fit.
 * @param {HTMLElement} box
 * @param {Iterable<Element>} elements
 * @param {number} room  kept free around them, where there is as much
 */
export function reveal(box, elements, room = 0) {
  const rects = [...elements].map((each) => each.getBoundingClientRect());
  if (!rects.length) return;
  const frame = box.getBoundingClientRect();
  const way = (from, to, border, length) => {
    const start = Math.min(...rects.map((rect) => rect[from])) - frame[from] - border;
    const end = Math.max(...rects.map((rect) => rect[to])) - frame[from] - border;
    const free = Math.max(0, Math.min(room, (length - end + start) / 2));
    if (start < free) return start - free;
    return Math.max(0, Math.min(start - free, end + free - length));
  };
  box.scrollTop += way("top", "bottom", box.clientTop, box.clientHeight);
  box.scrollLeft += way("left", "right", box.clientLeft, box.clientWidth);
}

/**
 * Lets the keyboard reach a box when, and only when, there is something to
 * scroll. Returns a function that ends the watching.
 * @param {HTMLElement} box
 * @param {string} label
 */
export function scrollable(box, label) {
  const check = () => {
    const over =
      box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (over === box.hasAttribute("tabindex")) return;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]])
      if (over) box.setAttribute(name, value);
      else box.removeAttribute(name);
  };
  const observer = new ResizeObserver(check);
  observer.observe(box);
  for (const child of box.children) observer.observe(child);
  return () => observer.disconnect();
}
