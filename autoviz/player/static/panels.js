/**
 * The panels below the picture, of which any can be hidden. One that is hidden is not
 * kept up to date either. Read next: link.js.
 */

import { code } from "./code.js";
import { make } from "./dom.js";
import { findings, keyList, legend, textTwin } from "./twin.js";
import { why } from "./why.js";

/**
 * @param {any} data  the document
 * @param {any} act
 * @param {any} table  the ledger, which follows each frame itself
 * @param {ReturnType<import("./picture.js").picture>} stage
 */
export function panelling(data, act, table, stage) {
  const possible = {
    code: data.code.length && code(data, act.want),
    why: data.steps.some((step) => step.why) && why(data, act, stage),
    findings: data.findings?.length && findings(data, act.want),
    ledger: table,
    text: textTwin(data),
    legend: data.legend && legend(data),
    keys: keyList(),
  };
  const panels = Object.entries(possible).filter(([, panel]) => panel);
  const names = panels.map(([name]) => name);
  const arranged = (wanted) => new Set(names.filter((name) => wanted.includes(name)));
  return {
    element: make("div.av-side", panels.map(([, { element }]) => element)),
    names,
    /** The panels of these names, in their order. @param {string[]} wanted */
    arranged,
    usual: arranged(["code", data.engine ? "" : "why", data.asks ? "" : "findings"]),
    show(k, state) {
      for (const [name, panel] of panels) {
        panel.element.hidden = !state.panels.has(name);
        if (state.panels.has(name)) panel.show?.(k, state);
      }
    },
  };
}
