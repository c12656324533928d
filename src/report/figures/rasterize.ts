import { Resvg } from "@resvg/resvg-js";
// Imported so that the package is installed; the fonts themselves are read from its folder.
import fontPackage from "@expo-google-fonts/source-sans-3/package.json" with { type: "json" };
import { fileURLToPath } from "node:url";
import { FIGURE_FONT } from "./plot.ts";

const FONTS = ["400Regular/SourceSans3_400Regular.ttf", "600SemiBold/SourceSans3_600SemiBold.ttf"];

/**
 * Draws an SVG document as PNG, with the report's own fonts and none of the machine's, so that the
 * same figure gives the same bytes everywhere.
 *
 * @param scale Pixels per SVG unit.
 */
export function rasterize(svg: string, scale = 2): Uint8Array {
  const fontFiles = FONTS.map((font) =>
    fileURLToPath(import.meta.resolve(`${fontPackage.name}/${font}`))
  );
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FIGURE_FONT },
    fitTo: { mode: "zoom", value: scale },
  }).render();
  return image.asPng();
}
