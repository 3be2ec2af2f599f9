/**
 * Playing: one step after the other, slower than reading. It stops at a question and
 * at the end, and waits while the mouse rests on a card. Read next: acting.js.
 */

/** @param {any} player */
export function playing(player) {
  const { root, options, state, walk } = player;
  const stop = () => {
    clearTimeout(state.playing);
    state.playing = 0;
  };
  const later = () => (state.playing = setTimeout(tick, options.interval ?? 1000 * state.speed));
  const tick = () => {
    const to = root.isConnected ? walk.forward(state) : undefined;
    const reading = player.stage.element.querySelector(".card:hover");
    if (to && !reading) player.want(player.onTheWay(to[0]), to[1]);
    if (state.playing && walk.forward(state)) later();
    else stop();
    player.show();
  };
  return {
    stop,
    play() {
      if (state.playing) stop();
      else if (walk.forward(state)) later();
      player.show();
    },
  };
}
