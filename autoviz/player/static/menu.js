/**
 * What is rarely needed: which panels are there, speed, theme, size, saving, keys.
 * Read next: code.js.
 */

import { button, choice, make } from "./dom.js";

export const THEMES = { "": "theme of the page", light: "light", dark: "dark" };
const LABELS = { text: "as text" };
const SPEEDS = Object.fromEntries([0.5, 1, 1.5, 2].map((each) => [each, `${each} s a step`]));

/**
 * @param {string[]} names  of the panels there are
 * @param {Record<string, any>} act
 * @param {boolean} linked  whether the page's address is a link to the step
 */
export function menu(names, act, linked) {
  const panels = names.map((name) => button(LABELS[name] ?? name, "", () => act.panel(name)));
  const speed = choice("speed", SPEEDS, (speed) => act.set({ speed: Number(speed) }));
  const theme = choice("theme", THEMES, (theme) => act.set({ theme }));
  const large = button("large type", "for a projector", act.large);
  const element = make(
    "div.av-menu.av-tools",
    { role: "group", "aria-label": "more" },
    panels,
    make("hr"),
    speed,
    theme,
    large,
    document.fullscreenEnabled ? button("full screen", "", act.fullScreen) : null,
    button("save picture", "this step as SVG", act.save),
    linked ? button("copy link", "to this step, as it is arranged", act.copyLink) : null,
  );
  return {
    element,
    show(k, state) {
      element.hidden = !state.menu;
      panels.forEach((each, i) => (each.ariaPressed = state.panels.has(names[i])));
      large.ariaPressed = state.large;
      speed.value = state.speed;
      theme.value = state.theme;
    },
  };
}
