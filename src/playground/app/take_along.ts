import { asCommand } from "../settings/as_command.ts";
import { asPipeline } from "../settings/as_pipeline.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { writeLink } from "../settings/scene_link.ts";
import type { Scene } from "../settings/setting.ts";
import { type SavedSheet, saveFile, sheetsSvg, svgToPng } from "./save_sheet.ts";

/** What the reader may take along of a scene. */
export interface TakeAlongOptions {
  readonly networks: readonly OfferedNetwork[];
  /** The scene as the panel has it. */
  scene(): Scene;
  /** The sheets as they ended. */
  saved(): SavedSheet[];
  /** Tells the reader something. */
  say(message: string): void;
}

/** What a button copies. */
function copied(kind: string, scene: Scene, networks: readonly OfferedNetwork[]): string {
  if (kind === "link") return new URL(`#${writeLink(scene)}`, location.href).href;
  return scene.settings.map((setting) => {
    const network = networks.find(({ id }) => id === setting.network)!;
    return (kind === "command" ? asCommand : asPipeline)(network, setting, scene);
  }).join("\n");
}

const saveButtons = () => document.querySelectorAll<HTMLButtonElement>("[data-save]");

/** Offers to save what there is: of texts no drawings. */
export function offerToSave(isText: boolean): void {
  for (const button of saveButtons()) {
    if (button.dataset.save === "smiles") button.textContent = isText ? "Text" : "SMILES";
    else button.hidden = isText;
  }
}

/** Makes the buttons that copy and save work. */
export function startTakeAlong({ networks, scene, saved, say }: TakeAlongOptions): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = copied(button.dataset.copy!, scene(), networks);
      try {
        await navigator.clipboard.writeText(text);
        say(`Copied: ${text.length > 160 ? `${text.slice(0, 160)}…` : text}`);
      } catch {
        // A page that may not use the clipboard still shows what was asked for.
        say(text);
      }
    });
  }
  for (const button of saveButtons()) {
    button.addEventListener("click", async () => {
      const kind = button.dataset.save!, sheets = saved();
      try {
        if (kind === "smiles") {
          const lines = sheets.flatMap(({ rows }) => rows.map(({ smiles }) => smiles));
          const isText = sheets.some(({ sheet }) => sheet.request.network.writes === "text");
          saveFile(
            `playground.${isText ? "txt" : "smi"}`,
            new Blob([lines.join("\n") + "\n"], { type: "text/plain" }),
          );
          return;
        }
        const svg = sheetsSvg(sheets);
        saveFile(
          `playground.${kind}`,
          kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await svgToPng(svg),
        );
      } catch (error) {
        say(`Cannot save: ${(error as Error).message}`);
      }
    });
  }
}
