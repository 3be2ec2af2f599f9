/**
 * The seven buttons that move through the steps. Read next: menu.js.
 */

import { button, icon, make } from "./dom.js";

/** @param {Record<string, any>} act  what each button does, by its name */
export function moves(act) {
  const move = ([path, title, onclick]) => button(icon(path), title, onclick);
  const start = [
    ["M3 3h2v10H3zM13 3v10L6 8z", "first step (Home)", act.first],
    ["M8 3v10L2 8zM14 3v10L8 8z", "previous stop (PageUp)", act.previousStop],
    ["M12 3v10L4 8z", "back (←)", act.back],
  ].map(move);
  const play = button("play", "", act.play, { class: "av-play" });
  const end = [
    ["M4 3v10l8-5z", "forward (→)", act.forward],
    ["M8 3v10l6-5zM2 3v10l6-5z", "next stop (PageDown)", act.nextStop],
    ["M13 3h-2v10h2zM3 3v10l7-5z", "last step (End)", act.last],
  ].map(move);
  return {
    element: make("div.av-keys", start, play, end),
    /**
     * @param {boolean} isFirst
     * @param {boolean} isLast
     * @param {unknown} playing
     */
    show(isFirst, isLast, playing) {
      for (const each of start) each.ariaDisabled = isFirst;
      for (const each of end) each.ariaDisabled = isLast;
      play.textContent = playing ? "pause" : "play";
      play.title = `${play.textContent} (space)`;
    },
  };
}
