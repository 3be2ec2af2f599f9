/**
 * The slider: a real range input over a track that names the phases. The track
 * is drawn twice, pale and in colour; the coloured one is cut off at the current
 * step. A phase is told by its label and its pattern, never by colour alone.
 * Read next: transport.js.
 */

import { make } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {(k: number) => void} want
 */
export function timeline(data, want) {
  const last = data.steps.length - 1;
  const done = track(data.phases, last, "av-track av-done");
  const slider = make("input", {
    type: "range",
    min: 0,
    max: last,
    step: 1,
    value: 0,
    "aria-label": "step",
    oninput: () => want(Number(slider.value)),
  });
  const pale = track(data.phases, last, "av-track");
  return {
    element: make("div", { class: "av-timeline" }, pale, done, slider),
    show(k) {
      const rest = last ? 100 - (100 * k) / last : 100;
      done.style.clipPath = `inset(0 ${rest}% 0 0)`;
      slider.value = String(k);
      const phase = data.steps[k].phase;
      slider.setAttribute("aria-valuetext", `step ${k} of ${last}${phase && `, ${phase}`}`);
    },
  };
}

/**
 * @param {{name: string, kind: string, first: number, last: number}[]} phases
 * @param {number} steps
 * @param {string} name
 */
function track(phases, steps, name) {
  const parts = phases.map((phase) => {
    const size = phase.last - phase.first + 1;
    const part = make(
      "div",
      { class: `av-phase av-${phase.kind}`, title: phase.name },
      make("span", {}, phase.name),
    );
    part.style.width = `${(100 * size) / steps}%`;
    return part;
  });
  return make("div", { class: name, "aria-hidden": "true" }, ...parts);
}
