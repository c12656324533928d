import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { LLADA_GOLDENS, readLladaGolden } from "../../../tests/llada_fixture.ts";
import { createDenoiser } from "../../model/denoiser.ts";
import { randomKey } from "../../random/key.ts";
import { type BlockDecodeOptions, decodeBlocks } from "./blocks/block_decode.ts";

/** A row that the published function decoded alone. */
interface DecodedRow {
  readonly prompt: readonly number[];
  readonly generated: number;
  readonly block: number;
  readonly steps: number;
  readonly S: number;
  readonly omega: number;
  readonly eos?: number;
  readonly threshold?: number;
  readonly tokens: readonly number[];
  readonly calls: readonly [denoiser: number, corrector: number];
}

const FILLER = 153;

/** Decodes rows of the same settings, prompts of unequal lengths filled up on the left. */
async function decode(
  name: typeof LLADA_GOLDENS[number],
  rows: readonly DecodedRow[],
  computes?: BlockDecodeOptions["computes"],
) {
  const { generated, block, steps, S, omega, eos, threshold } = rows[0]!;
  const longest = Math.max(...rows.map(({ prompt }) => prompt.length));
  const { config, parameters } = await readLladaGolden(name, longest + generated);
  const { maskId } = config, masks = new Array<number>(generated).fill(maskId);
  const filler = rows.map(({ prompt }) => new Array<number>(longest - prompt.length).fill(FILLER));
  const denoiser = createDenoiser(parameters, config);
  const { tokens, unmaskingSteps, correctorSteps } = await decodeBlocks(denoiser, {
    ...{ key: randomKey(0), labels: new Int32Array(rows.length), blockLength: block, T: steps },
    prompt: Int32Array.from(rows.flatMap(({ prompt }, i) => [...filler[i]!, ...prompt, ...masks])),
    ...(rows.length > 1 && {
      seen: Int32Array.from(
        rows.flatMap(({ prompt }, i) => [
          ...filler[i]!.map(() => 0),
          ...[...prompt, ...masks].map(() => 1),
        ]),
      ),
    }),
    ...{ threshold, eosId: eos, protocol: "released", shareSteps: rows.length === 1 },
    ...{ computes, corrector: S === 0 ? undefined : { S, omega } },
  });
  await denoiser.release();
  const answers = rows.map((_, row) => {
    const end = (row + 1) * (longest + generated);
    return [...tokens.subarray(end - generated, end)];
  });
  return { answers, calls: [unmaskingSteps, correctorSteps] };
}

for (const name of LLADA_GOLDENS) {
  const { folder } = await readLladaGolden(name);
  const rows: DecodedRow[] = JSON.parse(await Deno.readTextFile(`${folder}/decoded.json`));
  const groups = Map.groupBy(
    rows,
    ({ prompt: _, tokens: __, calls: ___, ...settings }) => JSON.stringify(settings),
  );
  for (const [settings, group] of groups) {
    Deno.test(`decodeBlocks() decodes prompts by the released protocol as ${name} was: ${settings}`, async () => {
      for (const row of group) {
        const { answers, calls } = await decode(name, [row]);
        assertEquals(answers, [row.tokens]);
        assertEquals(calls, row.calls);
      }
    });

    Deno.test(`decodeBlocks() that computes what it reads alone decodes ${name} as it was: ${settings}`, async () => {
      const { answers } = await decode(name, group, "read");
      assertEquals(answers, group.map(({ tokens }) => tokens));
    });

    Deno.test(`decodeBlocks() decodes unequal prompts of ${name} together as alone: ${settings}`, async () => {
      assertEquals((await decode(name, group)).answers, group.map(({ tokens }) => tokens));
    });

    const { S, omega, steps, generated } = group[0]!;
    // A corrector that fires at every step leaves caches no use; a step a token only takes longer.
    if (S > 0 && omega === 1 || steps === generated) continue;
    Deno.test(`decodeBlocks() with caches decodes unequal prompts of ${name} together as alone: ${settings}`, async () => {
      for (const computes of ["prefix", "dual"] as const) {
        const { answers: together } = await decode(name, group.slice(0, 3), computes);
        const alone: number[][] = [];
        // A row alone has no filler, which a cache would have to leave out.
        for (const row of group.slice(0, 3)) {
          alone.push(...(await decode(name, [row], computes)).answers);
        }
        assertEquals(together, alone);
      }
    });
  }
}
