/**
 * The button that copies all answers as JSON; where copying is refused, the
 * text stands there to be taken. Read next: predict.js.
 */

import { button, make } from "./dom.js";

export function copying() {
  const text = make("textarea", { readonly: true, hidden: true, rows: 4, "aria-label": "my answers" });
  const copy = button("", "as JSON", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      copy.textContent = "copied";
    } catch {
      text.hidden = false;
      text.select();
    }
  });
  return {
    element: make("div.av-copying", copy, text),
    /** @param {any[]} answers */
    show(answers) {
      text.value = JSON.stringify(answers, null, 2);
      text.hidden = true;
      copy.textContent = `copy my answers (${answers.length})`;
    },
  };
}
