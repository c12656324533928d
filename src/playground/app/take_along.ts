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
  return scene.settings.flatMap((setting) => {
    const network = networks.find(({ id }) => id === setting.network)!;
    return (kind === "command" ? asCommand : asPipeline)(network, setting, scene) ?? [];
  }).join("\n");
}

/** Makes the buttons that copy and save work. */
export function startTakeAlong({ networks, scene, saved, say }: TakeAlongOptions): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = copied(button.dataset.copy!, scene(), networks);
      if (text === "") return say("Answers have no command of their own: copy the pipeline task");
      try {
        await navigator.clipboard.writeText(text);
        say(`Copied: ${text.length > 160 ? `${text.slice(0, 160)}…` : text}`);
      } catch {
        // A page that may not use the clipboard still shows what was asked for.
        say(text);
      }
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-save]")) {
    button.addEventListener("click", async () => {
      const kind = button.dataset.save!, sheets = saved();
      try {
        if (kind === "smiles") {
          const lines = sheets.flatMap(({ rows }) => rows.map(({ smiles }) => smiles));
          saveFile("playground.smi", new Blob([lines.join("\n") + "\n"], { type: "text/plain" }));
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
