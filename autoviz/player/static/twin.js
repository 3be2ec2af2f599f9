/**
 * Panels of words: the whole recording as an ordered list of sentences (with the
 * ledger: the text twin, so that who cannot see the picture misses nothing), what is
 * worth telling of it, what the signs mean, and the keys. Read next: panels.js.
 */

import { button, drawn, make, panel, reveal, scrollable, spans } from "./dom.js";
import { KEYS } from "./keys.js";

/** @param {any} data  the document */
export function textTwin(data) {
  const list = make("ol", { start: 0 });
  const box = scrollable(make("div.av-table", list), "the steps");
  const path = ({ label, items }) => make("li", `${label} `, spans(items));
  /** The paths that the gradient of a step is the sum of. */
  const paths = ({ paths, card }) => {
    const way = data.paths?.[paths?.[card]];
    return way && make("ul", way.rows.map(path));
  };
  return {
    element: make("section.av-panel.av-twin", { "aria-label": "as text" }, box),
    /** @param {number} k @param {{secret?: number}} state  from there on, sentences are kept back */
    show(k, { secret = Infinity }) {
      const lines = data.steps.map((step, at) => {
        const said = at < secret ? [...spans(step.caption), paths(step)] : "to be predicted";
        return make("li", { "aria-current": at === k && "step" }, said);
      });
      list.replaceChildren(...lines);
      reveal(box, [lines[k]], 40);
    },
  };
}

/**
 * @param {any} data  the document
 * @param {(k: number) => void} want
 */
export function findings({ findings = [] }, want) {
  const items = findings.map(({ step, sentence, tries }) =>
    make(
      "li",
      button(`step ${step}`, "go there", () => want(step)),
      make("span", ` ${sentence}. `, tries.length ? make("span.av-is-muted", `To try: ${tries.join("; or ")}.`) : ""),
    ),
  );
  return {
    element: panel("av-findings", "worth a look", make("ul", items)),
  };
}

/** @param {any} data  the document */
export function legend({ legend = [], steps }) {
  const box = make("div");
  const sign = ({ svg, text }) => make("span.av-sign", drawn(svg), ` ${text}`);
  return {
    element: panel("av-legend", "legend", box),
    /** Only what is on screen. */
    show(k) {
      box.replaceChildren(...steps[k].signs.map((i) => sign(legend[i])));
    },
  };
}

export function keyList() {
  const rows = KEYS.map(([keys, words]) => make("span.av-sign", make("kbd", keys), ` ${words}`));
  return { element: panel("av-legend", "keys, while the player has the focus", rows) };
}
