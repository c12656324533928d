import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { prepareDescribe } from "./properties.ts";
import { PROPERTIES, type Property } from "./property_names.ts";
import { loadRdkit } from "../rdkit/rdkit.ts";

const rdkit = await loadRdkit();

/** Values of Python RDKit for aspirin. */
const ASPIRIN: Readonly<Record<Property, number>> = {
  ring_count: 1,
  qed: 0.5501217966938848,
  logp: 1.3101,
  tpsa: 63.60,
  molecular_weight: 180.159,
  lipinski_violations: 0,
  sa_score: 1.580039750008826,
};

Deno.test("prepareDescribe() gives the published values for aspirin, in the order asked for", async () => {
  const order = [...PROPERTIES].reverse();
  const describe = await prepareDescribe(rdkit, { properties: order });
  const description = describe("CC(=O)Oc1ccccc1C(=O)O")!;
  assertEquals(description.canonical, "CC(=O)Oc1ccccc1C(=O)O");
  for (const [i, property] of order.entries()) {
    const value = description.values[i];
    ok(Math.abs(value! - ASPIRIN[property]) < 1e-9, `${property} is ${value}`);
  }
});

Deno.test("prepareDescribe() counts the bounds of Lipinski's rule that are broken", async () => {
  const describe = await prepareDescribe(rdkit, { properties: ["lipinski_violations"] });
  assertEquals(describe("C".repeat(40))!.values, [2]);
  assertEquals(describe("OCC(O)C(O)C(O)C(O)CO")!.values, [1]);
});

Deno.test("prepareDescribe() counts rings as asked", async () => {
  const cubane = "C12C3C4C1C5C2C3C45";
  const count = async (rings?: "sssr" | "symmetrised") =>
    (await prepareDescribe(rdkit, { properties: ["ring_count"], rings }))(cubane)!.values[0];
  assertEquals([await count(), await count("symmetrised"), await count("sssr")], [6, 6, 5]);
});

Deno.test("prepareDescribe() answers null for an invalid string", async () => {
  assertEquals((await prepareDescribe(rdkit, { properties: ["qed"] }))("C1CC"), null);
});

Deno.test("prepareDescribe() refuses an unknown property and names the known ones", async () => {
  await rejects(
    prepareDescribe(rdkit, { properties: ["beauty" as Property] }),
    { name: "RangeError", message: /"beauty": known are ring_count, qed/ },
  );
});
