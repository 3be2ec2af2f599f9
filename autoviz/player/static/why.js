/**
 * The "why" panel: how the number of this step came about, row by row. A row is
 * a label and words, formulas, or small matrices side by side. Read next: answer.js.
 */

import { formula, make, plain, spans } from "./dom.js";

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
        rows.replaceChildren(...told.rows.flatMap((row) => whyRow(row, data.formulas)));
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
 * @param {any[]} formulas
 */
function whyRow({ label, items }, formulas) {
  const parts = [];
  let run = null;
  for (const item of items) {
    if (!item.grid) {
      if (!run) parts.push((run = make("span", { class: "av-run" })));
      run.append(...("math" in item ? [formula(formulas[item.math])] : spans([item])));
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
 * A matrix as a real table; a large one as an image.
 * @param {{rows: string[][], tones: (number | null)[][], caption: any[], picture?: string, size?: number[]}} matrix
 */
function grid({ rows, tones, caption, picture, size }) {
  const cell = (text, tone) => make("td", { class: toneName(tone) }, text);
  const row = (tonesOfRow, i) =>
    make("tr", {}, ...tonesOfRow.map((tone, j) => cell(rows[i]?.[j] ?? "", tone)));
  const label = plain(caption) || "matrix";
  return make(
    "figure",
    { class: "av-figure" },
    picture
      ? make("img", { class: "av-heat", src: picture, alt: label, ...across(size) })
      : make(
          "table",
          { class: "av-grid", "aria-label": label },
          make("tbody", {}, ...tones.map(row)),
        ),
    caption.length ? make("figcaption", {}, ...spans(caption)) : null,
  );
}

/** Four pixels for each number; ten where a row or a column is alone. */
function across([columns, rows]) {
  const side = (count) => (count === 1 ? 10 : 4 * count);
  return { width: side(columns), height: side(rows) };
}

/** @param {number | null} tone */
function toneName(tone) {
  if (tone === null) return "nan";
  if (Math.abs(tone) === 6) return "beyond";
  if (tone === 0) return "t0";
  return tone < 0 ? `tm${-tone}` : `tp${tone}`;
}
