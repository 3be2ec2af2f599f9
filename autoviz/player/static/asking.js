/**
 * A step that the learner asks for may be met by a question first. It has to be
 * answered or passed by: who jumps over questions has skipped them, and that is noted
 * too. They are asked again, when one comes to them. Read next: playing.js.
 */

import { isOpen, judged, noted } from "./answer.js";

/** @param {any} player */
export function questioning(player) {
  const { root, data, options, state, walk } = player;
  const waits = (k) => state.predict && data.steps[k].question && isOpen(state.answers, k);
  let returnTo = null;

  const note = (k, given) => {
    if (waits(k)) state.answers.set(k, noted(k, data.steps[k].question, given));
  };
  const tell = () => options.onAnswers?.([...state.answers.values()]);
  const ask = (k) => {
    const here = player.focused();
    const { words } = player;
    state.asking = k;
    player.show();
    if (!root.contains(here) || here?.matches("input[type=range]")) return;
    if (here !== words.field) returnTo = here;
    words.field.focus({ preventScroll: true });
  };
  const skip = (to) => {
    const passed = [...data.steps.keys()].slice(state.k + 1, to).filter(waits);
    for (const k of passed) note(k, undefined);
    if (passed.length) tell();
  };
  return {
    /** Going on over several steps, a question on the way is met first. */
    onTheWay(to) {
      let k = state.k + 1;
      while (k < to && !waits(k)) k++;
      return Math.min(k, to);
    },
    want(k, m) {
      const to = walk.within(k);
      skip(to);
      if (to <= state.k || !waits(to)) return player.go(to, m);
      player.stop();
      player.go(to - 1, Infinity);
      ask(to);
    },
    reply(given) {
      const k = state.asking;
      const { question } = data.steps[k];
      note(k, given);
      tell();
      const wrong = given !== null && !judged(question, given).right;
      if (wrong && data.engine && question.kind === "next") return player.words.refuse(question, given);
      player.go(k);
      (root.contains(returnTo) ? returnTo : root).focus({ preventScroll: true });
    },
    setPredict(on) {
      if (on === state.predict) return;
      state.predict = on;
      state.asking = null;
      player.show();
      options.onPredict?.(on);
    },
  };
}
