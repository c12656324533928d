import { cpus } from "node:os";

/** Extensions of x86 and Arm that decide how fast matrices are multiplied. */
const VECTORS = [
  ...["avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16"],
  ...["asimd", "sve", "sve2", "i8mm", "bf16"],
];

/** The machine that figures are of: its processor, cores and vector instructions. */
export async function describeProcessor(): Promise<string> {
  const all = cpus();
  // Only Linux tells.
  const told = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(told)?.[1]?.trim().split(/\s+/) ?? [];
  const vectors = VECTORS.filter((name) => flags.includes(name));
  return `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} cores, ` +
    `${vectors.length === 0 ? "instruction set unknown" : vectors.join(" ")}`;
}
