// deno-lint-ignore-file no-console
/** A sampler of one's own: it unmasks the position that the network is surest of, one a step. */
import {
  argmax,
  defineSampler,
  type Denoiser,
  drawSamples,
  Predictor,
  startTokens,
} from "@proseco/proseco/diffusion";
import { randomKey } from "@proseco/proseco/random";

const surest = defineSampler({
  name: "surest",
  label: "Surest first",
  shows: "masks",
  settings: {},
  steps: (_, length) => length,
  evaluations: (_, length) => length,
  async draw(denoiser, options) {
    const { labels } = options, { length, maskId } = denoiser, rows = labels.length;
    const tokens = startTokens(denoiser, rows, undefined);
    const predictor = new Predictor(denoiser, labels, options);
    for (let step = 0; step < length; step++) {
      await predictor.refresh("z", labels.keys(), tokens, "guided");
      for (let row = 0; row < rows; row++) {
        const sure = Array.from({ length }, (_, position) => {
          if (tokens[row * length + position] !== maskId) return -1;
          return Math.max(...predictor.xTheta("z", row, position, "guided"));
        });
        const position = argmax(sure);
        tokens[row * length + position] = predictor.best("z", row, position, "guided");
      }
      options.observe?.({ step, phase: "unmask", tokens });
    }
    return { tokens, nfe: length, evaluations: predictor.evaluations / rows };
  },
});

/** A network that wants each position to hold its own number, and is surer the further right it is. */
const denoiser: Denoiser = {
  ...{ length: 4, vocab: 5, maskId: 4, noLabel: 0 },
  evaluate: (_tokens, _labels, rows) => {
    const sureness = (i: number) => i % 5 === Math.floor(i / 5) % 4 ? 1 + Math.floor(i / 5) % 4 : 0;
    return Promise.resolve({
      logits: Float32Array.from({ length: rows * 20 }, (_, i) => sureness(i)),
    });
  },
  release: () => Promise.resolve(),
};

await drawSamples(denoiser, {
  sampler: surest,
  settings: {},
  key: randomKey(0),
  labels: new Int32Array(1),
  ...{ bosId: 0, eosId: 3, padId: 3 },
  observe: ({ tokens }) => console.log(Array.from(tokens, (id) => id === 4 ? "_" : id).join(" ")),
});
