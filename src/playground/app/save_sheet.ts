import { escapeText } from "../../report/page/html.ts";
import type { Judgement } from "../judging/judgement.ts";
import { describeRequest } from "./sheet_view.ts";
import type { RecordedSheet } from "./recorded_sheet.ts";

/** Width and height of a cell, and of the line of text below a drawing. */
const WIDTH = 200, HEIGHT = 150, LINE = 22, COLUMNS = 8, GAP = 24;

/** Times as many pixels as the SVG has units. */
const SCALE = 2;

/** A molecule to save. */
export interface SavedRow {
  readonly smiles: string;
  readonly judgement: Judgement | undefined;
}

/** What is saved of a sheet. */
export interface SavedSheet {
  readonly sheet: RecordedSheet;
  readonly rows: readonly SavedRow[];
}

/** RDKit's drawing without a ground of its own, to be put into another. */
function inner(drawing: string): string {
  return drawing.slice(drawing.indexOf("<svg"))
    .replace(/<!--.*?-->/gs, "").replace(/<rect[^>]*>\s*<\/rect>/, "");
}

function cell({ smiles, judgement }: SavedRow): string {
  const { drawing = null, reason = null } = judgement ?? {};
  const middle = `x="${WIDTH / 2}" text-anchor="middle"`;
  const shown = smiles.length > 26 ? `${smiles.slice(0, 25)}…` : smiles;
  return (drawing === null
    ? `<text ${middle} y="${HEIGHT / 2}" fill="#8a8f95" font-size="11">${
      escapeText(reason ?? "")
    }</text>`
    : inner(drawing)) +
    `<text ${middle} y="${HEIGHT + 12}" fill="${
      drawing === null ? "#8a8f95" : "#1d2228"
    }" font-size="11" font-family="monospace">${escapeText(shown)}</text>`;
}

/** The sheets as one SVG drawing, one below the other. */
export function sheetsSvg(sheets: readonly SavedSheet[]): string {
  let top = 0;
  const parts = sheets.map(({ sheet, rows }) => {
    const cells = rows.map((row, i) => {
      const x = i % COLUMNS * WIDTH, y = top + GAP + Math.floor(i / COLUMNS) * (HEIGHT + LINE);
      return `<g transform="translate(${x} ${y})">${cell(row)}</g>`;
    });
    const title = `<text x="8" y="${top + 16}" font-size="14" font-weight="bold">${
      escapeText(describeRequest(sheet))
    }</text>`;
    top += GAP + Math.ceil(rows.length / COLUMNS) * (HEIGHT + LINE) + GAP;
    return title + cells.join("");
  });
  const width = WIDTH * Math.min(COLUMNS, Math.max(...sheets.map(({ rows }) => rows.length), 1));
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="sans-serif">` +
    `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
}

/** An SVG drawing as PNG. */
export async function svgToPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => blob === null ? reject(new Error("no picture")) : resolve(blob))
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Lets the reader save a file. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
