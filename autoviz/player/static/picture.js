/**
 * The stage: the SVG that Python drew, repainted from step to step. Nothing is
 * moved and nothing is measured here: a step sets classes and texts by id, and a
 * mark is an attribute, so that it outlives a class. Read next: zoom.js.
 */

import { drawn, give, make } from "./dom.js";

/** @param {any} data  the document */
export function picture(data) {
  const svg = give(drawn(data.svg), { role: "group", "aria-label": "the graph; the line below tells each step" });
  const found = new Map();
  for (const each of svg.querySelectorAll("[data-id]")) found.set(each.dataset.id, each);
  let marked = [];
  return {
    element: make("div.av-stage", svg),
    svg,
    width: parseFloat(svg.getAttribute("width")) || 800,
    height: parseFloat(svg.getAttribute("height")) || 400,
    /** @param {string} id */
    find: (id) => found.get(id),
    /**
     * Gives the elements that a step brings into focus.
     * @param {import("./frames.js").Frame} frame
     */
    paint(frame) {
      const active = [];
      for (const [id, value] of Object.entries(frame.class)) {
        const each = found.get(id);
        if (!each) continue;
        if (value === null) each.removeAttribute("class");
        else if (each.getAttribute("class") !== value) each.setAttribute("class", value);
        if (/\b(focus|fail|now)\b/.test(value)) active.push(each);
      }
      for (const [id, value] of Object.entries(frame.text)) {
        const each = found.get(id);
        if (!each || each.textContent === value) continue;
        if (each.firstChild) each.firstChild.data = value;
        else each.textContent = value;
      }
      return active;
    },
    /**
     * Sets marks of these kinds, and takes those away that were set before.
     * @param {Record<string, string[]>} marks  ids by the name of their mark
     */
    mark(marks) {
      for (const each of marked) delete each.dataset.mark;
      marked = [];
      for (const name in marks)
        for (const id of marks[name]) {
          const each = found.get(id);
          if (!each) continue;
          each.dataset.mark = name;
          marked.push(each);
        }
    },
  };
}
