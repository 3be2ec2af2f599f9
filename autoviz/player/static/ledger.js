/**
 * The ledger: one row for each tensor, with its value, the gradient that arrived and
 * its `.grad`; what this step changed is marked. It is a real table, made when it is
 * first shown, and the half of the text twin that says what is so. Read next: twin.js.
 */

import { make, reveal, scrollable } from "./dom.js";

/** @param {any} data  the document */
export function ledger({ frames, twin }) {
  const texts = new Map(twin.rows.flat().filter(([id]) => id !== null));
  const cells = new Map();
  const box = scrollable(make("div.av-table"), "the state");
  let marked = [];
  const row = (entries) =>
    make(
      "tr",
      entries.map(([id, text], column) => {
        const cell = make(column ? "td" : "th", { scope: !column && "row" }, texts.get(id) ?? text);
        if (id !== null) cells.set(id, cell);
        return cell;
      }),
    );
  const table = () =>
    make(
      "table",
      make("thead", make("tr", twin.columns.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", twin.rows.map(row)),
    );
  return {
    element: make("section.av-panel.av-ledger", { "aria-label": "ledger" }, box),
    has: (id) => texts.has(id),
    read: (id) => texts.get(id),
    /** @param {import("./frames.js").Frame} frame */
    paint({ text }) {
      for (const id in text)
        if (texts.has(id)) {
          texts.set(id, text[id]);
          if (cells.has(id)) cells.get(id).textContent = text[id];
        }
    },
    show(k) {
      if (!box.firstChild) box.append(table());
      for (const cell of marked) cell.className = "";
      marked = Object.keys(frames[k].text ?? {}).flatMap((id) => cells.get(id) ?? []);
      for (const cell of marked) cell.className = "av-changed";
      reveal(box, marked.slice(0, 1), 60);
    },
  };
}
