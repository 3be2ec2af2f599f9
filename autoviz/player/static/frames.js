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
 * All frames of a recording; it stands at one of them, at first at step 0.
 * @param {Frame[]} frames
 * @param {(kind: string, id: string) => string | null} read  what stands there at step 0
 * @param {Frame} [start]  what is to stand there at step 0, if something else does
 */
export function reel(frames, read, start) {
  const undo = undoing(frames, read);
  let at = 0;
  return {
    /**
     * Goes to step `k`; gives the changes that lead there, all in one frame.
     * @param {number} k
     */
    move(k) {
      const merged = { class: {}, text: {} };
      const add = (frame) => {
        for (const kind of KINDS) Object.assign(merged[kind], frame?.[kind]);
      };
      add(start);
      start = undefined;
      while (at < k) add(frames[++at]);
      while (at > k) add(undo[at--]);
      return merged;
    },
  };
}

/** For each frame the frame that undoes it. */
function undoing(frames, read) {
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
