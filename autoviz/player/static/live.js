/**
 * What if: sliders above the player, one for each leaf. Where one is moved, the numbers
 * of another run come into the same picture, and what differs from the run before is
 * outlined. In a page all runs are there, in a widget the kernel is asked for them.
 *
 * A run is a patch of a document: pairs of a path and what is to stand there, or a path
 * alone for what is to go.
 *
 * @typedef {{name: string, values: number[], texts: string[]}} Slider
 * @typedef {{patch?: any[], error?: string}} Run
 */

import { make, shape } from "./dom.js";
import { mount } from "./player.js";
import { telling } from "./widget.js";

const SILENT = "The kernel has not answered for five seconds; the steps go on with the numbers of ";
const LOST = "The connection to the kernel is gone; the steps go on with the numbers of ";

/**
 * A page: every position is computed ahead.
 * @param {HTMLElement} root
 * @param {{sliders: Slider[], places: number[], pictures: any[], runs: any[]}} bundle
 * @param {any} options  those of the player
 */
export function live(root, { sliders, places, pictures, runs }, options = {}) {
  const run = (at) => runs[at.reduce((sum, place, i) => sum * sliders[i].values.length + place, 0)];
  const go = (at) => desk.show(pictures[run(at).picture], run(at), at);
  const desk = sliding(root, sliders, go, options);
  const first = run(places).error ? runs.findIndex((each) => !each.error) : -1;
  if (first >= 0) desk.show(pictures[runs[first].picture], runs[first], position(sliders, first));
  go(places);
  return desk;
}

/** Where the sliders are in a run. */
function position(sliders, run) {
  const at = [];
  for (const { values } of [...sliders].reverse()) {
    at.unshift(run % values.length);
    run = Math.floor(run / values.length);
  }
  return at;
}

/**
 * The widget: the kernel runs the function.
 * @param {{model: any, el: HTMLElement}} view
 */
export function renderLive({ model, el }) {
  const root = make("div.autoviz.av-embedded");
  el.append(root);
  const gone = () => desk.tell(LOST);
  const tell = telling(model, gone);
  const sliders = model.get("sliders");
  let asked = null;
  let waiting = 0;
  const ask = (places) => {
    const at = Object.fromEntries(sliders.map(({ name, values }, i) => [name, values[places[i]]]));
    asked = JSON.stringify(at);
    clearTimeout(waiting);
    waiting = setTimeout(() => desk.tell(SILENT), 5000);
    tell("at")(at);
  };
  const hear = () => {
    const news = JSON.parse(model.get("news"));
    const at = sliders.map(({ name }) => news.at[name]);
    if (!asked || asked === JSON.stringify(news.at)) {
      clearTimeout(waiting);
      asked = null;
    }
    const places = sliders.map(({ values }, i) => nearest(values, at[i]));
    desk.show(model.get("document"), news, places, { at, stays: asked !== null });
  };
  const desk = sliding(root, sliders, ask, { index: model.get("index"), onStep: tell("index") });
  const heard = {
    "change:news": hear,
    "change:index": () => desk.player.go(model.get("index")),
    comm_live_update: gone,
  };
  for (const name in heard) model.on(name, heard[name]);
  hear();
  return () => {
    clearTimeout(waiting);
    for (const name in heard) model.off(name, heard[name]);
    desk.player.destroy();
  };
}

function nearest(values, value) {
  const away = values.map((each) => Math.abs(each - value));
  return away.indexOf(Math.min(...away));
}

/**
 * The sliders, and the player that they change.
 * @param {HTMLElement} root
 * @param {Slider[]} sliders
 * @param {(places: number[]) => void} ask
 * @param {any} options
 */
function sliding(root, sliders, ask, options) {
  const said = make("p.av-said", { role: "status" });
  const rows = sliders.map((slider) => row(slider, () => ask(rows.map(({ place }) => place()))));
  const above = make("div.av-live.av-panel", rows.map(({ element }) => element), said);
  const named = (at) => sliders.map(({ name }, i) => `${name} = ${at[i]}`).join(", ");
  let shown = ""; // where the run is that is shown
  let mark = () => {};
  const onStep = (k) => {
    mark(k);
    options.onStep?.(k);
  };
  const screen = screening(root, { index: Infinity, ...options, above, onStep });
  root.prepend(above);
  return {
    get player() {
      return screen.player;
    },
    /** @param {string} sentence  what goes wrong; the picture stays */
    tell: (sentence) => said.replaceChildren(`${sentence}${shown}.`),
    /**
     * @param {any} document
     * @param {Run} run
     * @param {number[]} places
     * @param {{at?: any[], stays?: boolean}} more  where between the places; leave the sliders
     */
    show(document, { patch, error }, places, { at, stays } = {}) {
      const texts = sliders.map((slider, i) => written(slider, places[i], at?.[i]));
      if (!stays) rows.forEach((each, i) => each.put(places[i], texts[i]));
      if (error) return said.replaceChildren(shown ? `${error} The picture is still that of ${shown}.` : error);
      mark = () => {};
      const [before, now] = screen.show(document, patch);
      const found = before && difference(before, now, shown);
      said.replaceChildren(...(found?.words ?? ["Move it, and another run is shown."]));
      shown = named(texts);
      if (found) mark = found.mark;
      mark(screen.player.state.k);
    },
  };
}

/** The player, which shows one run after another. */
function screening(root, options) {
  let player = null;
  let source = null; // the document as it came
  let data = null; // the same with the numbers of the run that is shown
  let undo = [];
  /** Another picture, with all that the learner has chosen; the end stays the end. */
  const exchange = (last) => {
    const old = player?.state;
    player?.destroy();
    player = mount(root, data, options);
    if (!old) return;
    player.set({ ...old, k: old.k < last ? old.k : Infinity, panels: [...old.panels], answers: undefined });
    options.onStep(player.state.k);
  };
  return {
    get player() {
      return player;
    },
    /** Gives what was shown before, null at first, and what is shown now. */
    show(document, patch) {
      const before = player && { ...data, ...copied(data), stage: player.stage };
      const change = () => {
        apply(data, undo);
        undo = apply(data, patch);
      };
      if (document === source) player.renew(change);
      else {
        [source, data, undo] = [document, structuredClone(document), []];
        change();
        exchange(before?.steps.length - 1);
      }
      return [before, { ...data, stage: player.stage }];
    },
  };
}

/** How a run differs from the one at `where`: in words, and what outlines it at a step. */
function difference(before, now, where) {
  const [fresh, lost] = [more(now.cards, before.cards), more(before.cards, now.cards)];
  const { stage } = now;
  if (!fresh.length && !lost.length && now.steps.length === before.steps.length)
    return {
      words: [sign(), ` differs from ${where}`],
      mark: (k) => outline(stage, changed(before, now, k)),
    };
  const names = [fresh.map((i) => now.cards[i].name), lost.map((i) => before.cards[i].name)];
  return {
    words: another(...names, where),
    mark: () => outline(stage, fresh.map((i) => stage.find(`c${i}`)), 4, -4),
  };
}

/** @param {Slider} slider */
function row({ name, values, texts }, moved) {
  const text = make("output");
  const input = make("input", {
    type: "range",
    min: 0,
    max: values.length - 1,
    "aria-label": name,
    oninput: () => {
      put(Number(input.value), texts[input.value]);
      moved();
    },
    onkeydown: (event) => {
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
    },
  });
  const put = (place, said) => {
    input.value = String(place);
    input.setAttribute("aria-valuetext", said);
    text.textContent = said;
  };
  return {
    element: make("label", make("span.av-is-name", name), input, text),
    place: () => Number(input.value),
    put,
  };
}

/** What a slider is at; a kernel may be asked for what is between its places. */
function written({ values, texts }, place, value) {
  return value === undefined || value === values[place] ? texts[place] : String(value);
}

/** Puts a patch into a document; gives the patch that takes it out again. */
function apply(data, patch) {
  const undo = [];
  for (const [path, ...value] of patch) {
    const key = path.at(-1);
    const place = path.slice(0, -1).reduce((inner, each) => inner[each], data);
    undo.unshift(Object.hasOwn(place, key) ? [path, place[key]] : [path]);
    if (value.length) [place[key]] = value;
    else delete place[key];
  }
  return undo;
}

/** What a patch will change of all that is looked at again. */
const copied = ({ start, frames }) => structuredClone({ start, frames });

/** All classes and texts after step `k`. */
function told({ start, frames }, k) {
  const found = { class: { ...start.class }, text: { ...start.text } };
  for (const frame of frames.slice(1, k + 1)) for (const kind in found) Object.assign(found[kind], frame[kind]);
  return found;
}

/** What is said otherwise than in the run before, and the matrices that are others. */
function changed(before, now, k) {
  const [then, { text, class: looks }] = [told(before, k), told(now, k)];
  const grid = (look, id) => look[id] === "grid";
  const drawn = (stage, id) => [id.replace(/\d+$/, ""), stage.find(id)?.innerHTML].join();
  const old = Object.keys(then.class).filter((id) => grid(then.class, id)).map((id) => drawn(before.stage, id));
  const texts = Object.keys(text).filter((id) => text[id] !== (then.text[id] ?? ""));
  const grids = Object.keys(looks).filter((id) => grid(looks, id) && !old.includes(drawn(now.stage, id)));
  return [...texts, ...grids].map(now.stage.find);
}

/** Draws a box around each of these elements, and takes away those from before. */
function outline({ svg }, elements, room = 2, tight = 0.8) {
  for (const each of svg.querySelectorAll(".again")) each.remove();
  const boxes = elements.map((each) => each?.getBBox?.()).filter((box) => box?.width);
  for (const { x, y, width, height } of boxes) {
    const size = { x: x - room, y: y + tight, width: width + 2 * room, height: height - 2 * tight };
    svg.querySelector("g").append(shape("rect", { ...size, rx: 3, class: "again" }));
  }
}

/** Which of the cards are not among the others, by name. */
function more(cards, others) {
  const left = others.map(({ name }) => name);
  return [...cards.keys()].filter((i) => {
    const at = left.indexOf(cards[i].name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What makes this picture another one than that at `where`. */
function another(fresh, lost, where) {
  const listed = (names) => names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  const counted = (names, word) => `${names.length} ${word} (${listed(names)})`;
  const parts = [`Another graph than at ${where}: `];
  if (fresh.length) parts.push(sign(), ` ${counted(fresh, "new")}`);
  if (lost.length) parts.push(`${fresh.length ? ", " : ""}${counted(lost, "gone")}`);
  if (parts.length < 2) parts.push("the same cards, but other steps");
  return parts;
}

/** The outline, beside words that explain it. */
const sign = () => make("i.av-again");
