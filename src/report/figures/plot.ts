import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { paint, type Surface } from "../style/inks.ts";

/** The typeface that the report ships for figures outside the page. */
export const FIGURE_FONT = "Source Sans 3";

/**
 * Renders an Observable Plot to SVG text without a browser.
 *
 * The page's style sheet gives the font there; a file names its own.
 */
export function renderPlot(options: Plot.PlotOptions, surface: Surface): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    ...options,
    // linkedom's document has all that Plot uses, but not the type of a browser's.
    document: document as unknown as Document,
    style: { color: paint("text", surface), background: "none", ...styleOf(options) },
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  // Plot repeats its general style sheet in each figure, in selectors that no renderer but a
  // browser understands; the page has its own.
  svg.querySelectorAll("style").forEach((style) => style.remove());
  svg.removeAttribute("class");
  if (surface === "file") svg.setAttribute("font-family", FIGURE_FONT);
  return svg.outerHTML;
}

function styleOf({ style }: Plot.PlotOptions): Partial<CSSStyleDeclaration> {
  return typeof style === "object" && style !== null ? style : {};
}
