/**
 * The keyboard, only while the focus is inside the player. A key that was used
 * goes no further: in a notebook it would mean something else. Read next:
 * twin.js.
 */

import { give } from "./dom.js";

/** The keys as they are told, what they do, and the action of each. */
export const KEYS = [
  ["→ ←", "next, previous step", { ArrowRight: "forward", ArrowLeft: "back" }],
  ["PageDown PageUp", "next, previous stop", { PageDown: "nextStop", PageUp: "previousStop" }],
  ["Home End", "first, last step", { Home: "first", End: "last" }],
  ["space", "play, pause", { " ": "play" }],
  ["+ −", "smaller, larger steps", { "+": "finer", "=": "finer", "-": "coarser" }],
  ["G", "into the graph: arrows follow its edges, Enter picks a card", { g: "graph" }],
  ["E", "close a scope, open it again", { e: "fold" }],
  ["S", "the line it was made in", { s: "source" }],
  ["T", "everything as text", { t: "text" }],
  ["L", "legend", { l: "legend" }],
  ["0", "whole picture; shift and arrows move it", { 0: "fit" }],
  ["?", "these keys", { "?": "keys" }],
  ["Esc", "out of the graph, out of the player", { Escape: "leave" }],
];

const ACTIONS = Object.assign({}, ...KEYS.map(([, , actions]) => actions));
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * Lets the keyboard reach a player. Gives what ends that.
 * @param {HTMLElement} root
 * @param {string} label
 * @param {Record<string, any>} act  what can be done, by name
 * @param {(target: Element, key: string) => unknown} onCard  false: not on a card
 * @param {(x: number, y: number) => void} pan
 */
export function reachable(root, label, act, onCard = () => false, pan = () => {}) {
  const ending = new AbortController();
  const { signal } = ending;
  give(root, { tabindex: 0, role: "group", "aria-label": label });
  root.addEventListener("keydown", keyboard(act, onCard, pan), { signal });
  root.addEventListener("focusin", silenceNotebook, { signal });
  return ending;
}

/**
 * Tells JupyterLab that its shortcuts do not count here. It asks the element that
 * has the focus first, and only then what is around that one.
 * @param {FocusEvent} event
 */
function silenceNotebook({ target }) {
  target.setAttribute("data-lm-suppress-shortcuts", "true");
}

/** What is done when a key is pressed. */
function keyboard(act, onCard, pan) {
  const used = ({ key, shiftKey, target }) => {
    if (shiftKey && WAYS[key]) return pan(...WAYS[key]);
    if (onCard(target, key) !== false) return;
    if (target.matches(".av-no") && WAYS[key]?.[1]) return beside(target, WAYS[key][1]);
    if ([" ", "Enter"].includes(key) && target.matches("button")) return false;
    const name = ACTIONS[key.length > 1 ? key : key.toLowerCase()];
    return act[name] ? act[name]() : false;
  };
  return (event) => {
    const typing = event.target.matches("input[type=text], input[type=radio], textarea, select");
    if (typing) event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((typing && event.key !== "Escape") || used(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** From the number of a line to that of the next one that has a step. */
function beside(label, way) {
  const all = [...label.closest(".av-listing").querySelectorAll("button")];
  all[all.indexOf(label) + way]?.focus();
}
