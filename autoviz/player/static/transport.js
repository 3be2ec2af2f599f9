/**
 * The row of controls: buttons and slider to move, the count, the grain, and the
 * switches; what is rarely needed is one "more" away. Every control does one thing
 * the keyboard does too. Read next: moves.js.
 */

import { button, choice, make } from "./dom.js";
import { GRAINS } from "./grain.js";
import { moves } from "./moves.js";
import { timeline } from "./timeline.js";

/**
 * @param {any} data  the document
 * @param {Record<string, any>} act  what each control does, by its name
 */
export function transport(data, act) {
  const last = data.steps.length - 1;
  const keys = moves(act);
  const line = timeline(data, act.want);
  const count = make("span.av-count");
  const grain = choice("how far a step goes (+ −)", GRAINS, (grain) => act.set({ grain }));
  const predict = button("predict", "ask me before each backward step", act.predict);
  const more = button("more", "panels, speed, theme, keys", act.menu);
  predict.hidden = !data.steps.some((step) => step.question);

  return {
    element: make(
      "div.av-transport",
      keys.element,
      line.element,
      make("div.av-tools", count, grain, predict, more),
    ),
    /**
     * @param {number} k
     * @param {any} state
     */
    show(k, state) {
      line.show(k, state);
      const { m, parts } = state;
      count.textContent = `step ${k} of ${last}${parts ? `, ${m + 1}/${parts}` : ""}`;
      keys.show(k === 0 && m === 0, k === last && m >= parts - 1, state.playing);
      grain.value = state.grain;
      predict.ariaPressed = state.predict;
      more.ariaExpanded = state.menu;
    },
  };
}
