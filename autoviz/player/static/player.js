/**
 * The player: the parts put together, and the little state they share. `want`
 * is the learner asking for a step, and may be answered with a question first;
 * `go` shows a step. The numbers all come from the document: nothing is computed
 * here. Read next: widget.js.
 *
 * @typedef {{index?: number, predict?: boolean, answers?: any[], interval?: number,
 *   link?: boolean, above?: HTMLElement, onStep?: (k: number) => void, onPredict?: (on: boolean) => void,
 *   onAnswers?: (answers: any[]) => void}} Options
 */

import { noted } from "./answer.js";
import { picking } from "./cards.js";
import { make, plain } from "./dom.js";
import { reel } from "./frames.js";
import { GRAINS, walking } from "./grain.js";
import { keyboard, silenceNotebook } from "./keys.js";
import { ledger } from "./ledger.js";
import { linkTo, readLink, remembering } from "./link.js";
import { menu, THEMES } from "./menu.js";
import { panelling } from "./panels.js";
import { picture } from "./picture.js";
import { speech } from "./predict.js";
import { saveStill } from "./still.js";
import { transport } from "./transport.js";
import { zooming } from "./zoom.js";

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

  const walk = walking(data);
  const recall = (list) => new Map((list ?? []).map((each) => [each.step, each]));
  const own = root.dataset.theme ?? "";
  const state = {
    k: walk.within(options.index ?? 0),
    m: 0,
    grain: "node",
    speed: 1.5,
    theme: own,
    large: false,
    menu: false,
    card: null,
    asking: null,
    playing: 0,
    predict: Boolean(options.predict ?? data.asks),
    answers: recall(options.answers),
  };

  const focused = () => root.getRootNode().activeElement;
  let returnTo = null;

  const stop = () => {
    clearTimeout(state.playing);
    state.playing = 0;
  };
  const go = (k, m = 0) => {
    const moved = walk.within(k) !== state.k;
    if (moved) state.card = null;
    state.k = walk.within(k);
    state.m = m;
    state.asking = null;
    show();
    if (moved) options.onStep?.(state.k);
  };
  const isOpen = (k) => state.predict && data.steps[k].question && !state.answers.has(k);
  /** Going on over several steps, a question on the way is met first. */
  const onTheWay = (to) => {
    let k = state.k + 1;
    while (k < to && !isOpen(k)) k++;
    return Math.min(k, to);
  };
  const want = (k, m) => {
    const to = walk.within(k);
    if (to <= state.k || !isOpen(to)) return go(to, m);
    stop();
    go(to - 1, Infinity);
    ask(to);
  };
  const ask = (k) => {
    const here = focused();
    state.asking = k;
    show();
    if (!root.contains(here) || here?.matches("input[type=range]")) return;
    if (here !== words.field) returnTo = here;
    words.field.focus({ preventScroll: true });
  };
  const reply = (given) => {
    const k = state.asking;
    const { question } = data.steps[k];
    const answer = noted(k, question, given);
    if (!state.answers.has(k)) state.answers.set(k, answer);
    options.onAnswers?.([...state.answers.values()]);
    const again = data.engine && question.kind === "next" && !answer.right && !answer.revealed;
    if (again) return words.refuse(question, given);
    go(k);
    (root.contains(returnTo) ? returnTo : root).focus({ preventScroll: true });
  };
  const setPredict = (on) => {
    if (on === state.predict) return;
    state.predict = on;
    state.asking = null;
    show();
    options.onPredict?.(on);
  };
  const tick = () => {
    const to = root.isConnected ? walk.forward(state) : undefined;
    const reading = stage.element.querySelector(".card:hover");
    if (to && !reading) want(onTheWay(to[0]), to[1]);
    if (state.playing && walk.forward(state)) playOn();
    else stop();
    show();
  };
  const playOn = () => (state.playing = setTimeout(tick, options.interval ?? 1000 * state.speed));

  /** Takes what it is given, as far as it makes sense. */
  const set = (given) => {
    if (Object.hasOwn(GRAINS, given.grain)) state.grain = given.grain;
    if (Object.hasOwn(THEMES, given.theme)) state.theme = given.theme;
    if (typeof given.large === "boolean") state.large = given.large;
    if (given.speed > 0) state.speed = given.speed;
    if (given.panels) state.panels = panels.arranged(given.panels);
    if (given.answers) state.answers = recall(given.answers);
    if (given.predict !== undefined) setPredict(given.predict);
    if (given.k === undefined) show();
    else go(given.k, given.m);
  };
  const turn = (way) => {
    const grains = Object.keys(GRAINS);
    set({ grain: grains[grains.indexOf(state.grain) + way] });
  };
  const act = {
    set,
    want(k, m) {
      stop();
      want(k, m);
    },
    first: () => act.want(0),
    back: () => act.want(...walk.back(state)),
    forward() {
      const [to, m] = walk.forward(state) ?? [walk.last, state.m];
      act.want(onTheWay(to), m);
    },
    last: () => act.want(walk.last, Infinity),
    previousStop: () => act.want(walk.previousStop(state.k)),
    nextStop: () => state.k < walk.last && act.want(onTheWay(walk.nextStop(state.k))),
    play: () => {
      if (state.playing) stop();
      else if (walk.forward(state)) playOn();
      show();
    },
    finer: () => turn(1),
    coarser: () => turn(-1),
    predict: () => setPredict(!state.predict),
    menu: () => {
      state.menu = !state.menu;
      show();
    },
    /** @param {string} name */
    panel(name) {
      const { panels: shown } = state;
      set({ panels: shown.has(name) ? [...shown].filter((each) => each !== name) : [...shown, name] });
    },
    text: () => act.panel("text"),
    legend: () => act.panel("legend"),
    keys: () => act.panel("keys"),
    pick(card) {
      if (words.pick(card)) return;
      state.card = state.card === card ? null : card;
      show();
    },
    graph: () => cards.enter(state.card ?? data.steps[state.k].card ?? 0),
    source() {
      if (!state.panels.has("code")) act.panel("code");
      panels.element.querySelector(".av-code button[tabindex='0']")?.focus();
    },
    fit: () => zoom.fit(),
    large: () => set({ large: !state.large }),
    fullScreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    save: () => saveStill(stage.svg, data.title, state.k, plain(data.steps[state.k].caption)),
    copyLink: () =>
      navigator.clipboard.writeText(new URL(linkTo(state, usual), location.href).href).catch(() => tell(REFUSED)),
    leave: () => (stage.element.contains(focused()) ? root.focus() : focused()?.blur()),
  };

  const stage = picture(data);
  const zoom = zooming(stage);
  const table = ledger(data);
  const missing = new Set();
  const read = (kind, id) => {
    const drawn = stage.find(id);
    if (!drawn && !table.has(id)) missing.add(id);
    if (kind === "class") return drawn?.getAttribute("class") ?? null;
    return drawn ? drawn.textContent : table.read(id);
  };
  /** From step 0 on, which `start` sets where several runs share one picture. */
  const film = () => {
    if (data.start) for (const part of [stage, table]) part.paint(data.start);
    return reel(data.frames, read);
  };
  let frames = film();
  const words = speech(data, reply, set);
  const controls = transport(data, act);
  const cards = picking(data, stage, act.pick);
  const panels = panelling(data, act.want, table);
  state.panels = panels.usual;
  const usual = { k: state.k, panels: state.panels };
  const choices = menu(panels.names, act, options.link);
  const notice = make("p", { class: "av-panel av-notice", role: "status", hidden: true });
  const tell = (sentence) => {
    notice.hidden = false;
    notice.textContent = sentence;
  };
  if (missing.size)
    tell(`Parts of this picture are missing (${missing.size}); the steps go on without them.`);

  const address = remembering(() => tell(REFUSED));
  const show = () => {
    const parts = walk.parts(state.k, state.grain);
    state.m = Math.min(state.m, Math.max(0, parts.length - 1));
    state.part = { at: state.m, of: parts.length };
    state.small = parts[state.m] ?? null;
    state.said = state.small?.caption ?? data.steps[state.k].caption;
    if (state.theme) root.dataset.theme = state.theme;
    else delete root.dataset.theme;
    frame.classList.toggle("av-large", state.large);
    const change = frames.move(state.k);
    zoom.follow(stage.paint(change));
    table.paint(change);
    for (const part of [words, controls, choices, cards, panels]) part.show(state.k, state);
    if (options.link) address.write(linkTo(state, usual));
  };

  const control = make("div", { class: "av-control" }, cards.element, words.element, controls.element, choices.element);
  const rest = make("div", { class: "av-rest" }, control, panels.element);
  const frame = make(
    "div",
    { class: data.tall ? "av-player av-tall" : "av-player" },
    zoom.element,
    rest,
    notice,
  );
  frame.style.setProperty("--w", `${stage.width}px`);
  frame.style.setProperty("--h", `${stage.height}px`);
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `${data.title}, step by step`);
  const onCard = (target, key) => {
    const card = cards.numbered(target);
    return card === null ? false : cards.press(card, key);
  };
  const pressed = keyboard(act, onCard, zoom.pan);
  const linked = () => set(readLink(location.hash));
  root.addEventListener("keydown", pressed);
  root.addEventListener("focusin", silenceNotebook);
  if (options.link) addEventListener("hashchange", linked);
  for (const each of [...root.childNodes]) if (each !== options.above) each.remove();
  root.append(frame);
  if (options.link) linked();
  else show();

  return {
    go,
    set,
    state,
    stage,
    /** Other numbers in the same picture. @param {() => void} change  of the document */
    renew(change) {
      change();
      frames = film();
      show();
    },
    destroy() {
      stop();
      for (const part of [zoom, panels, address]) part.release();
      root.removeEventListener("keydown", pressed);
      root.removeEventListener("focusin", silenceNotebook);
      removeEventListener("hashchange", linked);
      frame.remove();
    },
  };
}

const REFUSED = "The browser keeps this page from writing its address, so there is no link to this step; the steps go on.";

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
  root.replaceChildren(make("p", { class: "av-panel av-refusal" }, sentence));
  return { go() {}, set() {}, destroy: () => root.replaceChildren() };
}
