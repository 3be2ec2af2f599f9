/**
 * Picking a card: it, what it was computed from, and what it is used by are marked
 * apart, a line says so, and the code shows where it was made. The keyboard walks
 * along the edges. Read next: timeline.js.
 */

import { give, make, plain, say } from "./dom.js";

/** What says a number: the first letter of its id, and those after the number. */
const NUMBERS = { value: "cvV", gradient: "cpnmtG", ".grad": "svdG", arrow: "emd" };

/**
 * Which number an element says, as "gradient 3"; null if none.
 * @param {string} id
 */
export function numberAt(id) {
  const [, who, place, part] = /^([cse])(\d+)(\D)/.exec(id) ?? [];
  const name = Object.keys(NUMBERS).find((each) => NUMBERS[each][0] === who && NUMBERS[each].includes(part, 1));
  return name ? `${name} ${place}` : null;
}

/**
 * @param {any} data  the document
 * @param {ReturnType<import("./picture.js").picture>} stage
 * @param {(card: number | null, number?: string | null) => void} pick
 * @param {ReturnType<import("./folding.js").folding>} folds
 */
export function picking(data, stage, pick, folds) {
  const cards = data.cards ?? [];
  const users = cards.map(() => []);
  cards.forEach(({ inputs }, i) => inputs.forEach((each) => users[each].push(i)));
  const element = make("p.av-about", { role: "status", hidden: true });
  const numbered = (target) => {
    const id = target.closest?.("[data-id^=c], [data-id^=s]")?.dataset.id;
    const place = /^.(\d+)/.exec(id)?.[1];
    return cards[place] ? Number(place) : null;
  };
  const listed = (lead, list) =>
    list.length ? [["", lead], ...list.flatMap((i) => [["", ", "], ["code", cards[i].name]]).slice(1)] : [];
  const about = (i) => [
    ["name", cards[i].name],
    ...listed(" is computed from ", cards[i].inputs),
    ...listed(cards[i].inputs.length ? "; it is used by " : " is used by ", users[i]),
  ];
  let reached = null;
  const reach = (i) => {
    const card = stage.find(`c${i}`);
    if (card !== reached && reached) give(reached, { tabindex: null, role: null, "aria-label": null });
    reached = card;
    if (!card || !cards[i]) return null;
    const texts = [...card.querySelectorAll("text")].map((each) => each.textContent);
    const label = [...texts.filter(Boolean), plain(about(i))].join(", ");
    return give(card, { tabindex: 0, role: "button", "aria-label": label });
  };
  stage.element.addEventListener("click", ({ target }) => {
    const card = numbered(target);
    const number = numberAt(target.closest("[data-id]")?.dataset.id);
    if (card !== null || number) pick(card, number);
  });
  /** The first of these cards that is to be seen, or else of those behind them. */
  const seen = (list, behind) => {
    for (const each of list) {
      const found = folds.covering(each) ? seen(behind(each), behind) : each;
      if (found !== undefined) return found;
    }
  };
  const beside = (i, way) => {
    const rows = [...users[i].map((each) => cards[each].inputs), ...cards[i].inputs.map((each) => users[each])];
    const row = rows.find((each) => each.length > 1) ?? cards.map((_, each) => each);
    const shown = row.filter((each) => each === i || !folds.covering(each));
    return shown[shown.indexOf(i) + way];
  };
  const inputs = (i) => cards[i].inputs;
  const next = {
    ArrowLeft: (i) => seen(inputs(i), inputs),
    ArrowRight: (i) => seen(users[i], (each) => users[each]),
    ArrowUp: (i) => beside(i, -1),
    ArrowDown: (i) => beside(i, 1),
  };
  return {
    element,
    numbered,
    /** Moves the keyboard to a card. */
    enter: (i) => (folds.covering(i) ? folds.enter(folds.covering(i)) : reach(i)?.focus()),
    /**
     * What a key does on a card; false where it means something else there.
     * @param {number} i
     * @param {string} key
     */
    press(i, key) {
      if (key === "Enter" || key === " ") return pick(i);
      if (!next[key]) return false;
      const to = next[key](i);
      if (to !== undefined) reach(to)?.focus();
    },
    /**
     * @param {number} k
     * @param {{card: number | null, small: any}} state
     */
    show(k, { card, small }) {
      reach(reached?.matches(":focus") ? numbered(reached) : (data.steps[k].card ?? 0));
      const marks = { small: small?.at ?? [] };
      element.hidden = card === null;
      if (card !== null) {
        const ids = (list) => list.map((each) => `c${each}`);
        Object.assign(marks, { input: ids(cards[card].inputs), user: ids(users[card]), picked: [`c${card}`] });
        say(element, about(card));
      }
      stage.mark(marks);
    },
  };
}
