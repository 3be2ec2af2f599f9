/**
 * Frames: what changes in the picture from one step to the next.
 *
 * The document holds the way forward only. The way back is worked out once, when
 * the player loads: for every change, what stood there before. No full state is
 * ever kept, so a long recording stays small. Read next: picture.js.
 *
 * @typedef {{class?: Record<string, string>, text?: Record<string, string>}} Frame
 */

const KINDS = /** @type {const} */ (["class", "text"]);

/**
 * For each frame the frame that undoes it.
 * @param {Frame[]} frames
 * @param {(kind: string, id: string) => string | null} read  what stands there now
 */
export function undoing(frames, read) {
  const now = { class: new Map(), text: new Map() };
  return frames.map((frame) => {
    const undo = { class: {}, text: {} };
    for (const kind of KINDS)
      for (const [id, value] of Object.entries(frame[kind] ?? {})) {
        undo[kind][id] = now[kind].has(id) ? now[kind].get(id) : read(kind, id);
        now[kind].set(id, value);
      }
    return undo;
  });
}

/**
 * The changes that lead from step `from` to step `to`, all in one frame.
 * @param {Frame[]} frames
 * @param {Frame[]} undo
 * @param {number} from
 * @param {number} to
 */
export function between(frames, undo, from, to) {
  const way = [];
  for (let k = from + 1; k <= to; k++) way.push(frames[k]);
  for (let k = from; k > to; k--) way.push(undo[k]);
  const merged = { class: {}, text: {} };
  for (const frame of way)
    for (const kind of KINDS) Object.assign(merged[kind], frame?.[kind]);
  return merged;
}
