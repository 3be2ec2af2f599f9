/**
 * The little that is to be remembered: where the learner is, how it is arranged, what
 * was answered. Read next: asking.js.
 *
 * @typedef {ReturnType<typeof starting>} State
 */

import { GRAINS } from "./grain.js";
import { THEMES } from "./menu.js";

/** Answers by the number of their step. */
const byStep = (answers) => new Map((answers ?? []).map((each) => [each.step, each]));

/**
 * @param {any} data  the document
 * @param {{index?: number, predict?: boolean, answers?: any[]}} options
 * @param {string} theme
 */
export function starting(data, { index, predict, answers }, theme) {
  return {
    k: index ?? 0,
    m: 0,
    grain: "node",
    speed: 1.5,
    theme,
    large: false,
    menu: false,
    panels: new Set(),
    closed: new Set(),
    card: null,
    number: null,
    asking: null,
    playing: 0,
    predict: Boolean(predict ?? data.asks),
    answers: byStep(answers),
  };
}

/**
 * Takes what it is given, as far as it makes sense.
 * @param {State} state
 * @param {Record<string, any>} given
 * @param {{panels: any, folds: any}} parts  which know what there is
 */
export function take(state, given, { panels, folds }) {
  if (Object.hasOwn(GRAINS, given.grain)) state.grain = given.grain;
  if (Object.hasOwn(THEMES, given.theme)) state.theme = given.theme;
  if (typeof given.large === "boolean") state.large = given.large;
  if (given.speed > 0) state.speed = given.speed;
  if (given.panels) state.panels = panels.arranged(given.panels);
  if (given.closed) state.closed = folds.known(given.closed);
  if (given.answers) state.answers = byStep(given.answers);
}
