/**
 * Elements, made in one place. Text always stays text: nothing a learner wrote
 * is ever read as markup. Read next: frames.js.
 *
 * @typedef {[string, string]} Span  a style ("" "code" "name" "value" "grad" "muted") and a text
 */

/**
 * Gives attributes to an element. Those that are null or false are taken away, true is
 * an empty one, and "onclick" and the like take a function.
 * @param {Element} element
 * @param {Record<string, any>} attributes
 */
export function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : value);
  }
  return element;
}

/**
 * Makes an element.
 * @param {string} kind  its tag and its classes, as "p.av-caption"
 * @param {...any} given  attributes, as an object; nodes and texts, in lists too; what is
 *   empty is left out
 */
export function make(kind, ...given) {
  const [tag, ...classes] = kind.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const each of given.flat()) {
    if (each?.constructor === Object) give(element, each);
    else if (each) element.append(each);
  }
  return element;
}

/** A shape in a picture, with what is in it. */
export function shape(tag, attributes, ...inside) {
  const element = give(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  element.append(...inside);
  return element;
}

/**
 * A button; without text it is called by its title.
 * @param {string | Node} content
 * @param {string} title
 * @param {() => void} onclick
 * @param {Record<string, any>} more
 */
export function button(content, title, onclick, more = {}) {
  return make("button", { type: "button", title: title || null, onclick, ...more }, content);
}

/**
 * A part below the picture, with its heading.
 * @param {string} name  its class
 * @param {...any} inside
 */
export function panel(name, heading, ...inside) {
  return make(`section.av-panel.${name}`, make("p.av-heading", heading), ...inside);
}

/**
 * A choice of one.
 * @param {string} label
 * @param {Record<string, string>} options  words by value
 * @param {(value: string) => void} take
 */
export function choice(label, options, take) {
  const each = Object.entries(options).map(([value, words]) => make("option", { value }, words));
  const onchange = ({ target }) => take(target.value);
  return make("select", { "aria-label": label, title: label, onchange }, each);
}

/**
 * What Python drew: the only markup that is taken as such.
 * @param {string} svg
 */
export function drawn(svg) {
  const box = make("div");
  box.innerHTML = svg;
  return box.firstElementChild ?? box;
}

/**
 * A plain shape for a button, drawn on a square of 16: fonts lack such signs.
 * @param {string} path
 */
export function icon(path) {
  return shape("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, shape("path", { d: path }));
}

/**
 * Styled words as nodes.
 * @param {Span[]} list
 */
export function spans(list) {
  return list.map(([style, text]) =>
    style ? make(`span.av-is-${style}`, text) : document.createTextNode(text),
  );
}

/**
 * Says styled words in place of what is there.
 * @param {Element} element
 * @param {Span[]} list
 */
export function say(element, list) {
  element.replaceChildren(...spans(list));
}

/**
 * A formula; its text where a browser has no MathML.
 * @param {{text: string, math: any[]}} given  an element is its name, then what is in it
 */
export function formula({ text, math }) {
  if (!("MathMLElement" in window)) return make("span.av-is-code", text);
  const space = "http://www.w3.org/1998/Math/MathML";
  const element = ([tag, ...inside]) => {
    const made = document.createElementNS(space, tag);
    made.append(...inside.map((each) => (Array.isArray(each) ? element(each) : each)));
    return made;
  };
  return make("span.av-math", give(element(["math", math]), { "aria-label": text }));
}

/** @param {Span[]} list */
export function plain(list) {
  return list.map(([, text]) => text).join("");
}

/**
 * Scrolls a box, never the page, until the elements are in sight, from the first
 * of them by place where they do not all fit. With the next frame: to look for places
 * now would lay all out once more.
 * @param {HTMLElement} box
 * @param {Element[]} elements
 * @param {number} room  kept free around them, where there is as much
 */
export function reveal(box, elements, room = 0) {
  if (!elements.length) return;
  requestAnimationFrame(() => {
    const rects = elements.map((each) => each.getBoundingClientRect());
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
  });
}

/**
 * Lets the keyboard reach a box when, and only when, there is something to scroll.
 * @param {HTMLElement} box
 * @param {string} label
 */
export function scrollable(box, label) {
  const check = () => {
    const over =
      box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (over === box.hasAttribute("tabindex")) return;
    give(box, { tabindex: over && 0, role: over && "group", "aria-label": over && label });
  };
  const observer = new ResizeObserver(check);
  observer.observe(box);
  for (const child of box.children) observer.observe(child);
  return box;
}
