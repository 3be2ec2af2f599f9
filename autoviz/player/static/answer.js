/**
 * An answer: read, judged, written down. What is right and what is behind a
 * wrong answer came with the document; all that happens here is a comparison.
 * Read next: choose.js.
 *
 * @typedef {{step: number, kind: string, prompt: string, given: number | string | null,
 *   right: boolean, misconception: string | null, revealed: boolean, skipped: boolean}} Answer
 */

import { plain } from "./dom.js";

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
 * What is known of an answer: whether it is right, and the misconception if not.
 * @param {any} question
 * @param {number | string | null} given  null: revealed
 */
export function judged({ choices, wrong, answer, replay }, given) {
  if (given === null) return { right: false };
  const found = choices.length
    ? choices.find((each) => each.text === given)
    : isRight(given, answer)
      ? { right: true }
      : wrong.find((each) => isRight(given, each.number));
  return { right: false, replay, ...found };
}

/**
 * @param {number} step
 * @param {any} question
 * @param {number | string | null | undefined} given  null: revealed; undefined: skipped
 * @returns {Answer}
 */
export function noted(step, question, given) {
  const { right, misconception = null } = judged(question, given);
  const { kind, prompt } = question;
  return {
    step,
    kind,
    prompt: plain(prompt),
    given: given ?? null,
    right,
    misconception,
    revealed: given === null,
    skipped: given === undefined,
  };
}

/**
 * Whether the question of a step is still to be answered.
 * @param {Map<number, Answer>} answers
 * @param {number} step
 */
export function isOpen(answers, step) {
  const answer = answers.get(step);
  return !answer || answer.skipped === true;
}
