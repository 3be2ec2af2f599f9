/**
 * Several recordings side by side. One row of controls moves all of them; a
 * recording that has no such step waits, and says so. What differs from the others is
 * outlined, said in a line, and listed in a table. All of it stands in the document:
 * moments, differences and words were worked out in Python.
 */

import { code } from "./code.js";
import { button, make, reveal, say, scrollable, spans } from "./dom.js";
import { reel } from "./frames.js";
import { reachable } from "./keys.js";
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
  const keys = moves(act);
  const line = timeline(data, want);
  const said = make("p.av-caption", { role: "status" });
  const count = make("span.av-count");
  const asText = button("as text", "everything as text (T)", act.text);
  const table = listed(data);
  const twin = textTwin(data);
  twin.element.hidden = true;

  const show = () => {
    const step = data.steps[m];
    for (const each of parts) each.show(m);
    keys.show(m === 0, m === last, playing);
    line.show(m, { predict: false });
    say(said, step.said.length ? step.said : quiet(step));
    count.textContent = `step ${m} of ${last}`;
    asText.ariaPressed = !twin.element.hidden;
    table.show(m);
    if (!twin.element.hidden) twin.show(m, {});
  };

  root.classList.add("autoviz");
  const style = `--w: ${Math.max(...parts.map(({ width }) => width))}px`;
  const columns = make("div.av-parts", { style }, parts.map(({ element }) => element));
  const controls = make("div.av-transport", keys.element, line.element, make("div.av-tools", count, asText));
  root.replaceChildren(
    make(
      "div.av-player.av-comparison",
      columns,
      make("div.av-control", make("div.av-say", said), controls),
      table.element,
      twin.element,
    ),
  );
  const listening = reachable(root, `${data.title}, side by side, step by step`, act);
  show();
  return {
    go,
    destroy() {
      stop();
      listening.abort();
      root.replaceChildren();
    },
  };
}

/**
 * The widget: the same, its moment tied to the trait of a Python object, both ways.
 * @param {{model: any, el: HTMLElement}} view
 */
export function renderComparison({ model, el }) {
  const root = make("div.av-embedded");
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
  const at = make("span.av-is-muted");
  const caption = make("p.av-caption");
  const listing = part.code.length ? code(part, want) : null;
  const element = make(
    "section.av-part",
    { "aria-label": part.label, style: `--own: ${stage.width}px` },
    make("p.av-heading", make("b", part.label), " ", at),
    listing?.element ?? make("div"),
    stage.element,
    caption,
  );
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
      say(caption, step.caption);
      listing?.show(m, { card: null });
      element.classList.toggle("av-waits", step.waits);
    },
  };
}

/** All that differs at a moment, as a table: what is new first, and marked. */
function listed({ parts, steps, alone }) {
  const head = make(
    "tr",
    make("th", { scope: "col" }, "what differs"),
    parts.map(({ label }) => make("th", { scope: "col" }, label)),
  );
  const body = make("tbody");
  const box = make("div.av-table", make("table", make("thead", head), body));
  scrollable(box, "what differs");
  const more = make("p.av-is-muted");
  const signs = "outlined and underlined: differs here · dotted: not in all";
  return {
    element: make(
      "section.av-panel.av-ledger",
      { "aria-label": "differences" },
      make("p.av-heading", signs),
      box,
      more,
      alone.length ? make("p", spans(alone)) : null,
    ),
    /** @param {number} m */
    show(m) {
      const { rows, fresh, more: left } = steps[m];
      body.replaceChildren(
        ...rows.map(([called, ...texts], i) => {
          const cells = texts.map((text) => make("td", { class: i < fresh && "av-changed" }, text ?? "not there"));
          return make("tr", make("th", { scope: "row" }, spans(called)), cells);
        }),
      );
      box.hidden = rows.length === 0;
      more.hidden = left === 0;
      more.textContent = `and ${left} more`;
    },
  };
}
