import { join } from "node:path";
import { promptPlacesOf, writePromptPlaces } from "../artifacts/prompts/prompt_places.ts";
import { readCheckpoint, writeCheckpoint } from "../model/checkpoint.ts";
import { datasetRead } from "../report/runs/dataset_read.ts";
import { readProvenance, type RunProvenance } from "../report/runs/run_provenance.ts";
import { readRunRecord, type RunRecord } from "../pipeline/runs/run_record.ts";
import { readOptions, storeFolder } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Copies the models of a run to a folder that goes with the project: averaged parameters
in half precision, with the manifest of what made them and, of networks that answer, how prompts are
laid out.

  deno task ship-models [--run DIR] [--models LIST] [--to DIR] [--store DIR]

  --run DIR      folder of the run (results/qm9-guided/latest)
  --models LIST  names under which it published them (mdm,proseco); NAME=PUBLISHED gives one another
                 name, such as "vanilla=vanilla/vanilla[seed=1]" of a run with several seeds
  --to DIR       where they go (results/models)
  --store DIR    folder of the store (PROSECO_STORE, or .store in the results)`;

/** The models of a folder may take so many bytes of the repository. */
const MOST_BYTES = 8 * 2 ** 20;

/** Instances of a run that a published output comes from, itself included. */
function ancestorsOf(
  { instances }: RunRecord,
  last: string,
  { inputHashes }: RunProvenance,
): string[] {
  const found: string[] = [], open = [last];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.includes(name)) continue;
    found.push(name);
    const read = new Set(inputHashes.get(name));
    open.push(
      ...Object.entries(instances)
        .filter(([, { outputs }]) => Object.values(outputs).some((hash) => read.has(hash)))
        .map(([other]) => other),
    );
  }
  return found.reverse();
}

/** The name that a model goes by and the one under which a run published it. */
function namesOf(asked: string): readonly [name: string, published: string] {
  const [, name = asked, published = asked] = /^([\w-]+)=(.+)$/.exec(asked) ?? [];
  return [name, published];
}

/** Where files lay on the machine of the run is of no use to others. */
function withoutPaths(name: string, value: unknown): unknown {
  return name === "path" ? undefined : value;
}

await runCommand(async () => {
  const options = readOptions({
    run: { type: "string", default: "results/qm9-guided/latest" },
    models: { type: "string", default: "mdm,proseco" },
    to: { type: "string", default: "results/models" },
    store: { type: "string" },
  });
  if (options.help) return print(HELP);
  const { run: folder, to } = options, store = options.store ?? storeFolder(options.results);
  const record = readRunRecord(folder), names = options.models.split(",").map(namesOf);
  if (record === undefined) {
    throw new UserError(`Cannot ship models: "${folder}" is no run's folder`);
  }
  const provenance = readProvenance(record, store);
  const ancestors = new Set<string>();
  const models: Record<string, unknown> = {};
  let bytes = 0;
  for (const [name, source] of names) {
    const published = record.outputs[source];
    if (published === undefined) {
      const known = Object.keys(record.outputs).join(", ");
      throw new UserError(`Cannot ship "${source}": ${folder} published ${known}`);
    }
    const dataset = datasetRead(record, published.instance, store);
    if (dataset === undefined) {
      throw new UserError(
        `Cannot ship "${source}": store "${store}" does not hold what its run read; name the run's ` +
          "store with --store",
      );
    }
    await writeCheckpoint(join(to, name), await readCheckpoint(join(folder, source)), {
      dtype: "F16",
    });
    const places = await promptPlacesOf(dataset);
    if (places !== undefined) await writePromptPlaces(join(to, name), places);
    bytes += (await Deno.stat(join(to, name, "model.safetensors"))).size;
    models[name] = { instance: published.instance, precision: "F16" };
    for (const one of ancestorsOf(record, published.instance, provenance)) ancestors.add(one);
  }
  const { instances, ...run } = record;
  const manifest = {
    models,
    run: { ...run, digest: undefined, outputs: undefined },
    instances: Object.fromEntries(
      Object.entries(instances).filter(([name]) => ancestors.has(name)),
    ),
  };
  await Deno.writeTextFile(
    join(to, "manifest.json"),
    JSON.stringify(manifest, withoutPaths, 1) + "\n",
  );
  print(`${Object.keys(models).join(" and ")} in ${to}: ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  if (bytes > MOST_BYTES) {
    throw new UserError(`${to} holds ${bytes} bytes; the repository has room for ${MOST_BYTES}`);
  }
});
