/**
 * How far a step goes. `k` counts the steps of nodes, always; at the finest grain one
 * of them has parts, numbered by `m`; at the coarsest one goes from phase to phase.
 * Stops are beside all that: a lesson's, or one step before something changes. Read
 * next: transport.js.
 *
 * @typedef {{k: number, m: number, grain: string}} Where
 */

export const GRAINS = { phase: "phases", node: "steps", micro: "micro-steps" };

/** @param {any} data  the document */
export function walking({ steps, phases, stops = [] }) {
  const last = steps.length - 1;
  const ends = [0, ...phases.map((phase) => phase.last), last];
  const marks = [0, ...stops, last];
  const parts = (k, grain) => (grain === "micro" && steps[k].small) || [];
  const after = (list, k) => list.find((each) => each > k);
  const before = (list, k) => list.findLast((each) => each < k);
  return {
    last,
    /** @param {number} k */
    within: (k) => Math.min(last, Math.max(0, Math.round(k) || 0)),
    parts,
    /** The next place, or undefined at the end. @param {Where} where */
    forward({ k, m, grain }) {
      if (m + 1 < parts(k, grain).length) return [k, m + 1];
      const to = grain === "phase" ? after(ends, k) : k + 1;
      return to <= last ? [to, 0] : undefined;
    },
    /** @param {Where} where */
    back({ k, m, grain }) {
      if (m > 0) return [k, m - 1];
      return [(grain === "phase" ? before(ends, k) : k - 1) ?? 0, Infinity];
    },
    nextStop: (k) => after(marks, k) ?? last,
    previousStop: (k) => before(marks, k) ?? 0,
  };
}
