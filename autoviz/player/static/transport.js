/**
 * The row of controls: buttons and slider to move, the count, and the switches.
 * Every control does one thing the keyboard does too. Read next: code.js.
 */

import { icon, make } from "./dom.js";
import { timeline } from "./timeline.js";

const ICONS = {
  first: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M12 3v10L4 8z",
  forward: "M4 3v10l8-5z",
  last: "M13 3h-2v10h2zM3 3v10l7-5z",
};

/**
 * @param {any} data  the document
 * @param {Record<string, any>} act  what each control does, by its name
 */
export function transport(data, act) {
  const last = data.steps.length - 1;
  const key = (name, title, onclick) =>
    make("button", { type: "button", "aria-label": title, title, onclick }, icon(ICONS[name]));
  const toggle = (name, title, onclick) =>
    make("button", { type: "button", "aria-pressed": "false", title, onclick }, name);

  const first = key("first", "first step (Home)", act.first);
  const back = key("back", "back (←)", act.back);
  const play = make("button", { type: "button", class: "av-play", onclick: act.play }, "play");
  const forward = key("forward", "forward (→)", act.forward);
  const end = key("last", "last step (End)", act.last);
  const line = timeline(data, act.want);
  const count = make("span", { class: "av-count" });
  const predict = toggle("predict", "ask me before each backward step", act.predict);
  const twin = toggle("as text", "everything in words and a table", act.twin);
  const save = make(
    "button",
    { type: "button", title: "save the picture of this step as SVG", onclick: act.save },
    "save",
  );
  predict.hidden = !data.steps.some((step) => step.question);

  return {
    element: make(
      "div",
      { class: "av-transport" },
      make("div", { class: "av-keys" }, first, back, play, forward, end),
      line.element,
      count,
      make("div", { class: "av-tools" }, predict, twin, save),
    ),
    /**
     * @param {number} k
     * @param {{playing: boolean, predict: boolean, twin: boolean}} state
     */
    show(k, state) {
      line.show(k);
      count.textContent = `step ${k} of ${last}`;
      for (const button of [first, back])
        button.setAttribute("aria-disabled", String(k === 0));
      for (const button of [forward, end])
        button.setAttribute("aria-disabled", String(k === last));
      play.textContent = state.playing ? "pause" : "play";
      play.title = `${play.textContent} (space)`;
      predict.setAttribute("aria-pressed", String(state.predict));
      twin.setAttribute("aria-pressed", String(state.twin));
    },
  };
}
