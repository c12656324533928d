/**
 * Takes the lease of a key in a store, tells what happens on standard output, and holds it until
 * killed or until standard input ends: `deno run -A lease_holder.ts STORE KEY [SPEED]`. SPEED makes
 * its clock run faster, so that half a minute of silence has passed sooner.
 */
import { acquireLease } from "../src/pipeline/store/lease.ts";
import { Store } from "../src/pipeline/store/store.ts";

const [folder, key, speed = "1"] = Deno.args;
const { now } = performance;
performance.now = () => now.call(performance) * Number(speed);

function tell(what: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${what}\n`));
}

const lease = await acquireLease(Store.open(folder!), key!, {
  onWait: ({ host }) => tell(`waits for ${host.replace(/#.*/, "")}`),
  onTakeover: ({ host }) => tell(`takes over from ${host.replace(/#.*/, "")}`),
});
tell("holds");
for await (const _ of Deno.stdin.readable);
tell(lease!.isHeld() ? "gives back" : "has lost it");
lease!.release();
Deno.exit();
