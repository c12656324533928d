import { EXIT } from "../../../terminal/exit.ts";
import { print, tell } from "../../../terminal/output.ts";
import { UserError } from "../../../support/user_error.ts";
import type { Instance } from "../../graph/instance.ts";
import { select } from "../../graph/select.ts";
import { followKeys } from "../../keys/follow_keys.ts";
import { Keys } from "../../keys/keys.ts";
import type { Manifest } from "../../store/manifest.ts";
import { openRemote, type RemoteStore } from "../../store/remote/remote_store.ts";
import { Store } from "../../store/store.ts";
import { type Arguments, storePath } from "../arguments.ts";
import { loadNamed } from "../load_named.ts";

function outputsOf({ module }: Instance): readonly string[] {
  return Object.keys(module.definition.outputs);
}

async function namedRemote(args: Arguments, command: string): Promise<RemoteStore> {
  const location = args.text("remote") ?? Deno.env.get("PROSECO_REMOTE");
  if (location !== undefined) return await openRemote(location);
  throw new UserError(
    `Name the other store: ${command} --remote s3://BUCKET/PREFIX or a folder (or PROSECO_REMOTE)`,
  );
}

/** Which instances are in both stores now, and which were sent or fetched. */
interface Exchange {
  readonly moved: Instance[];
  readonly present: Instance[];
}

/** Tells what was exchanged and what is missing, and gives the exit code. */
function conclude(
  args: Arguments,
  wanted: ReadonlySet<Instance>,
  { moved, present }: Exchange,
  words: {
    readonly moved: string;
    readonly present: string;
    readonly missing: string;
    readonly nothing: string;
    readonly advice: string;
  },
): number {
  const known = new Set([...moved, ...present]);
  const missing = [...wanted].filter((instance) => !known.has(instance));
  const names = (instances: readonly Instance[]) => instances.map(({ name }) => name);
  if (args.flag("json")) {
    const lists = { moved: names(moved), present: names(present), missing: names(missing) };
    print(JSON.stringify(lists));
  } else {
    const parts = [`${moved.length} ${words.moved}`, `${present.length} ${words.present}`];
    if (missing.length > 0) parts.push(`${missing.length} ${words.missing}`);
    print(parts.join(", "));
  }
  if (known.size > 0 || wanted.size === 0) return EXIT.done;
  const [pipeline] = args.positionals;
  tell(`Nothing of ${pipeline} is ${words.nothing}: ${words.advice}`);
  return EXIT.failed;
}

/** Goes over the instances that a command line means; a store that fails ends it with its name. */
async function exchange(
  args: Arguments,
  root: string,
  remote: RemoteStore,
  find: (instance: Instance, key: string, store: Store) => Promise<Manifest | undefined>,
): Promise<ReadonlySet<Instance>> {
  const pipeline = await loadNamed(args, root);
  const store = Store.open(storePath(args, root));
  const { wanted } = select(pipeline, { until: args.texts("until") });
  const instances = pipeline.instances.filter((instance) => wanted.has(instance));
  const keys = await Keys.prepare(pipeline.root, store, instances);
  const guarded = async (instance: Instance, key: string) => {
    try {
      return await find(instance, key, store);
    } catch (cause) {
      const { message } = cause as Error;
      throw new UserError(
        `Cannot go on with ${instance.name} and the store ${remote.name}: ${message}`,
        { cause },
      );
    }
  };
  await followKeys(keys, instances, guarded);
  return wanted;
}

/** The `push` command: sends what is stored here to a remote store. */
export async function pushCommand(args: Arguments, root: string): Promise<number> {
  const remote = await namedRemote(args, "push PIPELINE");
  const sent: Exchange = { moved: [], present: [] };
  const wanted = await exchange(args, root, remote, async (instance, key, store) => {
    const { found } = store.lookUp(key, outputsOf(instance));
    if (found === undefined) return undefined;
    const isNew = await remote.push(found, store);
    if (isNew) tell(`↑ ${instance.name}`);
    (isNew ? sent.moved : sent.present).push(instance);
    return found;
  });
  return conclude(args, wanted, sent, {
    moved: "sent",
    present: "there already",
    missing: "not stored here",
    nothing: `stored in ${storePath(args, root)}`,
    advice: "run it, or name the profile and the settings that it ran with",
  });
}

/** The `pull` command: fetches what a remote store has. */
export async function pullCommand(args: Arguments, root: string): Promise<number> {
  const remote = await namedRemote(args, "pull PIPELINE");
  const fetched: Exchange = { moved: [], present: [] };
  const wanted = await exchange(args, root, remote, async (instance, key, store) => {
    const { found } = store.lookUp(key, outputsOf(instance));
    if (found !== undefined) {
      fetched.present.push(instance);
      return found;
    }
    const { manifest, refused } = await remote.pull(key, store, outputsOf(instance));
    if (refused !== undefined) tell(`! ${instance.name} is not taken: ${refused}`);
    if (manifest === undefined) return undefined;
    tell(`↓ ${instance.name}`);
    fetched.moved.push(instance);
    return manifest;
  });
  return conclude(args, wanted, fetched, {
    moved: "fetched",
    present: "here already",
    missing: "not to be had",
    nothing: `in ${remote.name}`,
    advice: "is it the store that was pushed to, and the same code, profile and settings?",
  });
}
