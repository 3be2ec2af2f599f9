/**
 * The link to a step: what is shown, in the fragment of the page's address
 * (`#k=9&grain=node`). Only what differs from the start is in it, and what makes no
 * sense in it is ignored. Read next: state.js.
 */

/**
 * What an address asks for; the player looks at each value itself.
 * @param {string} hash
 */
export function readLink(hash) {
  const found = Object.fromEntries(new URLSearchParams(hash.slice(1)));
  const number = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
  return {
    k: number(found.k),
    m: number(found.m),
    grain: found.grain,
    theme: found.theme,
    large: found.size && found.size === "large",
    panels: found.panels?.split("."),
    closed: found.closed?.split(".").map(Number),
  };
}

/**
 * @param {any} state
 * @param {{k: number, panels: Set<string>}} usual  as it is without a link
 */
export function linkTo({ k, m, grain, theme, large, panels, closed }, usual) {
  const names = [...panels].join(".");
  const differing = {
    k: k === usual.k ? "" : k,
    m: (grain === "micro" && m) || "",
    grain: grain === "node" ? "" : grain,
    panels: names === [...usual.panels].join(".") ? "" : names || "none",
    closed: [...closed].join("."),
    theme,
    size: large ? "large" : "",
  };
  return `#${new URLSearchParams(Object.entries(differing).filter(([, value]) => value !== ""))}`;
}

/**
 * Writes the address a little after the last change: browsers refuse a hundred in a row.
 * @param {() => void} refused
 */
export function remembering(refused) {
  let later = 0;
  /** @param {string} link */
  return (link) => {
    clearTimeout(later);
    later = setTimeout(() => {
      try {
        if (link !== (location.hash || "#")) history.replaceState(null, "", link);
      } catch {
        refused();
      }
    }, 200);
  };
}
