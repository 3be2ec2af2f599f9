/**
 * The stage: the SVG that Python drew, repainted from step to step. Nothing is
 * moved and nothing is measured here: a step sets classes and texts by id.
 * Read next: timeline.js.
 */

import { between, undoing } from "./frames.js";
import { make, reveal, scrollable } from "./dom.js";

const ACTIVE = ".focus, .fail, .fwd.now, .grad.now, .acc.now";

/**
 * @param {any} data  the document
 * @param {[string, Element][]} cells  more elements whose text follows the frames
 */
export function picture(data, cells) {
  const element = make("div", { class: "av-stage" });
  element.innerHTML = data.svg; // the only markup taken as such: Python wrote it
  const svg = element.querySelector("svg");
  svg?.setAttribute("role", "img");
  svg?.setAttribute("aria-label", "the graph, told by the line below");

  const drawn = new Map();
  for (const each of element.querySelectorAll("[data-id]"))
    drawn.set(each.getAttribute("data-id"), [each]);
  const written = new Map(drawn);
  for (const [id, cell] of cells) written.set(id, [...(written.get(id) ?? []), cell]);

  const missing = new Set();
  const find = (kind, id) => {
    const found = (kind === "class" ? drawn : written).get(id) ?? [];
    if (!found.length) missing.add(id);
    return found;
  };
  const paint = (frame) => {
    for (const [id, value] of Object.entries(frame.class ?? {}))
      for (const each of find("class", id))
        if (value === null) each.removeAttribute("class");
        else each.setAttribute("class", value);
    for (const [id, value] of Object.entries(frame.text ?? {}))
      for (const each of find("text", id)) each.textContent = value;
  };

  let at = 0;
  paint(data.frames[0] ?? {});
  const undo = undoing(data.frames, (kind, id) => {
    const first = find(kind, id)[0];
    if (!first) return null;
    return kind === "class" ? first.getAttribute("class") : first.textContent;
  });
  return {
    element,
    svg,
    width: parseFloat(svg?.getAttribute("width") ?? "") || 800,
    height: parseFloat(svg?.getAttribute("height") ?? "") || 400,
    missing,
    release: scrollable(element, "picture, shift and the arrow keys scroll it"),
    show(k) {
      paint(between(data.frames, undo, at, k));
      at = k;
      reveal(element, element.querySelectorAll(ACTIVE), 100);
    },
  };
}
