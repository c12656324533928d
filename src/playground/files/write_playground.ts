import { dirname, join } from "node:path";
import {
  NETWORKS_FILE,
  type OfferedNetwork,
  type OfferedNetworks,
} from "../settings/offered_network.ts";
import { type CheckpointPlace, readOffered } from "./offered_checkpoint.ts";
import { writeApp } from "./write_app.ts";

/**
 * Writes the page with some networks as a folder of static files; which molecules are known is not
 * among it.
 *
 * @throws {UserError} If a network cannot be offered.
 */
export async function writePlayground(
  folder: string,
  places: readonly CheckpointPlace[],
): Promise<readonly OfferedNetwork[]> {
  await writeApp(folder);
  const networks: OfferedNetwork[] = [];
  for (const place of places) {
    const { offered, files } = await readOffered(place);
    for (const { path, content } of files) {
      await Deno.mkdir(join(folder, dirname(path)), { recursive: true });
      await Deno.writeFile(join(folder, path), await content());
    }
    networks.push(offered);
  }
  const offers: OfferedNetworks = { networks };
  await Deno.writeTextFile(join(folder, NETWORKS_FILE), JSON.stringify(offers) + "\n");
  return networks;
}
