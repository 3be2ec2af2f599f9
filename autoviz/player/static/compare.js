/**
 * Several recordings side by side. One row of controls moves all of them; a
 * recording that has no such step waits, and says so. What differs from the others is
 * outlined, said in a line, and listed in a table. All of it stands in the document:
 * moments, differences and words were worked out in Python.
 */

import { code } from "./code.js";
import { make, reveal, scrollable, spans } from "./dom.js";
import { reel } from "./frames.js";
import { keyboard, silenceNotebook } from "./keys.js";
import { moves } from "./moves.js";
import { picture } from "./picture.js";
import { timeline } from "./timeline.js";
import { textTwin } from "./twin.js";

const PACE = 1500;

/**
 * Puts a comparison into `root` in place of what is there.
 * @param {HTMLElement} root
 * @param {any} data  the document
 * @param {{index?: number, interval?: number, onStep?: (m: number) => void}} options
 */
export function mountComparison(root, data, options = {}) {
  const last = data.steps.length - 1;
  const within = (to) => Math.min(last, Math.max(0, to));
  let m = within(options.index ?? 0);
  let playing = 0;

  const go = (to) => {
    const before = m;
    m = within(to);
    show();
    if (m !== before) options.onStep?.(m);
  };
  const stop = () => {
    clearTimeout(playing);
    playing = 0;
  };
  const want = (to) => {
    stop();
    go(to);
  };
  const tick = () => {
    playing = root.isConnected && m + 1 < last ? setTimeout(tick, options.interval ?? PACE) : 0;
    go(m + 1);
  };
  const act = {
    first: () => want(0),
    back: () => want(m - 1),
    forward: () => want(m + 1),
    last: () => want(last),
    previousStop: () => want(data.stops.findLast((each) => each < m) ?? 0),
    nextStop: () => m < last && want(data.stops.find((each) => each > m) ?? last),
    play: () => {
      if (playing) stop();
      else if (m < last) playing = setTimeout(tick, options.interval ?? PACE);
      show();
    },
    text: () => {
      twin.element.hidden = !twin.element.hidden;
      show();
    },
    leave: () => root.getRootNode().activeElement?.blur(),
  };

  const parts = data.parts.map((each) => column(each, want));
  const { start, play, end, show: showMoves } = moves(act);
  const line = timeline(data, want);
  const said = make("p", { class: "av-caption", role: "status" });
  const count = make("span", { class: "av-count" });
  const asText = make("button", { type: "button", title: "everything as text (T)", onclick: act.text }, "as text");
  const table = listed(data);
  const twin = textTwin(data);
  twin.element.hidden = true;

  const show = () => {
    const step = data.steps[m];
    for (const each of parts) each.show(m);
    showMoves(m === 0, m === last, playing);
    line.show(m, { predict: false });
    said.replaceChildren(...spans(step.said.length ? step.said : quiet(step)));
    count.textContent = `step ${m} of ${last}`;
    asText.setAttribute("aria-pressed", String(!twin.element.hidden));
    table.show(m);
    if (!twin.element.hidden) twin.show(m, { predict: false, answers: new Map() });
  };

  root.classList.add("autoviz");
  root.tabIndex = 0;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `${data.title}, side by side, step by step`);
  const columns = make("div", { class: "av-parts" }, ...parts.map(({ element }) => element));
  columns.style.setProperty("--w", `${Math.max(...parts.map(({ width }) => width))}px`);
  const controls = make(
    "div",
    { class: "av-transport" },
    make("div", { class: "av-keys" }, ...start, play, ...end),
    line.element,
    make("div", { class: "av-tools" }, count, asText),
  );
  root.replaceChildren(
    make(
      "div",
      { class: "av-player av-comparison" },
      columns,
      make("div", { class: "av-control" }, make("div", { class: "av-say" }, said), controls),
      table.element,
      twin.element,
    ),
  );
  const heard = { keydown: keyboard(act, () => false, () => {}), focusin: silenceNotebook };
  for (const name in heard) root.addEventListener(name, heard[name]);
  show();
  return {
    go,
    destroy() {
      stop();
      for (const name in heard) root.removeEventListener(name, heard[name]);
      root.replaceChildren();
    },
  };
}

/**
 * The widget: the same, its moment tied to the trait of a Python object, both ways.
 * @param {{model: any, el: HTMLElement}} view
 */
export function renderComparison({ model, el }) {
  const root = make("div", { class: "av-embedded" });
  el.append(root);
  const onStep = (m) => {
    model.set("index", m);
    model.save_changes();
  };
  const shown = mountComparison(root, model.get("document"), { index: model.get("index"), onStep });
  const heard = () => shown.go(model.get("index"));
  model.on("change:index", heard);
  return () => {
    model.off("change:index", heard);
    shown.destroy();
  };
}

/** What is said where nothing comes to differ. */
function quiet({ rows, more }) {
  const still = rows.length + more;
  if (!still) return [["muted", "Nothing differs here."]];
  return [["muted", still === 1 ? "Nothing new differs; 1 difference from before." : `Nothing new differs; ${still} differences from before.`]];
}

/**
 * One recording: its label, its code, its picture and its sentence.
 * @param {any} part
 * @param {(m: number) => void} want
 */
function column(part, want) {
  const stage = picture(part);
  stage.svg.setAttribute("aria-label", `the graph of ${part.label}`);
  scrollable(stage.element, `picture of ${part.label}`);
  const frames = reel(part.frames, (kind, id) => {
    const each = stage.find(id);
    return (kind === "class" ? each?.getAttribute("class") : each?.textContent) ?? null;
  });
  const at = make("span", { class: "av-is-muted" });
  const caption = make("p", { class: "av-caption" });
  const listing = part.code.length ? code(part, want) : null;
  const element = make(
    "section",
    { class: "av-part", "aria-label": part.label },
    make("p", { class: "av-heading" }, make("b", {}, part.label), " ", at),
    listing?.element ?? make("div"),
    stage.element,
    caption,
  );
  element.style.setProperty("--own", `${stage.width}px`);
  return {
    element,
    width: stage.width,
    /** @param {number} m */
    show(m) {
      const step = part.steps[m];
      const active = stage.paint(frames.move(m));
      stage.mark({ alone: part.alone, differs: part.marks[m] });
      reveal(stage.element, active, 20);
      at.textContent = step.at;
      caption.replaceChildren(...spans(step.caption));
      listing?.show(m, { card: null });
      element.classList.toggle("av-waits", step.waits);
    },
  };
}

/** All that differs at a moment, as a table: what is new first, and marked. */
function listed({ parts, steps, alone }) {
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, "what differs"),
    ...parts.map(({ label }) => make("th", { scope: "col" }, label)),
  );
  const body = make("tbody");
  const box = make("div", { class: "av-table" }, make("table", {}, make("thead", {}, head), body));
  scrollable(box, "what differs");
  const more = make("p", { class: "av-is-muted" });
  const signs = "outlined and underlined: differs here · dotted: not in all";
  return {
    element: make(
      "section",
      { class: "av-panel av-ledger", "aria-label": "differences" },
      make("p", { class: "av-heading" }, signs),
      box,
      more,
      alone.length ? make("p", {}, ...spans(alone)) : null,
    ),
    /** @param {number} m */
    show(m) {
      const { rows, fresh, more: left } = steps[m];
      body.replaceChildren(
        ...rows.map(([called, ...texts], i) => {
          const cells = texts.map((text) => make("td", { class: i < fresh && "av-changed" }, text ?? "not there"));
          return make("tr", {}, make("th", { scope: "row" }, ...spans(called)), ...cells);
        }),
      );
      box.hidden = rows.length === 0;
      more.hidden = left === 0;
      more.textContent = `and ${left} more`;
    },
  };
}
