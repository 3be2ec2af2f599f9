/**
 * The text twin: the whole recording as an ordered list of sentences, and the
 * current state as a table. Whoever cannot see the picture misses nothing.
 * Read next: still.js.
 */

import { make, scrollable, spans } from "./dom.js";

/** @param {any} data  the document */
export function textTwin(data) {
  const lines = data.steps.map((step) => make("li", {}, ...spans(step.caption)));
  const list = make("ol", { start: 0 }, ...lines);
  /** @type {[string, Element][]} */
  const cells = [];
  const row = (texts) =>
    make(
      "tr",
      {},
      ...texts.map(([id, text], column) => {
        const cell = make(column ? "td" : "th", { scope: column ? null : "row" }, text);
        if (id !== null) cells.push([id, cell]);
        return cell;
      }),
    );
  const { columns, rows } = data.twin;
  const heads = columns.map((name) => make("th", { scope: "col" }, name));
  const table = make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows.map(row)),
  );
  const boxes = [make("div", {}, list), make("div", {}, table)];
  const releases = boxes.map((box, i) => scrollable(box, i ? "the state" : "the steps"));
  return {
    element: make("section", { class: "av-panel av-twin", "aria-label": "as text", hidden: true }, ...boxes),
    cells,
    release: () => releases.forEach((release) => release()),
    /**
     * Steps still to be predicted keep their sentence to themselves.
     * @param {number} k
     * @param {{predict: boolean, twin: boolean, answers: Map<number, any>}} state
     */
    show(k, { predict, twin, answers }) {
      this.element.hidden = !twin;
      if (!twin) return;
      data.steps.forEach((step, at) => {
        const secret = predict && at > k && step.question && !answers.has(at);
        lines[at].replaceChildren(...(secret ? ["to be predicted"] : spans(step.caption)));
        if (at === k) lines[at].setAttribute("aria-current", "step");
        else lines[at].removeAttribute("aria-current");
      });
      const box = boxes[0];
      box.scrollTop += lines[k].getBoundingClientRect().top - box.getBoundingClientRect().top - 40;
    },
  };
}
