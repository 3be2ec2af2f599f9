/**
 * The live widget: the same player, its step, switch and answers tied to the
 * traits of a Python object, both ways. An index set from Python is shown at
 * once; only the learner is asked to predict.
 */

import { make } from "./dom.js";
import { mount } from "./player.js";

const GONE = "The connection to the kernel is gone; the steps go on, and Python does not hear of them.";

/** Sets a trait, if it is another one. @param {() => void} gone  what to do where that fails */
export const telling = (model, gone) => (name) => (value) => {
  if (JSON.stringify(model.get(name)) === JSON.stringify(value)) return;
  try {
    model.set(name, value);
    model.save_changes();
  } catch {
    gone();
  }
};

/** @param {{model: any, el: HTMLElement}} view */
export function render({ model, el }) {
  const root = make("div.av-embedded");
  el.append(root);
  const gone = () => player.tell(GONE);
  const tell = telling(model, gone);
  const open = () =>
    mount(root, model.get("document"), {
      index: model.get("index"),
      predict: model.get("predict"),
      answers: model.get("answers"),
      onStep: tell("index"),
      onPredict: tell("predict"),
      onAnswers: tell("answers"),
    });
  let player = open();
  const heard = {
    "change:index": () => player.go(model.get("index")),
    "change:predict": () => player.set({ predict: model.get("predict") }),
    "change:answers": () => player.set({ answers: model.get("answers") }),
    "change:document": () => {
      player.destroy();
      player = open();
    },
    comm_live_update: gone,
  };
  for (const name in heard) model.on(name, heard[name]);
  return () => {
    for (const name in heard) model.off(name, heard[name]);
    player.destroy();
  };
}
