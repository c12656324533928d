import { deepStrictEqual, throws } from "node:assert/strict";
import { z } from "zod";
import { ARCHITECTURES } from "./architectures.ts";
import { dit } from "./dit/dit.ts";
import { newConfig, sizeSettings } from "./new_config.ts";

const SIZES = { hiddenSize: 8, nBlocks: 1, nHeads: 2, condDim: 4 };
const FACTS = { vocab: 6, length: 4, numClasses: 2, maskId: 5 };

Deno.test("sizeSettings() has the sizes of every architecture, with what each means", () => {
  const depth = z.int().min(7).describe("How deep it is.");
  const settings = sizeSettings({
    one: { sizes: { ...dit.sizes, depth } },
    two: { sizes: { hiddenSize: dit.sizes.hiddenSize!, depth } },
  });
  deepStrictEqual(settings.depth!.safeParse(6).success, false);
  deepStrictEqual(settings.depth!.safeParse(undefined).success, true);
  deepStrictEqual(settings.depth!.description, "How deep it is.");
  deepStrictEqual(settings.hiddenSize!.description, dit.sizes.hiddenSize!.description);
  deepStrictEqual(settings.architecture!.description, "Kind of network; dit if left out.");
});

Deno.test("sizeSettings() refuses architectures that mean different things by a name", () => {
  const sizes = { hiddenSize: z.int().describe("Another width.") };
  throws(
    () => sizeSettings({ dit, other: { sizes } }),
    /^Error: internal: architectures mean different things by "hiddenSize"/,
  );
});

Deno.test("newConfig() asks for the sizes that a network cannot do without", () => {
  deepStrictEqual(newConfig(SIZES, FACTS), { ...FACTS, ...SIZES });
  const { condDim: _, ...some } = SIZES;
  throws(() => newConfig(some, FACTS), /^RangeError: Cannot build the network: give its condDim/);
  const architectures = ARCHITECTURES as Record<string, typeof dit>;
  try {
    const sizes = { ...dit.sizes, depth: z.int().optional() };
    architectures.deep = { ...dit, name: "deep", sizes };
    const deep = { ...SIZES, architecture: "deep" };
    deepStrictEqual(newConfig(deep, FACTS), { ...FACTS, ...deep });
    const deeper = { ...deep, depth: 3 };
    deepStrictEqual(newConfig(deeper, FACTS), { ...FACTS, ...deeper });
  } finally {
    delete architectures.deep;
  }
});
