/**
 * All that a learner can do, by name: what the buttons and the keys mean. Read next:
 * showing.js.
 */

import { plain } from "./dom.js";
import { GRAINS } from "./grain.js";
import { linkTo } from "./link.js";
import { saveStill } from "./still.js";

/** @param {any} player */
export function acting(player) {
  const { root, data, state, walk, set } = player;
  const shownCard = () => state.card ?? data.steps[state.k].card;
  const turn = (way) => {
    const grains = Object.keys(GRAINS);
    set({ grain: grains[grains.indexOf(state.grain) + way] });
  };
  const toggled = (all, one) => [...all.symmetricDifference(new Set([one]))];
  const act = {
    set,
    want(k, m) {
      player.stop();
      player.want(k, m);
    },
    first: () => act.want(0),
    back: () => act.want(...walk.back(state)),
    forward() {
      const [to, m] = walk.forward(state) ?? [walk.last, state.m];
      act.want(player.onTheWay(to), m);
    },
    last: () => act.want(walk.last, Infinity),
    previousStop: () => act.want(walk.previousStop(state.k)),
    nextStop: () => state.k < walk.last && act.want(player.onTheWay(walk.nextStop(state.k))),
    play: player.play,
    finer: () => turn(1),
    coarser: () => turn(-1),
    predict: () => player.setPredict(!state.predict),
    menu: () => {
      state.menu = !state.menu;
      player.show();
    },
    /** @param {string} name */
    panel: (name) => set({ panels: toggled(state.panels, name) }),
    text: () => act.panel("text"),
    legend: () => act.panel("legend"),
    keys: () => act.panel("keys"),
    pick(card, number = null) {
      if (player.words.pick(card)) return;
      state.card = number || state.card !== card ? card : null;
      state.number = number;
      player.show();
    },
    graph: () => player.cards.enter(shownCard() ?? 0),
    /** Closes or opens a scope: that of what has the focus, unless one is named. */
    fold(scope = player.folds.meant(player.focused(), shownCard())) {
      if (!scope) return;
      const inGraph = player.stage.element.contains(player.focused());
      set({ closed: toggled(state.closed, scope.id) });
      if (inGraph) player.folds.enter(scope);
    },
    source() {
      if (!state.panels.has("code")) act.panel("code");
      player.panels.element.querySelector(".av-code button[tabindex='0']")?.focus();
    },
    fit: () => player.zoom.fit(),
    large: () => set({ large: !state.large }),
    fullScreen: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    save: () => saveStill(player.stage.svg, data.title, state.k, plain(data.steps[state.k].caption)),
    copyLink: () =>
      navigator.clipboard.writeText(new URL(linkTo(state, player.usual), location.href).href).catch(player.refused),
    leave: () => (player.stage.element.contains(player.focused()) ? root.focus() : player.focused()?.blur()),
  };
  return act;
}
