/**
 * The slider: a real range input over a track that names the phases. The track
 * is drawn twice, pale and in colour; the coloured one is cut off at the current
 * step. A phase is told by its label and its pattern, never by colour alone. Above
 * it are ticks where a stop is, and a "?" where a question waits. Read next:
 * grain.js.
 */

import { make } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {(k: number) => void} want
 */
export function timeline(data, want) {
  const last = data.steps.length - 1;
  const done = track("div.av-track.av-done", data.phases, last);
  const slider = make("input", {
    type: "range",
    min: 0,
    max: last,
    "aria-label": "step",
    oninput: () => want(Number(slider.value)),
  });
  const asked = [...data.steps.keys()].filter((k) => data.steps[k].question);
  const questions = make("div");
  return {
    element: make(
      "div.av-timeline",
      track("div.av-track", data.phases, last),
      done,
      ticks(data.stops ?? [], last, ""),
      questions,
      slider,
    ),
    show(k, { predict }) {
      done.style.clipPath = `inset(0 ${last ? 100 - (100 * k) / last : 100}% 0 0)`;
      if (predict && !questions.firstChild) questions.append(ticks(asked, last, "?"));
      questions.hidden = !predict;
      slider.value = k;
      const said = [`step ${k} of ${last}`, data.steps[k].phase, data.stops?.includes(k) && "a stop"];
      slider.ariaValueText = said.filter(Boolean).join(", ");
    },
  };
}

/**
 * @param {string} box
 * @param {{name: string, kind: string, first: number, last: number}[]} phases
 * @param {number} steps
 */
function track(box, phases, steps) {
  const parts = phases.map(({ name, kind, first, last }) => {
    const style = `width: ${(100 * (last - first + 1)) / steps}%`;
    return make(`div.av-phase.av-${kind}`, { title: name, style }, make("span", name));
  });
  return make(box, { "aria-hidden": "true" }, parts);
}

/** Signs at these steps, where the slider stands on them. */
function ticks(steps, last, sign) {
  const signs = steps.map((k) => make("i", { style: `left: ${(100 * k) / last}%` }, sign));
  return make("div.av-ticks", { "aria-hidden": "true" }, signs);
}
