/**
 * The "why" panel: how the number of this step came about, row by row. A row is
 * a label and words, or small matrices side by side. Read next: predict.js.
 */

import { make, plain, spans } from "./dom.js";

/** @param {any} data  the document */
export function why(data) {
  const title = make("p", { class: "av-heading" });
  const rows = make("div", { class: "av-rows" });
  const element = make("section", { class: "av-panel av-why" }, title, rows);
  element.hidden = !data.steps.some((step) => step.why);
  return {
    element,
    show(k) {
      const told = data.steps[k].why;
      if (told) {
        title.replaceChildren(...spans(told.title));
        rows.replaceChildren(...told.rows.flatMap(whyRow));
      } else {
        title.replaceChildren("why?");
        rows.replaceChildren(
          make("p", { class: "av-wide av-is-muted" }, "Backward steps explain their numbers here."),
        );
      }
      rows.classList.toggle("av-unlabelled", !told?.rows.some((row) => row.label));
    },
  };
}

/**
 * What stands before a matrix ("=") stays with it where a line breaks.
 * @param {{label: string, items: any[]}} row
 */
function whyRow({ label, items }) {
  const parts = [];
  let run = null;
  for (const item of items) {
    if (Array.isArray(item)) {
      if (!run) parts.push((run = make("span", { class: "av-run" })));
      run.append(...spans([item]));
    } else {
      const before = run ? parts.pop() : null;
      parts.push(make("span", { class: "av-items" }, before, grid(item.grid)));
      run = null;
    }
  }
  return [
    make("div", { class: "av-label" }, label),
    make("div", { class: "av-items av-wrap" }, ...parts),
  ];
}

/**
 * A matrix as a real table; a thumbnail has colours only.
 * @param {{rows: string[][], tones: (number | null)[][], caption: any[], thumb?: boolean}} matrix
 */
function grid({ rows, tones, caption, thumb }) {
  const cell = (text, tone) =>
    make("td", { class: tone === null ? null : `t${toneName(tone)}` }, text);
  const row = (tonesOfRow, i) =>
    make("tr", {}, ...tonesOfRow.map((tone, j) => cell(rows[i]?.[j] ?? "", tone)));
  return make(
    "figure",
    { class: "av-figure" },
    make(
      "table",
      {
        class: thumb ? "av-grid av-thumb" : "av-grid",
        role: thumb ? "img" : null,
        "aria-label": plain(caption) || "matrix",
      },
      make("tbody", {}, ...tones.map(row)),
    ),
    caption.length ? make("figcaption", {}, ...spans(caption)) : null,
  );
}

/** @param {number} tone */
function toneName(tone) {
  if (tone === 0) return "0";
  return tone < 0 ? `m${-tone}` : `p${tone}`;
}
