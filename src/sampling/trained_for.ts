import type { SamplerName } from "../diffusion/samplers/sampler_names.ts";

/**
 * Checks that a network was trained on what a sampler shows it: UDLM's random tokens, or masks. Of a
 * network that does not say how it was trained, anything is believed. Networks and samplers that go from
 * left to right are told by their direction when a draw begins.
 *
 * @throws {RangeError} If it was trained on the other.
 */
export function checkTrainedFor(
  sampler: SamplerName,
  { objective }: Readonly<Record<string, string>>,
): void {
  if (objective === undefined || objective === "ar" || sampler === "ar") return;
  const isUniform = sampler === "udlm";
  if (isUniform === (objective === "udlm")) return;
  throw new RangeError(
    isUniform
      ? `Cannot sample with "udlm": the network was trained as "${objective}", on masks in place of ` +
        `random tokens; choose another sampler or train it with train/udlm`
      : `Cannot sample with "${sampler}": the network was trained as "udlm", on random tokens in ` +
        `place of masks; sample it with "udlm"`,
  );
}
