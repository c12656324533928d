import { escapeText } from "../page/html.ts";
import { inkDeclarations, paint, type Surface } from "../style/inks.ts";
import type { LegendEntry } from "./legend.ts";
import type { Panel } from "./panel.ts";
import { FIGURE_FONT } from "./plot.ts";

/** A row of panels under a heading. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const GAP = 18;
const HEADING = 30;
const LEGEND = 26;
// Source Sans 3 at 13 px is on average this wide a character; a legend needs no more precision.
const CHARACTER = 6.4;

// What a page's style sheet says of figures; a nested one would keep Plot's own typeface.
const STYLE = `<style>:root{color-scheme:light dark;${
  inkDeclarations().replaceAll("\n", "")
}}svg svg{font-family:inherit}</style>`;

function place(svg: string, x: number, y: number): string {
  return svg.replace("<svg ", `<svg x="${x}" y="${y}" `);
}

function text(content: string, x: number, y: number, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeText(content)}</text>`;
}

/** Breaks a note into lines of no more than `width` pixels. */
function wrap(note: string, width: number): string[] {
  const most = Math.floor(width / CHARACTER), lines: string[] = [];
  for (const word of note.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/**
 * Puts rows of panels, a legend and notes together to one SVG document that stands alone.
 *
 * @param notes Lines below the figure, such as what the paper's points are.
 * @param surface What the panels were drawn for. With `page` the document follows the colour
 * scheme of what shows it, which needs a browser.
 */
export function figureFile(
  rows: readonly PanelRow[],
  legend: readonly LegendEntry[],
  notes: readonly string[],
  surface: Surface = "file",
): string {
  const columns = Math.max(...rows.map(({ panels }) => panels.length));
  const [{ width: panelWidth, height: panelHeight }] = rows.flatMap(({ panels }) => panels) as [
    Panel,
  ];
  const width = GAP + columns * (panelWidth + GAP);
  const parts: string[] = [];
  let x = GAP;
  let y = 10;
  for (const { svg, label: name, ofPaper } of legend) {
    const label = ofPaper ? `Paper: ${name}` : name;
    const needed = 38 + label.length * CHARACTER + GAP;
    if (x + needed > width && x > GAP) {
      x = GAP;
      y += LEGEND;
    }
    parts.push(place(svg, x, y), text(label, x + 36, y + 11.5, 'font-size="13"'));
    x += needed;
  }
  if (legend.length > 0) y += LEGEND;
  for (const { title, panels } of rows) {
    parts.push(text(title, GAP, y + 20, 'font-size="16" font-weight="600"'));
    y += HEADING;
    panels.forEach(({ svg }, column) =>
      parts.push(place(svg, GAP + column * (panelWidth + GAP), y))
    );
    y += panelHeight + GAP;
  }
  for (const note of notes.flatMap((one) => wrap(one, width - 2 * GAP))) {
    parts.push(text(note, GAP, y + 6, `font-size="12" fill="${paint("muted", surface)}"`));
    y += 18;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 6}" ` +
    `viewBox="0 0 ${width} ${y + 6}" font-family="'${FIGURE_FONT}', sans-serif" ` +
    `fill="${paint("text", surface)}">` +
    `${surface === "page" ? STYLE : ""}<rect width="100%" height="100%" fill="${
      paint("ground", surface)
    }"/>${parts.join("")}</svg>\n`;
}
