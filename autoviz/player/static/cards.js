/**
 * Picking a card: it, what it was computed from, and what it is used by are marked
 * apart, a line says so, and the code shows where it was made. The keyboard walks
 * along the edges. Read next: timeline.js.
 */

import { make, plain, spans } from "./dom.js";

/**
 * @param {any} data  the document
 * @param {ReturnType<import("./picture.js").picture>} stage
 * @param {(card: number) => void} pick
 */
export function picking(data, stage, pick) {
  const cards = data.cards ?? [];
  const users = cards.map(() => []);
  cards.forEach(({ inputs }, i) => inputs.forEach((each) => users[each].push(i)));
  const element = make("p", { class: "av-about", role: "status", hidden: true });
  const numbered = (target) => {
    const id = target.closest?.("[data-id^=c]")?.getAttribute("data-id") ?? "";
    return /^c\d+$/.test(id) && cards[id.slice(1)] ? Number(id.slice(1)) : null;
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
    if (card !== reached)
      for (const name of ["tabindex", "role", "aria-label"]) reached?.removeAttribute(name);
    reached = card;
    if (!card || !cards[i]) return null;
    const texts = [...card.querySelectorAll("text")].map((each) => each.textContent);
    const label = [...texts.filter(Boolean), plain(about(i))].join(", ");
    const given = { tabindex: 0, role: "button", "aria-label": label };
    for (const name in given) card.setAttribute(name, given[name]);
    return card;
  };
  stage.element.addEventListener("click", ({ target }) => {
    const card = numbered(target);
    if (card !== null) pick(card);
  });
  const beside = (i, way) => {
    const rows = [...users[i].map((each) => cards[each].inputs), ...cards[i].inputs.map((each) => users[each])];
    const row = rows.find((each) => each.length > 1) ?? cards.map((_, each) => each);
    return row[row.indexOf(i) + way];
  };
  const next = {
    ArrowLeft: (i) => cards[i].inputs[0],
    ArrowRight: (i) => users[i][0],
    ArrowUp: (i) => beside(i, -1),
    ArrowDown: (i) => beside(i, 1),
  };
  return {
    element,
    numbered,
    /** Moves the keyboard to a card. */
    enter: (i) => reach(i)?.focus(),
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
        element.replaceChildren(...spans(about(card)));
      }
      stage.mark(marks);
    },
  };
}
