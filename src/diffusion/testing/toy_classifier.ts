/**
 * What guidance by a classifier is tested with: all that is known of sequences so few that they can be
 * listed.
 *
 * @module
 */
import { RandomStream } from "../../random/stream.ts";
import type { RandomKey } from "../../random/key.ts";
import type { Classifier } from "../../model/classifier/classifier.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import type { Distribution } from "./toy_denoiser.ts";

/** Networks hold no infinities. */
const finiteLog = (p: number) => Math.max(Math.log(p), -80);

/** A distribution over sequences and labels, with the networks that know it. */
export interface ToyWorld {
  /** Knows the marginals of masked tokens, or of the next token, whatever the label. */
  readonly denoiser: Denoiser;
  /** Knows p(label | tokens), masks standing for any token; of a causal one after each prefix. */
  readonly classifier: Classifier;
  /** Sequences of a label. */
  given(label: number): Distribution;
  /** p(label | tokens), of partly masked tokens. */
  labelProbability(tokens: ArrayLike<number>, label: number): number;
  /** Probabilities `[vocab]` of the token at a position, given partly masked ones. */
  marginal(tokens: ArrayLike<number>, position: number): Float64Array;
}

/**
 * Draws a world of sequences of tokens below `vocab - 1`, which is the mask, with two labels.
 *
 * @param causal Whether its networks go from left to right; the first token is then always 0.
 */
export function toyWorld(
  key: RandomKey,
  { length = 3, vocab = 3, causal = false }: {
    readonly length?: number;
    readonly vocab?: number;
    readonly causal?: boolean;
  } = {},
): ToyWorld {
  const maskId = vocab - 1, stream = new RandomStream(key);
  const free = causal ? length - 1 : length;
  const joint = Array.from({ length: maskId ** free }, (_, index) => {
    const digits = Array.from({ length: free }, (_, i) => Math.floor(index / maskId ** i) % maskId);
    const share = 1 / (1 + Math.exp(-2 * stream.normal())), weight = Math.exp(stream.normal());
    return { x: causal ? [0, ...digits] : digits, p: [weight * share, weight * (1 - share)] };
  });
  const matching = (tokens: ArrayLike<number>) =>
    joint.filter(({ x }) => x.every((token, i) => tokens[i] === maskId || tokens[i] === token));
  const mass = (found: typeof joint, labels: readonly number[]) =>
    found.reduce((sum, { p }) => sum + labels.reduce((own, label) => own + p[label]!, 0), 0);
  const labelProbability = (tokens: ArrayLike<number>, label: number) => {
    const found = matching(tokens);
    return mass(found, [label]) / mass(found, [0, 1]);
  };
  const marginal = (tokens: ArrayLike<number>, position: number) => {
    const found = matching(tokens), all = mass(found, [0, 1]);
    return Float64Array.from(
      { length: vocab },
      (_, token) => mass(found.filter(({ x }) => x[position] === token), [0, 1]) / all,
    );
  };
  const row = (tokens: Int32Array, i: number) => [...tokens.subarray(i * length, (i + 1) * length)];
  const upTo = (tokens: number[], position: number) =>
    tokens.map((token, i) => i <= position ? token : maskId);
  const positions = Array.from({ length }, (_, position) => position);
  return {
    ...{ labelProbability, marginal },
    denoiser: {
      ...{ length, vocab, maskId, noLabel: 0, causal },
      evaluate(tokens, _labels, rows) {
        const logits = Array.from({ length: rows }, (_, i) => {
          const own = row(tokens, i);
          return positions.map((position) =>
            causal
              ? position + 1 < length
                ? [...marginal(upTo(own, position), position + 1)]
                : new Array(vocab).fill(1 / vocab)
              // A corrector asks about tokens that are there: what the others say of them.
              : [...marginal(own.with(position, maskId), position)]
          );
        });
        return Promise.resolve({ logits: Float32Array.from(logits.flat(2), finiteLog) });
      },
      release: () => Promise.resolve(),
    },
    classifier: {
      ...{ length, vocab, maskId, classes: 2, causal },
      evaluate(tokens, rows) {
        const said = Array.from({ length: rows }, (_, i) => {
          const own = row(tokens, i);
          return (causal ? positions.map((position) => upTo(own, position)) : [own])
            .flatMap((seen) => [0, 1].map((label) => Math.log(labelProbability(seen, label))));
        });
        return Promise.resolve(Float32Array.from(said.flat()));
      },
      gradients: () => Promise.reject(new Error("not of this one")),
      release: () => Promise.resolve(),
    },
    given(label) {
      const all = mass(joint, [label]);
      return new Map(joint.map(({ x, p }) => [x.join(), p[label]! / all]));
    },
  };
}
