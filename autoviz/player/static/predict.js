/**
 * The line that speaks: the caption of the step, or the question before it; below,
 * afterwards, the answer beside the truth, what was behind a wrong one, and a
 * button that goes through the steps that were missed. Read next: ledger.js.
 */

import { isOpen, judged } from "./answer.js";
import { asking } from "./choose.js";
import { copying } from "./copying.js";
import { button, make, plain, say, spans } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {(given: number | string | null) => void} reply  null: revealed
 * @param {(where: {k: number, m?: number, grain?: string}) => void} go
 */
export function speech(data, reply, go) {
  const caption = make("p.av-caption", { "aria-live": "polite" });
  const length = ({ caption }) => plain(caption).length;
  const [longest] = data.steps.filter((step) => length(step) < 160).sort((a, b) => length(b) - length(a));
  const room = make("p.av-caption.av-room", { "aria-hidden": "true" }, spans(longest?.caption ?? []));
  const form = asking(data, reply);
  const note = make("p.av-note");
  const told = outcome(data, go);
  return {
    element: make("div", make("div.av-say", room, caption, form.element), note, told.element),
    get field() {
      return form.field;
    },
    pick: form.pick,
    /**
     * Says why a pick was wrong, and goes on asking.
     * @param {any} question
     * @param {string} given
     */
    refuse(question, given) {
      form.hint.replaceChildren(...reason(judged(question, given)));
    },
    /**
     * @param {number} k
     * @param {{asking: number | null, answers: Map<number, any>, said: any[]}} state
     */
    show(k, { asking, answers, said }) {
      const waits = asking !== null;
      caption.hidden = waits;
      say(caption, said);
      form.show(data.steps[asking]?.question);
      note.textContent = data.steps[k].note;
      note.hidden = waits || !note.textContent;
      told.show(k, waits ? new Map() : answers);
    },
  };
}

/**
 * What was said, beside the truth: a sign and words, not colour alone.
 * @param {any} question
 * @param {import("./answer.js").Answer} answer
 */
function verdict({ prompt, shown, note }, { given, right, revealed }) {
  const said = right ? `you said ${given} ✓` : `you said ${given} ✗ — it is ${shown}`;
  return [
    ...spans(prompt),
    " ",
    make("span.av-verdict", revealed ? `revealed: ${shown}` : said),
    ...(note ? [" ", make("span.av-is-muted", spans(note))] : []),
  ];
}

/** @param {any} judgement */
function reason({ misconception, says }) {
  if (!misconception) return ["Not that. See how it comes about."];
  return [make("strong", misconception), ": ", ...spans(says)];
}

/**
 * What becomes of an answer: it beside the truth; if it was wrong the misconception,
 * by name, and a button that goes to the steps that were missed, one after the other,
 * and back.
 * @param {any} data
 * @param {(where: {k: number, m?: number, grain?: string}) => void} go
 */
function outcome(data, go) {
  const said = make("p");
  const why = make("p");
  const box = make("div", { "aria-live": "polite" }, said, why);
  let about = 0; // the step of the answer
  let at = -1; // where in what was missed
  let missed = [];
  const more = button("", "", () => {
    if (!missed.length) return go({ k: about, m: 0, grain: "micro" });
    at += 1;
    go({ k: missed[at] ?? about });
  });
  const copy = copying();
  const element = make("div.av-told", { hidden: true }, box, more, copy.element);
  return {
    element,
    /**
     * @param {number} k
     * @param {Map<number, any>} answers
     */
    show(k, answers) {
      if (missed[at] !== k) [about, at] = [k, -1];
      const answer = answers.get(about);
      const { question, small } = data.steps[about];
      element.hidden = isOpen(answers, about) || !question;
      if (element.hidden) return;
      const { right, revealed } = answer;
      box.className = right ? "av-right" : revealed ? "av-shown" : "av-wrong";
      said.replaceChildren(...verdict(question, answer));
      why.hidden = more.hidden = right || revealed;
      const judgement = judged(question, answer.given);
      why.replaceChildren(...reason(judgement));
      missed = (judgement.replay ?? []).filter((each) => each !== about);
      more.hidden ||= !missed.length && !small?.length;
      more.textContent = !missed.length
        ? "show me in small steps"
        : at < 0
          ? "show me"
          : at < missed.length - 1
            ? "next"
            : `back to step ${about}`;
      copy.show([...answers.values()]);
    },
  };
}
