/**
 * The player: the parts put together, and the little state they share. `want`
 * is the learner asking for a step, and may be answered with a question first;
 * `go` shows a step. The numbers all come from the document: nothing is computed
 * here. Read next: widget.js.
 *
 * @typedef {{index?: number, predict?: boolean, answers?: any[], interval?: number,
 *   onStep?: (k: number) => void, onPredict?: (on: boolean) => void,
 *   onAnswers?: (answers: any[]) => void}} Options
 */

import { code } from "./code.js";
import { make, plain } from "./dom.js";
import { keyboard, silenceNotebook } from "./keys.js";
import { picture } from "./picture.js";
import { isRight, speech } from "./predict.js";
import { download, stillText } from "./still.js";
import { transport } from "./transport.js";
import { textTwin } from "./twin.js";
import { why } from "./why.js";

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

  const last = data.steps.length - 1;
  const within = (k) => Math.min(last, Math.max(0, Math.round(k) || 0));
  const recall = (list) => new Map((list ?? []).map((each) => [each.k, each]));
  const state = {
    k: within(options.index ?? 0),
    asking: null,
    playing: 0,
    predict: Boolean(options.predict),
    twin: false,
    answers: recall(options.answers),
  };

  const focused = () => /** @type {Document} */ (root.getRootNode()).activeElement;
  let returnTo = null;

  const stop = () => {
    clearInterval(state.playing);
    state.playing = 0;
  };
  const go = (k) => {
    const moved = within(k) !== state.k;
    state.k = within(k);
    state.asking = null;
    if (state.k === last) stop();
    show();
    if (moved) options.onStep?.(state.k);
  };
  const want = (k) => {
    const to = within(k);
    const asks = state.predict && to > state.k && data.steps[to].question;
    if (!asks || state.answers.has(to)) return go(to);
    stop();
    go(to - 1);
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
    const right = given !== null && isRight(given, data.steps[k].question.answer);
    state.answers.set(k, { k, given, right });
    go(k);
    (root.contains(returnTo) ? returnTo : root).focus({ preventScroll: true });
    options.onAnswers?.([...state.answers.values()]);
  };
  const setPredict = (on) => {
    if (on === state.predict) return;
    state.predict = on;
    state.asking = null;
    show();
    options.onPredict?.(on);
  };
  const tick = () => (root.isConnected ? want(state.k + 1) : stop());
  const act = {
    want: (k) => {
      stop();
      want(k);
    },
    first: () => act.want(0),
    back: () => act.want(state.k - 1),
    forward: () => act.want(state.k + 1),
    last: () => act.want(last),
    play: () => {
      if (state.playing) stop();
      else if (state.k < last) state.playing = setInterval(tick, options.interval ?? 1500);
      show();
    },
    predict: () => setPredict(!state.predict),
    twin: () => {
      state.twin = !state.twin;
      show();
    },
    save: () => {
      const caption = `step ${state.k} of ${last}: ${plain(data.steps[state.k].caption)}`;
      const name = data.title.replace(/[^\p{L}\p{N}]+/gu, "-");
      download(`${name}-step-${state.k}.svg`, stillText(stage.svg, caption));
    },
    leave: () => focused()?.blur(),
  };

  const twin = textTwin(data);
  const stage = picture(data, twin.cells);
  const words = speech(data, reply);
  const controls = transport(data, act);
  const listing = code(data);
  const reasons = why(data);
  const notice = make("p", { class: "av-panel av-notice", role: "status", hidden: true });
  const parts = [stage, words, controls, listing, reasons, twin];
  const show = () => {
    for (const part of parts) part.show(state.k, state);
    notice.hidden = !stage.missing.size;
    notice.textContent = `Parts of this picture are missing (${stage.missing.size}); the steps go on without them.`;
  };

  const control = make("div", { class: "av-control" }, words.element, controls.element);
  const side = make("div", { class: "av-side" }, listing.element, reasons.element);
  const rest = make("div", { class: "av-rest" }, control, side);
  const frame = make(
    "div",
    { class: data.tall ? "av-player av-tall" : "av-player" },
    stage.element,
    rest,
    twin.element,
    notice,
  );
  frame.style.setProperty("--w", `${stage.width}px`);
  frame.style.setProperty("--h", `${stage.height}px`);
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `${data.title}, step by step`);
  const pressed = keyboard(act, stage.element);
  root.addEventListener("keydown", pressed);
  root.addEventListener("focusin", silenceNotebook);
  root.replaceChildren(frame);
  show();

  return {
    go,
    /** @param {{predict?: boolean, answers?: any[]}} given */
    set({ predict, answers }) {
      if (answers) state.answers = recall(answers);
      if (predict !== undefined) setPredict(predict);
      show();
    },
    destroy() {
      stop();
      for (const part of parts) part.release?.();
      root.removeEventListener("keydown", pressed);
      root.removeEventListener("focusin", silenceNotebook);
      root.replaceChildren();
    },
  };
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
  root.replaceChildren(make("p", { class: "av-panel av-refusal" }, sentence));
  return { go() {}, set() {}, destroy: () => root.replaceChildren() };
}
