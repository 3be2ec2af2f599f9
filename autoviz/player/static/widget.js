/**
 * The live widget: the same player, its step, switch and answers tied to the
 * traits of a Python object, both ways. An index set from Python is shown at
 * once; only the learner is asked to predict.
 */

import { mount } from "./player.js";

/** Sets a trait, if it is another one. */
export const telling = (model) => (name) => (value) => {
  if (JSON.stringify(model.get(name)) === JSON.stringify(value)) return;
  model.set(name, value);
  model.save_changes();
};

/** @param {{model: any, el: HTMLElement}} view */
export function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "av-embedded";
  el.append(root);
  const tell = telling(model);
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
  };
  for (const name in heard) model.on(name, heard[name]);
  return () => {
    for (const name in heard) model.off(name, heard[name]);
    player.destroy();
  };
}
