/**
 * The line that speaks: the caption of the step, or, when predicting, the
 * question before it, and afterwards the verdict beside the caption. The truth
 * came with the document; all that happens here is a comparison. Read next:
 * twin.js.
 *
 * @typedef {{k: number, given: number | null, right: boolean}} Answer
 */

import { make, plain, spans } from "./dom.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that was typed, or null. A comma may stand for the point.
 * @param {string} text
 */
export function readNumber(text) {
  const tidy = text.trim().replace("−", "-").replace(",", ".");
  return NUMBER.test(tidy) ? Number(tidy) : null;
}

/**
 * Right means within one percent, or within 0.005.
 * @param {number} given
 * @param {number} truth
 */
export function isRight(given, truth) {
  return Math.abs(given - truth) <= Math.max(0.005, 0.01 * Math.abs(truth));
}

/**
 * @param {any} data  the document
 * @param {(given: number | null) => void} reply  null: revealed without an answer
 */
export function speech(data, reply) {
  const caption = make("p", { class: "av-caption", "aria-live": "polite" });
  const longest = data.steps
    .map((step) => step.caption)
    .filter((each) => plain(each).length < 160)
    .reduce((a, b) => (plain(b).length > plain(a).length ? b : a), []);
  const room = make("p", { class: "av-caption av-room", "aria-hidden": "true" }, ...spans(longest));

  const prompt = make("span", { class: "av-prompt" });
  const field = make("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    size: 8,
  });
  const hint = make("span", { class: "av-hint", role: "status" });
  const submit = (event) => {
    event.preventDefault();
    const given = readNumber(field.value);
    field.setAttribute("aria-invalid", String(given === null));
    hint.textContent = given === null ? "a number please, such as -0.5" : "";
    if (given !== null) reply(given);
  };
  const form = make(
    "form",
    { class: "av-ask", hidden: true, onsubmit: submit },
    make("label", {}, prompt, field),
    make("button", { type: "submit", class: "av-play" }, "answer"),
    make("button", { type: "button", onclick: () => reply(null) }, "reveal"),
    hint,
  );
  return {
    element: make("div", { class: "av-say" }, room, caption, form),
    field,
    /**
     * @param {number} k
     * @param {{asking: number | null, answers: Map<number, Answer>}} state
     */
    show(k, { asking, answers }) {
      form.hidden = asking === null;
      caption.hidden = asking !== null;
      if (asking === null) {
        const step = data.steps[k];
        const answer = step.question && answers.get(k);
        caption.replaceChildren(...spans(step.caption), ...(answer ? verdict(step.question, answer) : []));
        return;
      }
      prompt.replaceChildren(...spans(data.steps[asking].question.prompt));
      field.value = hint.textContent = "";
      field.removeAttribute("aria-invalid");
    },
  };
}

/**
 * A sign and words, not colour alone.
 * @param {{shown: string, note: any[] | null}} question
 * @param {Answer} answer
 */
function verdict({ shown, note }, { given, right }) {
  const said = right ? `you said ${given} ✓` : `you said ${given} ✗ — it is ${shown}`;
  return [
    " ",
    make(
      "span",
      { class: `av-verdict ${right ? "av-right" : given === null ? "av-shown" : "av-wrong"}` },
      given === null ? `revealed: ${shown}` : said,
    ),
    ...(note ? [" ", make("span", { class: "av-is-muted" }, ...spans(note))] : []),
  ];
}
