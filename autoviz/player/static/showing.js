/**
 * The parts put together, and one step shown on all of them. The parts know nothing of
 * each other: each gets the step and the state. Read next: player.js.
 */

import { picking } from "./cards.js";
import { make } from "./dom.js";
import { folding } from "./folding.js";
import { reel } from "./frames.js";
import { ledger } from "./ledger.js";
import { linkTo, remembering } from "./link.js";
import { menu } from "./menu.js";
import { panelling } from "./panels.js";
import { picture } from "./picture.js";
import { speech } from "./predict.js";
import { transport } from "./transport.js";
import { zooming } from "./zoom.js";

const REFUSED = "The browser keeps this page from writing its address, so there is no link to this step; the steps go on.";

/** All parts, by name. @param {any} player */
export function parts({ data, options, act, reply, set }) {
  const stage = picture(data);
  const table = ledger(data);
  const folds = folding(data, stage, act.fold);
  const panels = panelling(data, act, table, stage);
  const notice = make("p.av-panel.av-notice", { role: "status", hidden: true });
  const tell = (sentence) => {
    notice.hidden = false;
    notice.textContent = sentence;
  };
  const refused = () => tell(REFUSED);
  return {
    stage,
    table,
    folds,
    panels,
    notice,
    tell,
    refused,
    zoom: zooming(stage),
    cards: picking(data, stage, act.pick, folds),
    words: speech(data, reply, set),
    controls: transport(data, act),
    choices: menu(panels.names, act, options.link),
    remember: remembering(refused),
  };
}

/** The frame around all parts. @param {any} player */
export function framed({ data, stage, zoom, cards, words, controls, choices, panels, notice }) {
  const boxes = [cards, words, controls, choices].map(({ element }) => element);
  return make(
    data.tall ? "div.av-player.av-tall" : "div.av-player",
    { style: `--w: ${stage.width}px; --h: ${stage.height}px` },
    zoom.element,
    make("div.av-rest", make("div.av-control", boxes), panels.element),
    notice,
  );
}

/**
 * The frames, from step 0 on, which `start` sets where several runs share one picture.
 * @param {any} player
 */
export function film({ data, stage, table, tell }) {
  const missing = new Set();
  const read = (kind, id) => {
    const drawn = stage.find(id);
    if (!drawn && !table.has(id)) missing.add(id);
    if (data.start) return data.start[kind][id] ?? null;
    if (kind === "class") return drawn?.getAttribute("class") ?? null;
    return drawn ? drawn.textContent : table.read(id);
  };
  const frames = reel(data.frames, read, data.start);
  if (missing.size)
    tell(`Parts of this picture are missing (${missing.size}); the steps go on without them.`);
  return frames;
}

/** Shows everything as it is now. @param {any} player */
export function show(player) {
  const { root, data, options, state, walk, frames, frame, stage, table, zoom } = player;
  const small = walk.parts(state.k, state.grain);
  state.m = Math.min(state.m, Math.max(0, small.length - 1));
  state.parts = small.length;
  state.small = small[state.m] ?? null;
  state.said = state.small?.caption ?? data.steps[state.k].caption;
  state.secret = player.onTheWay(walk.last + 1);
  if (state.theme) root.dataset.theme = state.theme;
  else delete root.dataset.theme;
  frame.classList.toggle("av-large", state.large);
  const change = frames.move(state.k);
  zoom.follow(stage.paint(change));
  table.paint(change);
  const { folds, words, controls, choices, cards, panels } = player;
  for (const part of [folds, words, controls, choices, cards, panels]) part.show(state.k, state);
  if (options.link) player.remember(linkTo(state, player.usual));
}
