/**
 * What a step of block decoding costs by what of the network it computes, and how many tokens come out
 * otherwise: on the golden networks, whose evaluations are too small to time, and on a network of some
 * 300 million random parameters. Its weights are random, so that no token is sure and small errors show.
 *
 * `deno run -A bench/networks/block_caches.ts [--steps 16] [--blocks 20]`: a few minutes, 3 GB of memory.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import type { BlockComputes } from "../../src/diffusion/samplers/blocks/block_parts.ts";
import { decodeBlocks } from "../../src/diffusion/samplers/blocks/block_decode.ts";
import { architectureOf } from "../../src/model/architectures.ts";
import { createDenoiser, type Denoiser } from "../../src/model/denoiser.ts";
import type { LladaConfig } from "../../src/model/llada/llada_config.ts";
import { countParameters, type Parameters } from "../../src/model/parameters.ts";
import { randomKey, RandomStream } from "../../src/random/mod.ts";
import { print } from "../../src/terminal/output.ts";
import { LLADA_GOLDENS, readLladaGolden } from "../../tests/llada_fixture.ts";

const COMPUTES: readonly BlockComputes[] = ["all", "read", "prefix", "dual"];

/** What is decoded. */
interface Decoding {
  readonly rows: number;
  readonly prompted: number;
  readonly generated: number;
  readonly blockLength: number;
  readonly T: number;
  readonly corrector?: { readonly S: number; readonly omega: number };
}

/**
 * A denoiser that adds up its evaluations and the seconds of processor time of those whose program was
 * there already.
 */
function timed(denoiser: Denoiser) {
  const spent = { rows: 0, timedRows: 0, seconds: 0 }, made = new Set<string>();
  const time = async <Result>(
    rows: number,
    program: string,
    evaluate: () => Promise<Result>,
  ) => {
    const before = process.cpuUsage(), result = await evaluate();
    const { user, system } = process.cpuUsage(before);
    spent.rows += rows;
    if (made.has(program)) {
      spent.timedRows += rows;
      spent.seconds += (user + system) / 1e6;
    }
    made.add(program);
    return result;
  };
  const own: Denoiser = {
    ...denoiser,
    evaluate: (tokens, labels, rows, seen) =>
      time(rows, "all", () => denoiser.evaluate(tokens, labels, rows, seen)),
    evaluatePart: (tokens, labels, rows, part) =>
      time(
        rows,
        `${part.count} ${part.keeps} ${part.kept !== undefined}`,
        () => denoiser.evaluatePart!(tokens, labels, rows, part),
      ),
  };
  return { denoiser: own, spent };
}

/** Decodes in all ways and prints what each costs and changes. */
async function compare(
  name: string,
  { config, parameters }: { readonly config: LladaConfig; readonly parameters: Parameters },
  decoding: Decoding,
  isTimed: boolean,
): Promise<void> {
  const { rows, prompted, generated, blockLength, T, corrector } = decoding;
  const length = prompted + generated, stream = new RandomStream(randomKey(1));
  const prompt = Int32Array.from(
    { length: rows * length },
    (_, i) => i % length < prompted ? stream.integer(config.maskId) : config.maskId,
  );
  let exact: Int32Array | undefined, base = 0;
  for (const computes of COMPUTES) {
    // One thread, so that processor time is what it takes, whatever else runs.
    const options = { maxRows: rows, threads: 1 };
    const made = createDenoiser(parameters, { ...config, length }, options);
    const { denoiser, spent } = timed(made);
    const { tokens } = await decodeBlocks(denoiser, {
      ...{ key: randomKey(0), labels: new Int32Array(rows), prompt, blockLength, T, computes },
      ...{ corrector, batch: rows },
    });
    await made.release();
    exact ??= tokens;
    const differing = tokens.filter((token, i) => token !== exact![i]).length;
    const each = spent.seconds / spent.timedRows;
    if (computes === "all") base = each;
    const cost = isTimed
      ? `, ${each.toFixed(3)} s of one core an evaluation, ${
        (base / each).toFixed(2)
      } times as fast`
      : "";
    print(
      `${name}, ${computes}: ${spent.rows / rows} evaluations${cost}, ` +
        `${(100 * differing / rows / generated).toFixed(1)}% of the tokens differ`,
    );
  }
}

/** Different random weights; all matrices are cut from them, each row from a place of its own. */
const POOL = 2 ** 20 + 3;

/** Random parameters, faster than each drawn on its own. */
function randomParameters(config: LladaConfig): Parameters {
  const stream = new RandomStream(randomKey(2));
  const pool = Float32Array.from({ length: POOL }, () => 0.02 * stream.normal());
  const specs = architectureOf(config).parameters(config);
  return Object.fromEntries(specs.map(({ name, shape: [rows = 1, width], shape }) => {
    if (width === undefined) return [name, { shape, data: new Float32Array(rows).fill(1) }];
    const data = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) {
      data.set(pool.subarray(stream.integer(POOL - width)).subarray(0, width), row * width);
    }
    return [name, { shape, data }];
  }));
}

const { values } = parseArgs({
  args: Deno.args,
  options: {
    steps: { type: "string", default: "16" },
    blocks: { type: "string", default: "20" },
  },
});
for (const name of LLADA_GOLDENS) {
  const { config, parameters } = await readLladaGolden(name);
  const golden = { config: config as LladaConfig, parameters };
  const decoding = { rows: 32, prompted: 32, generated: 64, blockLength: 16, T: 32 };
  await compare(name, golden, decoding, false);
  const corrector = { S: 2, omega: 4 };
  await compare(`${name}, S 2, omega 4`, golden, { ...decoding, corrector }, false);
}
const config: LladaConfig = {
  architecture: "llada",
  ...{ vocab: 32_000, length: 192, hiddenSize: 1024, nBlocks: Number(values.blocks), nHeads: 16 },
  ...{ nKeyHeads: 16, mlpSize: 2816, numClasses: 0, maskId: 31_000 },
};
const parameters = randomParameters(config);
print(`${countParameters(parameters)} parameters, load ${Deno.loadavg()[0]!.toFixed(1)}`);
const decoding = {
  rows: 1,
  prompted: 64,
  generated: 128,
  blockLength: 32,
  T: Number(values.steps),
};
await compare("random", { config, parameters }, decoding, true);
