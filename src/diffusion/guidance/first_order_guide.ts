import type { Classifier } from "../../model/classifier/classifier.ts";
import type { Guide } from "./guide.ts";

/**
 * Scores all tokens of a sequence by one gradient: Taylor's first order of the classifier's
 * log-probability in the tokens as vectors of 0 and 1.
 *
 * Source: Schiff et al. 2024, "Simple guidance mechanisms for discrete diffusion models", section 3.2,
 * after Grathwohl et al. 2021 and Vignac et al. 2023.
 */
export function firstOrderGuide(classifier: Classifier): Guide {
  const { length, vocab } = classifier;
  let evaluations = 0;
  return {
    get evaluations() {
      return evaluations;
    },
    async scores(requests) {
      const rows = requests.length, tokens = new Int32Array(rows * length);
      requests.forEach((request, row) => tokens.set(request.tokens, row * length));
      const labels = Int32Array.from(requests, ({ label }) => label);
      const gradients = await classifier.gradients(tokens, labels, rows);
      evaluations += rows;
      // What the token of the position itself scores is a constant of the position.
      return requests.map((_, row) =>
        gradients.slice(row * length * vocab, (row + 1) * length * vocab)
      );
    },
  };
}
