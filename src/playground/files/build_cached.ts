import { writeKnown } from "./write_known.ts";
import { findKnown } from "./known_set.ts";
import { shippedNetworks } from "./shipped_networks.ts";
import { writePlayground } from "./write_playground.ts";

// Started by cachedPlayground(): the server of runs writes nothing itself.
const [part, folder] = Deno.args as [string, string];
if (part === "known") {
  await writeKnown(folder, await findKnown());
} else {
  const temporary = `${folder}.${Deno.pid}.tmp`;
  await writePlayground(temporary, shippedNetworks());
  try {
    await Deno.rename(temporary, folder);
  } catch (error) {
    // Another server was faster, with the same content.
    await Deno.remove(temporary, { recursive: true });
    if (!(await Deno.stat(folder)).isDirectory) throw error;
  }
}
