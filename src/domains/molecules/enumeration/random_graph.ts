import type { RandomStream } from "../../../random/mod.ts";

/** Elements that {@linkcode randomGraph} uses, all neutral. */
export type Element = "C" | "N" | "O" | "F";

/** A bond between two atoms. */
export interface Bond {
  readonly a: number;
  readonly b: number;
  order: number;
}

/** A molecule without its hydrogens, which fill up the valences. */
export interface HeavyAtomGraph {
  readonly elements: readonly Element[];
  readonly bonds: readonly Bond[];
}

const VALENCE: Readonly<Record<Element, number>> = { C: 4, N: 3, O: 2, F: 1 };

type Weights<Value> = readonly (readonly [Value, number])[];

// The weights were chosen so that sizes, ring counts and elements come out near those of QM9.
const SIZES: Weights<number> = [[9, 0.82], [8, 0.13], [7, 0.04], [6, 0.01]];
const CYCLES: Weights<number> = [[0, 0.05], [1, 0.29], [2, 0.3], [3, 0.23], [4, 0.1], [5, 0.03]];
const RAISED_BONDS: Weights<number> = [[0, 0.18], [1, 0.34], [2, 0.25], [3, 0.23]];
const ELEMENTS_BY_DEGREE: readonly Weights<Element>[] = [
  [["C", 1]],
  [["C", 0.4], ["N", 0.21], ["O", 0.36], ["F", 0.03]],
  [["C", 0.64], ["N", 0.16], ["O", 0.2]],
  [["C", 0.84], ["N", 0.16]],
  [["C", 1]],
];
/** Weight of a ring closure by the number of bonds between its ends. */
const CLOSURE_WEIGHTS = [0, 0, 1, 1, 3, 3, 1, 0.3, 0.2];
/** Weight of a double bond one bond away from another, which makes rings aromatic. */
const CONJUGATION_WEIGHT = 6;
/** How often heteroatoms may be neighbours, which seldom lasts. */
const HETERO_PAIR_CHANCE = 0.1;

function draw<Value>(stream: RandomStream, weights: Weights<Value>): Value {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = stream.uniform() * total;
  for (const [value, weight] of weights) {
    left -= weight;
    if (left < 0) return value;
  }
  return weights[weights.length - 1]![0];
}

/** Bonds from `start` to every atom, not using `without`; -1 where there is no path. */
function distancesFrom(
  start: number,
  bondsOf: readonly (readonly Bond[])[],
  without?: Bond,
): Int8Array {
  const distance = new Int8Array(bondsOf.length).fill(-1);
  const queue = [start];
  distance[start] = 0;
  for (const atom of queue) {
    for (const bond of bondsOf[atom]!) {
      const next = bond.a === atom ? bond.b : bond.a;
      if (bond === without || distance[next]! >= 0) continue;
      distance[next] = distance[atom]! + 1;
      queue.push(next);
    }
  }
  return distance;
}

function drawSkeleton(stream: RandomStream): { bonds: Bond[]; bondsOf: Bond[][] } {
  const atoms = draw(stream, SIZES);
  const bonds: Bond[] = [], bondsOf = Array.from({ length: atoms }, (): Bond[] => []);
  const connect = (a: number, b: number) => {
    const bond = { a, b, order: 1 };
    bonds.push(bond);
    bondsOf[a]!.push(bond);
    bondsOf[b]!.push(bond);
  };
  for (let atom = 1; atom < atoms; atom++) {
    const open: Weights<number> = bondsOf.slice(0, atom)
      .map(({ length }, earlier) => [earlier, length < 4 ? 1 / (1 + length * length) : 0]);
    connect(draw(stream, open), atom);
  }
  for (let cycle = draw(stream, CYCLES); cycle > 0; cycle--) {
    const start = stream.integer(atoms);
    const distance = distancesFrom(start, bondsOf);
    const ends: Weights<number> = bondsOf.map(({ length }, end) => [
      end,
      length < 4 && bondsOf[start]!.length < 4 ? CLOSURE_WEIGHTS[distance[end]!]! : 0,
    ]);
    if (ends.some(([, weight]) => weight > 0)) connect(start, draw(stream, ends));
  }
  return { bonds, bondsOf };
}

function drawElements(stream: RandomStream, bondsOf: readonly (readonly Bond[])[]): Element[] {
  const elements: Element[] = [];
  for (const bonds of bondsOf) {
    const besideHetero = bonds.some(({ a, b }) =>
      (elements[a] ?? "C") !== "C" || (elements[b] ?? "C") !== "C"
    );
    const element = draw(stream, ELEMENTS_BY_DEGREE[bonds.length]!);
    elements.push(besideHetero && stream.uniform() > HETERO_PAIR_CHANCE ? "C" : element);
  }
  return elements;
}

/**
 * Draws a connected graph of six to nine atoms whose valences are kept. Double bonds that would be
 * cumulated or at a bridgehead are not drawn, since a later filter would refuse them.
 */
export function randomGraph(stream: RandomStream): HeavyAtomGraph {
  const { bonds, bondsOf } = drawSkeleton(stream);
  const elements = drawElements(stream, bondsOf);
  const ringBonds = new Uint8Array(elements.length);
  for (const bond of bonds) {
    if (distancesFrom(bond.a, bondsOf, bond)[bond.b]! < 0) continue;
    ringBonds[bond.a]!++;
    ringBonds[bond.b]!++;
  }
  const free = elements.map((element, atom) => VALENCE[element] - bondsOf[atom]!.length);
  const canRaise = (atom: number, raised: Bond) =>
    free[atom]! > 0 && ringBonds[atom]! < 3 &&
    bondsOf[atom]!.every((bond) => bond === raised || bond.order === 1);
  const isRaised = ({ order }: Bond) => order > 1;
  const isConjugated = ({ a, b }: Bond) =>
    [...bondsOf[a]!, ...bondsOf[b]!].some((near) =>
      bondsOf[near.a]!.some(isRaised) || bondsOf[near.b]!.some(isRaised)
    );
  for (let raised = draw(stream, RAISED_BONDS); raised > 0; raised--) {
    const open = bonds.filter((bond) => canRaise(bond.a, bond) && canRaise(bond.b, bond));
    if (open.length === 0) break;
    const bond = draw(
      stream,
      open.map((bond) => [bond, isConjugated(bond) ? CONJUGATION_WEIGHT : 1] as const),
    );
    bond.order++;
    free[bond.a]!--;
    free[bond.b]!--;
  }
  return { elements, bonds };
}
