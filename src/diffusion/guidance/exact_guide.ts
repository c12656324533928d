import type { Classifier } from "../../model/classifier/classifier.ts";
import type { Guide } from "./guide.ts";

/** Sequences that are held at once. */
const AT_ONCE = 1024;

/**
 * Scores tokens by the classifier's log-probability of each sequence that one of them makes, or of a
 * causal one of each prefix that ends in one: as many evaluations as there are tokens at each position.
 *
 * Source: Schiff et al. 2024, "Simple guidance mechanisms for discrete diffusion models", section 3.2;
 * of prefixes Yang and Klein 2021, "FUDGE", equation 2.
 */
export function exactGuide(
  classifier: Classifier,
  { mostCandidates }: Pick<Guide, "mostCandidates"> = {},
): Guide {
  const { length, vocab, classes, causal = false } = classifier;
  let evaluations = 0;
  return {
    mostCandidates,
    get evaluations() {
      return evaluations;
    },
    async scores(requests) {
      const all = requests.map(() => new Float32Array(length * vocab));
      const jumps = requests.flatMap(({ tokens, label, positions, candidates }, request) =>
        positions.flatMap((position) =>
          (candidates ?? Array.from({ length: vocab }, (_, token) => token))
            .map((token) => ({ request, tokens, label, position, token }))
        )
      );
      for (let start = 0; start < jumps.length; start += AT_ONCE) {
        const part = jumps.slice(start, start + AT_ONCE);
        const sequences = new Int32Array(part.length * length);
        part.forEach(({ tokens, position, token }, row) => {
          sequences.set(tokens, row * length);
          sequences[row * length + position] = token;
        });
        const logProbabilities = await classifier.evaluate(sequences, part.length);
        evaluations += part.length;
        part.forEach(({ request, label, position, token }, row) => {
          const judged = causal ? row * length + position : row;
          all[request]![position * vocab + token] = logProbabilities[judged * classes + label]!;
        });
      }
      return all;
    },
  };
}
