import { whyMissing } from "../../support/files.ts";
import type { NamedTensor } from "../../tensor/safetensors.ts";
import { writeSafetensors } from "../../tensor/safetensors_io.ts";
import { architectureOf } from "../architectures.ts";
import { parseConfig } from "../parse_config.ts";
import { INDEX } from "../weights/weight_files.ts";
import { openWeights } from "../weights/weights.ts";
import { quantizedNames, QuantizedParameter, quantizeMatrix } from "./quantized_parameter.ts";

/** Files beside the weights that a network's folder may have. */
const BESIDE = [
  ...["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"],
  ...["chat_template.jinja", "generation_config.json"],
];

/** Options of {@linkcode quantizeCheckpoint}. */
export interface QuantizeOptions {
  /** Bytes of a file beyond which the next one is begun. @default {1e9} */
  readonly shardBytes?: number;
  /** Hears of each parameter that is done, and of how many there are. */
  onParameter?(done: number, total: number): void;
}

/** The sizes of a quantized folder. */
export interface QuantizedSizes {
  /** Bytes of all weights on disk. */
  readonly bytes: number;
  /** Parameters. */
  readonly count: number;
}

/**
 * Writes the network of a folder to another, its matrices in 4 bits, parameter by parameter: no more is
 * held than one of them and one file of the result.
 *
 * @throws {Error} If the folder cannot be read, or the other one exists.
 * @throws {RangeError} If a network of that kind does not compute with 4 bits.
 */
export async function quantizeCheckpoint(
  from: string,
  to: string,
  { shardBytes = 1e9, onParameter }: QuantizeOptions = {},
): Promise<QuantizedSizes> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${from}/config.json`);
  } catch (cause) {
    throw new Error(`Cannot quantize "${from}": ${whyMissing(from, "config.json")}`, { cause });
  }
  const { config } = parseConfig(text, `${from}/config.json`);
  const architecture = architectureOf(config), specs = architecture.parameters(config);
  if (!architecture.computesQuantized) {
    throw new RangeError(
      `Cannot quantize "${from}": a network of architecture "${architecture.name}" does not compute ` +
        "with 4 bits",
    );
  }
  using weights = await openWeights(from, { ...architecture, parameters: specs });
  await Deno.mkdir(to).catch((cause) => {
    throw new Error(`Cannot write to "${to}": ${(cause as Error).message}`, { cause });
  });
  const index: Record<string, string> = {};
  let shard: Record<string, NamedTensor> = {}, size = 0, total = 0, count = 0, files = 0;
  const flush = async () => {
    if (size === 0) return;
    const name = `model-${String(++files).padStart(5, "0")}.safetensors`;
    await writeSafetensors(`${to}/${name}`, shard, weights.metadata);
    for (const tensor of Object.keys(shard)) index[tensor] = name;
    total += size;
    [shard, size] = [{}, 0];
  };
  for (const [done, { name, shape }] of specs.entries()) {
    const read = await weights.read(name);
    const parameter = shape.length === 2 && !(read instanceof QuantizedParameter)
      ? quantizeMatrix(read)
      : read;
    for (const [tensorName, tensor] of tensorsOf(name, parameter)) {
      shard[tensorName] = tensor;
      size += tensor.data.byteLength;
    }
    count += shape.reduce((product, n) => product * n, 1);
    if (size >= shardBytes) await flush();
    onParameter?.(done + 1, specs.length);
  }
  await flush();
  await Deno.writeTextFile(
    `${to}/${INDEX}`,
    JSON.stringify({ metadata: { total_size: total }, weight_map: index }, null, 2) + "\n",
  );
  await Deno.writeTextFile(`${to}/config.json`, text);
  for (const name of BESIDE) {
    await Deno.copyFile(`${from}/${name}`, `${to}/${name}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  return { bytes: total, count };
}

/** Tensors of a parameter as files have them. */
function tensorsOf(
  name: string,
  parameter: { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> },
): [string, NamedTensor][] {
  if (!(parameter instanceof QuantizedParameter)) {
    const { shape, data } = parameter;
    return [[name, { dtype: "F32", shape, data }]];
  }
  const { shape: [rows], packed, scales } = parameter, names = quantizedNames(name);
  const blocks = scales.length / rows;
  return [
    [names.packed, {
      dtype: "U8",
      shape: [rows, blocks, packed.length / scales.length],
      data: packed,
    }],
    [names.scales, { dtype: "F16", shape: [rows, blocks], data: Float16Array.from(scales) }],
  ];
}
