/**
 * The question: a number to type, or answers to choose from. Where nodes are
 * the answers, their cards in the picture can be clicked as well. Read next:
 * copying.js.
 */

import { readNumber } from "./answer.js";
import { button, make, say } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {(given: number | string | null) => void} reply  null: revealed
 */
export function asking(data, reply) {
  const prompt = make("span.av-prompt");
  const field = make("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    size: 8,
    "aria-label": "your answer",
  });
  const radios = make("span.av-choices");
  const hint = make("span.av-hint", { role: "status" });
  let question = null;

  const boxes = radios.getElementsByTagName("input");
  const submit = (event) => {
    event.preventDefault();
    const typed = !question.choices.length;
    const given = typed ? readNumber(field.value) : new FormData(element).get("choice");
    field.ariaInvalid = given === null;
    if (given !== null) reply(given);
    else hint.textContent = typed ? "a number please, such as -0.5" : "choose one, please";
  };
  const option = ({ text: value }) =>
    make("label", make("input", { type: "radio", name: "choice", value }), make("span.av-is-code", value));
  const element = make(
    "form.av-ask",
    { hidden: true, onsubmit: submit },
    make("fieldset", make("legend", prompt), field, radios),
    button("answer", "", null, { type: "submit", class: "av-play" }),
    button("reveal", "without an answer", () => reply(null)),
    hint,
  );
  return {
    element,
    hint,
    /** What the focus goes to. */
    get field() {
      return question?.choices.length ? boxes[0] : field;
    },
    /**
     * A card was clicked: whether that was about this question.
     * @param {number} card
     */
    pick(card) {
      if (question?.kind !== "next") return false;
      const { choices } = question;
      const here = choices.filter((each) => each.card === card);
      const meant = here.find((each) => each.right) ?? here[0];
      hint.textContent = meant ? "" : "no gradient is waiting there";
      if (!meant) return true;
      boxes[choices.indexOf(meant)].checked = true;
      if (data.engine) reply(meant.text);
      return true;
    },
    /** @param {any} asked  the question, if there is one */
    show(asked) {
      element.hidden = !asked;
      if (asked === question) return;
      question = asked;
      if (!asked) return;
      say(prompt, asked.prompt);
      radios.replaceChildren(...asked.choices.map(option));
      field.hidden = asked.choices.length > 0;
      field.value = hint.textContent = "";
      field.ariaInvalid = null;
    },
  };
}
