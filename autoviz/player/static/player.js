/**
 * The player: what it is made of, and its life from the first step to the end. The
 * numbers all come from the document: nothing is computed here. Read next: widget.js.
 *
 * @typedef {{index?: number, predict?: boolean, answers?: any[], interval?: number,
 *   link?: boolean, above?: HTMLElement, onStep?: (k: number) => void, onPredict?: (on: boolean) => void,
 *   onAnswers?: (answers: any[]) => void}} Options
 */

import { acting } from "./acting.js";
import { questioning } from "./asking.js";
import { make } from "./dom.js";
import { walking } from "./grain.js";
import { reachable } from "./keys.js";
import { readLink } from "./link.js";
import { playing } from "./playing.js";
import { film, framed, parts, show } from "./showing.js";
import { starting, take } from "./state.js";

const VERSION = 1;

/**
 * Puts a player into `root` in place of what is there.
 * @param {HTMLElement} root
 * @param {any} data  the document
 * @param {Options} options
 */
export function mount(root, data, options = {}) {
  root.classList.add("autoviz");
  if (data?.autoviz !== VERSION) return refuse(root, data?.autoviz);

  const state = starting(data, options, root.dataset.theme ?? "");
  const player = { root, data, options, state, walk: walking(data) };
  Object.assign(player, moving(player), questioning(player), playing(player));
  player.act = acting(player);
  Object.assign(player, parts(player));
  player.frames = film(player);
  player.frame = framed(player);
  state.k = player.walk.within(state.k);
  state.panels = player.panels.usual;
  player.usual = { k: state.k, panels: state.panels };

  const listening = listen(player);
  for (const each of [...root.childNodes]) if (each !== options.above) each.remove();
  root.append(player.frame);
  player.set(options.link ? readLink(location.hash) : {});
  const { go, set, stage, tell } = player;
  return {
    go,
    set,
    state,
    stage,
    tell,
    /** Other numbers in the same picture. @param {() => void} change  of the document */
    renew(change) {
      change();
      player.frames = film(player);
      player.show();
    },
    destroy() {
      player.stop();
      listening.abort();
      player.frame.remove();
    },
  };
}

/** To show a step, and to set what is remembered. @param {any} player */
function moving(player) {
  const { root, options, state, walk } = player;
  return {
    show: () => show(player),
    focused: () => root.getRootNode().activeElement,
    go(k, m = 0) {
      const to = walk.within(k);
      const moved = to !== state.k;
      if (moved) state.card = state.number = null;
      Object.assign(state, { k: to, m, asking: null });
      player.show();
      if (moved) options.onStep?.(to);
    },
    set(given) {
      take(state, given, player);
      if (given.predict !== undefined) player.setPredict(given.predict);
      if (given.k === undefined) player.show();
      else player.go(given.k, given.m);
    },
  };
}

/** Keys, focus and address; gives what ends it. @param {any} player */
function listen(player) {
  const { root, data, options, act, cards, folds, zoom } = player;
  const onPicture = (target, key) => {
    const card = cards.numbered(target);
    return card === null ? folds.press(target, key) : cards.press(card, key);
  };
  const ending = reachable(root, `${data.title}, step by step`, act, onPicture, zoom.pan);
  const linked = () => player.set(readLink(location.hash));
  if (options.link) addEventListener("hashchange", linked, { signal: ending.signal });
  return ending;
}

/**
 * One clear sentence in place of a player.
 * @param {HTMLElement} root
 * @param {unknown} version
 */
function refuse(root, version) {
  const sentence =
    version === undefined
      ? "This is not an autoviz document, so there is nothing to play."
      : `This recording was written by another version of autoviz (document ${version}, this player reads ${VERSION}): make it again with this one.`;
  root.replaceChildren(make("p.av-panel.av-refusal", sentence));
  return { go() {}, set() {}, tell() {}, destroy: () => root.replaceChildren() };
}
