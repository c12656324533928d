import { escapeText } from "../page/html.ts";
import { formatNumber } from "../style/number_format.ts";
import { paint } from "../style/inks.ts";
import type { Scalar } from "../../support/json.ts";

/** One line of a figure of parallel coordinates. */
export interface ParallelLine {
  /** What it is of, for those who point at it. */
  readonly name: string;
  /** Its value on each axis, as far as it has one. */
  readonly values: Readonly<Record<string, Scalar | undefined>>;
  /** Whether it is of a run that failed or was stopped: drawn dashed. */
  readonly isBroken?: boolean;
}

const GAP = 150, TOP = 46, HEIGHT = 220, LEFT = 70, BOTTOM = 30;
/** How many times larger the largest value is where an axis is logarithmic. */
const LOGARITHMIC = 30;

interface Axis {
  readonly name: string;
  /** Place of a value, 0 at the bottom and 1 at the top. */
  at(value: Scalar): number;
  /** What stands at which place. */
  readonly ticks: readonly (readonly [number, string])[];
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

function axisOf(name: string, lines: readonly ParallelLine[]): Axis {
  const values = lines.flatMap(({ values }) => values[name] ?? []);
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) {
    const words = [...new Set(values.map(String))].sort();
    const at = (value: Scalar) =>
      words.length === 1 ? 0.5 : words.indexOf(String(value)) / (words.length - 1);
    return { name, at, ticks: words.map((word) => [at(word), word]) };
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const isLog = low > 0 && high / low >= LOGARITHMIC;
  const scale = (value: number) => isLog ? Math.log(value) : value;
  const at = (value: Scalar) =>
    low === high ? 0.5 : (scale(Number(value)) - scale(low)) / (scale(high) - scale(low));
  const middle = isLog ? Math.sqrt(low * high) : (low + high) / 2;
  const shown = low === high ? [low] : [low, middle, high];
  return { name, at, ticks: shown.map((value) => [at(value), shortNumber(value)]) };
}

/**
 * Draws instances of a sweep as lines over parallel axes, one for each parameter and figure; the colour
 * follows the last axis.
 *
 * @param axes Names of the axes, from left to right.
 */
export function parallelFigure(lines: readonly ParallelLine[], axes: readonly string[]): string {
  const drawn = axes.map((name) => axisOf(name, lines)), last = drawn.at(-1)!;
  const width = LEFT * 2 + GAP * (axes.length - 1), height = TOP + HEIGHT + BOTTOM;
  const x = (index: number) => LEFT + index * GAP;
  const y = (place: number) => TOP + (1 - place) * HEIGHT;
  const ink = (name: "text" | "muted" | "rule" | "mdm" | "proseco-0") => paint(name, "page");
  const colour = (value: Scalar | undefined) => {
    if (value === undefined) return ink("muted");
    const share = formatNumber(100 * last.at(value), 0);
    return `color-mix(in oklab, ${ink("mdm")}, ${ink("proseco-0")} ${share}%)`;
  };
  const paths = lines.map(({ name, values, isBroken }) => {
    const points = drawn.flatMap((axis, index) => {
      const value = values[axis.name];
      return value === undefined ? [] : [`${x(index)},${formatNumber(y(axis.at(value)), 1)}`];
    });
    const told = [name, ...axes.flatMap((axis) => axis in values ? `${axis} ${values[axis]}` : [])];
    return `<g class="point"><path d="M${points.join("L")}" style="stroke:${
      colour(values[last.name])
    }"${isBroken ? ' stroke-dasharray="5 4"' : ""}><title>${
      escapeText(told.join("\n"))
    }</title></path></g>`;
  });
  const rules = drawn.map(({ name, ticks }, index) =>
    `<line x1="${x(index)}" x2="${x(index)}" y1="${TOP}" y2="${TOP + HEIGHT}" stroke="${
      ink("muted")
    }"/><text x="${x(index)}" y="${TOP - 22}" text-anchor="middle" font-size="12" ` +
    `font-weight="600" fill="${ink("text")}">${escapeText(name)}</text>` +
    ticks.map(([place, text]) =>
      `<text x="${x(index) + 6}" y="${formatNumber(y(place) + 4, 1)}" font-size="11" fill="${
        ink("muted")
      }" paint-order="stroke" stroke="${paint("ground", "page")}" stroke-width="3">${
        escapeText(text)
      }</text>`
    ).join("")
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img" aria-label="Parallel coordinates of ${
      escapeText(axes.join(", "))
    }"><g fill="none" stroke-width="1.6" stroke-opacity="0.85">${paths.join("")}</g>${
      rules.join("")
    }</svg>`;
}
