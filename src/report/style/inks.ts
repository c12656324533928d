/** One colour with its counterpart on a dark page. */
interface Ink {
  readonly light: string;
  readonly dark: string;
}

// The hues of the methods follow Okabe and Ito, distinct for every common colour blindness,
// darkened for thin lines on white and lightened for a dark page.
const INKS = {
  text: { light: "#1d2228", dark: "#e7e4dd" },
  muted: { light: "#5f6871", dark: "#9aa3ab" },
  rule: { light: "#dfddd6", dark: "#333a41" },
  tint: { light: "#f3f1ea", dark: "#1d2226" },
  ground: { light: "#ffffff", dark: "#15181b" },
  "proseco-0": { light: "#c4500c", dark: "#ff9457" },
  "proseco-1": { light: "#8c2f5b", dark: "#ef86b3" },
  "proseco-2": { light: "#b98200", dark: "#f1c453" },
  "proseco-3": { light: "#6b3a1f", dark: "#c79a7a" },
  mdm: { light: "#1668a8", dark: "#62b3ec" },
  "first-hitting": { light: "#3d7f9e", dark: "#8ec9e6" },
  remdm: { light: "#0b7d5c", dark: "#3fcb9e" },
  udlm: { light: "#8a4fa3", dark: "#c996e0" },
  prism: { light: "#6f6a00", dark: "#d3cf4a" },
  ar: { light: "#3b3f9c", dark: "#a3a8f5" },
  other: { light: "#5c6670", dark: "#a7b1bb" },
} satisfies Record<string, Ink>;

/** Name of a colour of the report. */
export type InkName = keyof typeof INKS;

/** The colours of a sampler's methods, the main one first: its own, or that of all others. */
export function inksOf(sampler: string): readonly InkName[] {
  const own = (Object.keys(INKS) as InkName[]).filter((name) =>
    name === sampler || name.startsWith(`${sampler}-`) && /-\d$/.test(name)
  );
  return own.length > 0 ? own : ["other"];
}

/**
 * What a figure is drawn for: the `page`, whose theme gives the colours, or a `file` of its own,
 * whose colours are fixed and light.
 */
export type Surface = "page" | "file";

/** The colour to write into a figure for `surface`. */
export function paint(name: InkName, surface: Surface): string {
  return surface === "page" ? `var(--${name})` : INKS[name].light;
}

/** The declarations of all colours for the page's style sheet, following its colour scheme. */
export function inkDeclarations(): string {
  return Object.entries(INKS)
    .map(([name, { light, dark }]) => `--${name}: light-dark(${light}, ${dark});`)
    .join("\n");
}
