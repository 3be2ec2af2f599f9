/**
 * The learner's code, with two marks: the line that is running, and the
 * expression that made the focus. Read next: why.js.
 */

import { make, reveal, scrollable } from "./dom.js";

/** @param {any} data  the document */
export function code(data) {
  const files = data.code.map(listing);
  const title = make("span", { class: "av-file" });
  const boxes = files.map((file) => file.element);
  const releases = boxes.map((box) => scrollable(box, "your code"));
  let current = files[0];
  return {
    element: make(
      "section",
      { class: "av-panel av-code", hidden: !files.length },
      make(
        "p",
        { class: "av-heading" },
        title,
        " · ",
        make("span", { class: "av-arrow" }),
        " running · ",
        make("span", { class: "av-mark" }, "made here"),
      ),
      ...boxes,
    ),
    release: () => releases.forEach((release) => release()),
    show(k) {
      const { running, made } = data.steps[k];
      const wanted = running?.[0] ?? made?.[0];
      current = files.find((file) => file.name === wanted) ?? current;
      title.textContent = files.length > 1 ? `your code, ${current.name}` : "your code";
      for (const file of files) {
        file.element.hidden = file !== current;
        file.show(
          running?.[0] === file.name ? running[1] : null,
          made?.[0] === file.name ? made.slice(1) : null,
        );
      }
    },
  };
}

/** @param {{file: string, lines: [number, string][]}} file */
function listing(file) {
  const rows = file.lines.map(([number, text]) => {
    const words = make("span", { class: "av-text" }, text);
    const row = make("div", { class: "av-line" }, make("span", { class: "av-no" }, `${number}`), words);
    return { number, text, words, row };
  });
  const element = make("div", { class: "av-listing" }, ...rows.map(({ row }) => row));
  return {
    name: file.file,
    element,
    show(running, made) {
      for (const { number, text, words, row } of rows) {
        row.classList.toggle("av-running", number === running);
        if (number === running) row.setAttribute("aria-current", "true");
        else row.removeAttribute("aria-current");
        words.replaceChildren(...marked(number, text, made));
      }
      const row = rows.find(({ number }) => number === (made?.[0] ?? running))?.row;
      if (row) reveal(element, [row.firstElementChild]);
    },
  };
}

/**
 * A line with the marked part of it set apart. Columns count characters.
 * @param {number} number
 * @param {string} text
 * @param {[number, number | null, number | null, number | null] | null} made
 */
function marked(number, text, made) {
  const [line, column, endLine, endColumn] = made ?? [Infinity, null, null, null];
  if (number < line || number > (endLine ?? line)) return [text];
  const letters = Array.from(text);
  const indent = letters.findIndex((letter) => letter.trim());
  const start = number === line ? (column ?? indent) : indent;
  const end = number === (endLine ?? line) ? (endColumn ?? letters.length) : letters.length;
  const part = (from, to) => letters.slice(from, to).join("");
  return [
    part(0, start),
    make("mark", { class: "av-mark" }, part(start, end)),
    part(end, letters.length),
  ];
}
