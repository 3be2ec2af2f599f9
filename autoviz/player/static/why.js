/**
 * The "why" panel: how the number of this step came about, row by row, and the paths
 * that it is the sum of. Of a number that was picked it tells the same, and in which
 * step it came. A row is a label and words, formulas, or small matrices side by side.
 * Read next: answer.js.
 */

import { numberAt } from "./cards.js";
import { button, formula, make, plain, say, spans } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {any} act
 * @param {ReturnType<import("./picture.js").picture>} stage
 */
export function why(data, act, stage) {
  const head = make("p.av-from");
  const title = make("p.av-heading");
  const summary = make("summary");
  const [rows, ways] = [make("div"), make("div")];
  const paths = make("details", summary, ways);
  const list = (box, told) => {
    box.className = told.some((row) => row.label) ? "av-rows" : "av-rows av-unlabelled";
    box.replaceChildren(...told.flatMap((row) => whyRow(row, data.formulas)));
  };
  /** The last step up to `k` that put it there. */
  const origin = (number, k) => {
    const is = ([id, now]) => numberAt(id) === number && !/^$|^number|^main|^detail| off$/.test(now);
    const changed = (told = {}) => Object.entries(told).some(is);
    while (k && !changed(data.frames[k].text) && !changed(data.frames[k].class)) k--;
    return k;
  };
  /** The numbers that a card says now. */
  const said = (card) => {
    const there = [...stage.svg.querySelectorAll("[data-id]:not(:is(.future, .off) *, .off, .empty)")]
      .filter((each) => each.textContent || each.matches(".grid"))
      .map((each) => numberAt(each.dataset.id));
    return ["value", "gradient", ".grad"].map((name) => `${name} ${card}`).filter((each) => there.includes(each));
  };
  const choose = (card, number) => {
    act.pick(card, number);
    head.querySelector("[aria-pressed=true]").focus();
  };
  const leave = (k) => {
    act.want(k);
    head.closest(".autoviz").focus({ preventScroll: true });
  };
  return {
    element: make("section.av-panel.av-why", head, title, rows, paths),
    /**
     * @param {number} k
     * @param {{card: number | null, number: string | null}} state
     */
    show(k, { card, number }) {
      const from = number ? origin(number, k) : k;
      const { why: told, paths: here, card: own } = data.steps[from];
      const [name, place] = number?.split(" ") ?? [".grad", own];
      const way = name.includes("grad") && data.paths?.[here?.[place]];
      const one = (each) => button(each.split(" ")[0], "where it came from", () => choose(card, each), { "aria-pressed": `${each === number}` });
      const choices = card === null ? [] : [make("b", data.cards[card].name), ...said(card).map(one)];
      const came = from === k ? ["came in this step"] : ["came in", button(`step ${from}`, "go there", () => leave(from))];
      head.replaceChildren(...choices, ...(number ? came : []));
      say(title, told?.title ?? [["", "why?"]]);
      list(rows, told?.rows ?? []);
      paths.hidden = !way;
      paths.open = Boolean(number);
      if (!way) return;
      say(summary, way.title);
      list(ways, way.rows);
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
      if (!run) parts.push((run = make("span.av-run")));
      run.append(...("math" in item ? [formula(formulas[item.math])] : spans([item])));
    } else {
      const before = run ? parts.pop() : null;
      parts.push(make("span.av-items", before, grid(item.grid)));
      run = null;
    }
  }
  return [make("div.av-label", label), make("div.av-items.av-wrap", parts)];
}

/**
 * A matrix as a real table; a large one as an image.
 * @param {{rows: string[][], tones: string[][], caption: any[], picture?: string, size?: any}} matrix
 */
function grid({ rows, tones, caption, picture, size }) {
  const row = (looks, i) => make("tr", looks.map((look, j) => make(`td.${look}`, rows[i]?.[j])));
  const label = plain(caption) || "matrix";
  return make(
    "figure.av-figure",
    picture
      ? make("img.av-heat", { src: picture, alt: label, ...size })
      : make("table.av-grid", { "aria-label": label }, make("tbody", tones.map(row))),
    caption.length && make("figcaption", spans(caption)),
  );
}
