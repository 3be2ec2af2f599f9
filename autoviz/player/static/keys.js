/**
 * The keyboard, only while the focus is inside the player. A key that was used
 * goes no further: in a notebook it would mean something else. Read next:
 * player.js.
 */

/**
 * Tells JupyterLab that its shortcuts do not count here. It asks the element that
 * has the focus first, and only then what is around that one.
 * @param {FocusEvent} event
 */
export function silenceNotebook({ target }) {
  /** @type {HTMLElement} */ (target).setAttribute("data-lm-suppress-shortcuts", "true");
}

/**
 * @param {Record<string, any>} act  what can be done, by name
 * @param {HTMLElement} stage  what shift and the arrows scroll
 */
export function keyboard(act, stage) {
  const scroll = (by) => () => stage.scrollBy({ left: by });
  const plainKeys = {
    ArrowRight: act.forward,
    ArrowLeft: act.back,
    Home: act.first,
    End: act.last,
    " ": act.play,
    Escape: act.leave,
  };
  const shifted = { ArrowRight: scroll(80), ArrowLeft: scroll(-80) };
  return (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.matches("input[type=text]");
    if (typing) event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing && event.key !== "Escape") return;
    if (event.key === " " && target.matches("button")) return;
    const action = (event.shiftKey ? shifted : plainKeys)[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}
