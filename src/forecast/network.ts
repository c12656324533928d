import type { Outlook } from "../pipeline/plan/forecast.ts";

/** Sizes of a network that decide what a pass costs. */
export interface NetworkSizes {
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens. */
  readonly vocab: number;
  /** Width of the residual stream. */
  readonly hiddenSize: number;
  /** Transformer blocks. */
  readonly nBlocks: number;
}

/** Tokens of a data set; characters of a text are taken to be as many as of an English one. */
function vocabularyOf({ kind, params }: Outlook): number | undefined {
  if (kind === "data/qm9") return 34;
  if (kind !== "data/text") return undefined;
  return params.tokenizer === "characters" ? 80 : 50_261;
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

/**
 * The network that a task trains or evaluates: of its own parameters, else of those of what wrote its
 * checkpoint. `undefined` where nothing tells.
 */
export function networkOf({ params, sources }: Outlook): NetworkSizes | undefined {
  const [checkpoint] = sources.checkpoint ?? [], [data] = sources.dataset ?? [];
  const before = checkpoint && networkOf(checkpoint);
  const length = numberOf(data?.params.length) ?? before?.length;
  const hiddenSize = before?.hiddenSize ?? numberOf(params.hiddenSize);
  const nBlocks = before?.nBlocks ?? numberOf(params.nBlocks);
  if (length === undefined || hiddenSize === undefined || nBlocks === undefined) return undefined;
  return { length, vocab: data && vocabularyOf(data) || before?.vocab || 0, hiddenSize, nBlocks };
}

/** Floating-point operations of the matrix products of a forward pass of one sequence. */
export function passOperations({ length, vocab, hiddenSize, nBlocks }: NetworkSizes): number {
  const weights = nBlocks * 12 * hiddenSize ** 2 + vocab * hiddenSize;
  const attention = nBlocks * 2 * length * hiddenSize;
  return 2 * length * (weights + attention);
}
