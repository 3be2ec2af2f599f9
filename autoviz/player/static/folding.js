/**
 * Scopes that are closed by hand. Nothing moves: the box of a scope covers what is in
 * it, but for the card that leaves it. The name on the edge of the box is a button,
 * and who opens and closes it there keeps the place. Read next: cards.js.
 */

import { give } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {ReturnType<import("./picture.js").picture>} stage
 * @param {(scope: any) => void} toggle
 */
export function folding({ scopes: all = [], steps }, stage, toggle) {
  const part = ({ id }, name) => stage.find(`o${id}${name}`);
  const scopes = all.filter((each) => ["", "n", "s"].every((name) => part(each, name)));
  let closed = new Set();
  const covering = (card) => scopes.find(({ id, hidden }) => closed.has(id) && hidden.includes(card));
  const named = (target) => scopes.find((each) => part(each, "n").contains(target));

  for (const scope of scopes) {
    give(part(scope, "n"), { role: "button", tabindex: 0, "aria-label": `${scope.name}: ${scope.counts}` });
    part(scope, "").addEventListener("click", () => toggle(scope));
  }
  const paint = (closed) => {
    const covered = new Set(scopes.flatMap((each) => (closed.has(each.id) ? each.covers : [])));
    for (const id of new Set(scopes.flatMap(({ covers }) => covers)))
      stage.find(id)?.toggleAttribute("data-covered", covered.has(id));
    for (const scope of scopes) {
      const isClosed = closed.has(scope.id);
      part(scope, "").toggleAttribute("data-closed", isClosed);
      part(scope, "n").ariaExpanded = !isClosed;
      part(scope, "s").textContent = isClosed ? "+" : "−";
    }
  };
  return {
    covering,
    /** Those of these numbers that there are. @param {Iterable<number>} ids */
    known: (ids) => new Set([...ids].filter((id) => scopes.some((scope) => scope.id === id))),
    /** Moves the keyboard to the name of a scope. */
    enter: (scope) => part(scope, "n").focus(),
    /**
     * The scope that is meant by what has the focus, or by a card: the outermost
     * that is closed around it, or else the innermost.
     * @param {Element | null} target
     * @param {number | null} card
     */
    meant(target, card) {
      const around = scopes.filter(({ cards }) => cards.includes(card));
      return named(target) ?? around.find(({ id }) => closed.has(id)) ?? around.at(-1);
    },
    /** What a key does on the name of a scope; false where it means something else. */
    press(target, key) {
      const scope = named(target);
      if (!scope || (key !== "Enter" && key !== " ")) return false;
      toggle(scope);
    },
    /** @param {number} k @param {{closed: Set<number>}} state */
    show(k, state) {
      if (state.closed !== closed) paint((closed = state.closed));
      const inside = covering(steps[k].card);
      for (const scope of scopes) part(scope, "").toggleAttribute("data-inside", scope === inside);
    },
  };
}
