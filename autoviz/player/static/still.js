/**
 * Saving the picture of one step: a copy of the SVG in which every colour is
 * written out, so that it looks the same in any program, with its caption below.
 * Read next: player.js.
 */

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
  const style = getComputedStyle(svg);
  const { x, y, width, height } = svg.viewBox.baseVal;
  const font = `14px ${style.getPropertyValue("font-family")}`;
  const brush = document.createElement("canvas").getContext("2d");
  if (brush) brush.font = font;
  const wide = Math.max(width, Math.ceil(brush?.measureText(caption).width ?? 0) + 24);
  const add = (tag, attributes, text) => {
    const each = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) each.setAttribute(name, attributes[name]);
    each.textContent = text;
    return each;
  };
  const size = { width: wide, height: height + 36 };
  copy.prepend(add("rect", { x, y, ...size, fill: style.getPropertyValue("--av-surface") }, ""));
  copy.append(add("text", { x: x + 12, y: y + height + 20, fill: style.getPropertyValue("--av-ink"), style: `font:${font}` }, caption));
  copy.setAttribute("viewBox", `${x} ${y} ${size.width} ${size.height}`);
  copy.setAttribute("width", `${size.width}`);
  copy.setAttribute("height", `${size.height}`);
  copy.removeAttribute("style");
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
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-")}-step-${k}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
