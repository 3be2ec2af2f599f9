/**
 * The learner's code, with two marks: the line that is running, and the
 * expression that made the focus, or the card that was picked. The number of a line
 * leads to its first step. Read next: why.js.
 */

import { button, make, panel, reveal, scrollable } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {(k: number) => void} want
 */
export function code(data, want) {
  const files = data.code.map((file) => listing(file, data.steps, want));
  const title = make("span.av-file");
  const marks = [title, " · ", make("span.av-arrow"), " running · ", make("span.av-mark", "made here")];
  const boxes = files.map(({ element }) => element);
  let current = files[0];
  return {
    element: panel("av-code", marks, boxes),
    show(k, { card }) {
      const { running } = data.steps[k];
      const made = card === null ? data.steps[k].made : data.cards[card].made;
      const wanted = (card === null && running?.[0]) || made?.[0];
      current = files.find((file) => file.name === wanted) ?? current;
      title.textContent = files.length > 1 ? `your code, ${current.name}` : "your code";
      for (const file of files) {
        const inFile = (place) => (place?.[0] === file.name ? place.slice(1) : []);
        file.element.hidden = file !== current;
        file.show(inFile(running)[0], inFile(made));
      }
    },
  };
}

/**
 * @param {{file: string, lines: [number, string][]}} file
 * @param {any[]} steps  of which the first of a line is where its number leads
 * @param {(k: number) => void} want
 */
function listing({ file, lines }, steps, want) {
  const rows = lines.map(([number, text]) => {
    const here = (place) => place?.[0] === file && place[1] === number;
    const k = steps.findIndex(({ running, made }) => here(running) || here(made));
    const label =
      k < 0
        ? make("span.av-no", `${number}`)
        : button(`${number}`, `to step ${k}`, () => want(k), { class: "av-no", tabindex: -1 });
    const words = make("span.av-text", text);
    return { number, text, words, label, row: make("div.av-line", label, words) };
  });
  const element = scrollable(make("div.av-listing", rows.map(({ row }) => row)), "your code");
  return {
    name: file,
    element,
    show(running, made) {
      const main = rows.find(({ number }) => number === (made[0] ?? running));
      const tabbed = [main, ...rows].find((each) => each?.label.matches("button"));
      for (const { number, text, words, label, row } of rows) {
        row.classList.toggle("av-running", number === running);
        row.ariaCurrent = number === running ? "true" : null;
        words.replaceChildren(...marked(number, text, made));
        if (label.matches("button")) label.tabIndex = label === tabbed.label ? 0 : -1;
      }
      if (main) reveal(element, [main.label]);
    },
  };
}

/**
 * A line with the marked part of it set apart. Columns count characters.
 * @param {number} number
 * @param {string} text
 * @param {[number, number | null, number | null, number | null] | []} made
 */
function marked(number, text, [line = Infinity, column, endLine, endColumn]) {
  if (number < line || number > (endLine ?? line)) return [text];
  const letters = Array.from(text);
  const indent = letters.findIndex((letter) => letter.trim());
  const start = number === line ? (column ?? indent) : indent;
  const end = number === (endLine ?? line) ? (endColumn ?? letters.length) : letters.length;
  const part = (from, to) => letters.slice(from, to).join("");
  return [part(0, start), make("mark.av-mark", part(start, end)), part(end)];
}
