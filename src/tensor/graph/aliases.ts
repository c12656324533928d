import type { BoundArrays, Elements } from "./bound_arrays.ts";
import { type Graph, type Node, nodesOf, sameShape } from "./graph.ts";

/** Operations that read an element before they write the one in its place, and no other. */
const IN_PLACE = new Set(["Add", "Div", "Identity", "Max", "Min", "Mul", "Neg", "Sub", "Where"]);

function ancestorsOf(node: Node): Set<Node> {
  const found = new Set<Node>(), pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { node: source } of next.inputs) {
      if (source === undefined || found.has(source)) continue;
      found.add(source);
      pending.push(source);
    }
  }
  return found;
}

/** Thrown where an output may not take the memory of an input. */
export class AliasError extends Error {}

/**
 * Checks that no node may still read an input when the output that shares its memory is written. ONNX
 * Runtime does not know of the sharing and orders nodes by what they read alone.
 *
 * @throws {AliasError} If a node may read an input too late, naming both.
 */
export function checkAliases(graph: Graph, { inputs, outputs }: BoundArrays): void {
  const inputOf = new Map<Elements, string>();
  for (const [name, array] of Object.entries(inputs)) inputOf.set(array, name);
  if (!Object.keys(graph.outputs).some((name) => inputOf.has(outputs[name]!))) return;
  const readers = new Map<string, Node[]>();
  for (const node of nodesOf(graph)) {
    for (const { input } of node.inputs) {
      if (input === undefined) continue;
      const list = readers.get(input);
      if (list === undefined) readers.set(input, [node]);
      else list.push(node);
    }
  }
  for (const [name, { node, shape }] of Object.entries(graph.outputs)) {
    const input = inputOf.get(outputs[name]!);
    if (input === undefined || node === undefined) continue;
    const before = ancestorsOf(node);
    for (const reader of readers.get(input) ?? []) {
      const isInPlace = reader === node && IN_PLACE.has(node.op) &&
        node.inputs.every((value) => value.input !== input || sameShape(value.shape, shape));
      if (isInPlace || (reader !== node && before.has(reader))) continue;
      throw new AliasError(
        `Cannot bind output "${name}" to the memory of input "${input}": ${reader.op} may read it ` +
          "after it is overwritten; bind memory of its own, or make the output wait for all readers",
      );
    }
  }
}
