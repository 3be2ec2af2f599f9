/**
 * Saving the picture of one step: a copy of the SVG in which every colour is
 * written out, so that it looks the same in any program, with its caption below.
 * Read next: player.js.
 */

import { give, make, shape } from "./dom.js";

const PAINT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "stroke-opacity", "opacity", "visibility", "display", "text-anchor",
  "font-family", "font-size", "font-style", "font-weight", "marker-start", "marker-end",
];

/**
 * @param {SVGSVGElement} svg
 * @param {string} caption
 */
function stillText(svg, caption) {
  const copy = svg.cloneNode(true);
  const sources = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((each, i) => {
    const style = getComputedStyle(sources[i]);
    each.setAttribute("style", PAINT.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    for (const name of each.getAttributeNames())
      if (/^(class|role|tabindex|data-|aria-)/.test(name)) each.removeAttribute(name);
  });
  const { color, fontFamily } = getComputedStyle(svg);
  const { backgroundColor } = getComputedStyle(svg.parentElement);
  const { x, y, width, height } = svg.viewBox.baseVal;
  const place = { x: x + 12, y: y + height + 20, fill: color, style: `font:14px ${fontFamily}` };
  const words = shape("text", place, caption);
  svg.append(words);
  const wide = Math.max(width, Math.ceil(words.getComputedTextLength()) + 24);
  const size = { width: wide, height: height + 36 };
  copy.prepend(shape("rect", { x, y, ...size, fill: backgroundColor }));
  copy.append(words);
  give(copy, { ...size, viewBox: `${x} ${y} ${wide} ${size.height}`, style: null });
  return new XMLSerializer().serializeToString(copy);
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} title
 * @param {number} k
 * @param {string} caption
 */
export function saveStill(svg, title, k, caption) {
  const text = stillText(svg, `step ${k}: ${caption}`);
  const href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-")}-step-${k}.svg`;
  make("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
