import type { Property } from "../../domains/molecules/properties/property_names.ts";
import { PROPERTIES } from "../../domains/molecules/properties/property_names.ts";
import { sequenceIds } from "../../domains/text/sequence_text.ts";
import { type CellState, stateOf } from "../../report/analysis/annotate_trajectory.ts";
import type { DrawnFrame, DrawRequest } from "../drawing/messages.ts";

/** How a draw ended. */
export interface DrawnResult {
  readonly nfe: number;
  readonly evaluations: number;
  readonly milliseconds: number;
  readonly texts?: readonly string[];
}

/** One position of a sequence at a step. */
export interface ShownToken {
  /** The token's text; that of special ones in short. */
  readonly text: string;
  /** What the step did to it. */
  readonly state: CellState;
  /** Whether it is no part of the text. */
  readonly isSpecial: boolean;
}

const SHORT: Readonly<Record<string, string>> = {
  "<bos>": "⊢",
  "<eos>": "⊣",
  "<pad>": " ",
  "<|endoftext|>": "¶",
};

/** All that happened on a sheet. */
export class RecordedSheet {
  /** What was asked. */
  readonly request: DrawRequest;
  /** Steps so far. */
  readonly frames: DrawnFrame[] = [];
  /** How it ended. */
  result?: DrawnResult;

  /** Makes a sheet on which nothing has happened. */
  constructor(request: DrawRequest) {
    this.request = request;
  }

  /** The property of molecules that it is guided to, or the first of its network's. */
  get property(): Property | "" {
    const { setting, network } = this.request;
    const name = setting.property || network.properties[0]?.name;
    return PROPERTIES.find((known) => known === name) ?? "";
  }

  /** Whether a step is the corrector's proposal. */
  isProposal(frame: number): boolean {
    return this.frames[frame]?.round !== undefined;
  }

  #row(frame: number, row: number): Int32Array {
    const { network: { length } } = this.request;
    return this.frames[frame]!.tokens.subarray(row * length, (row + 1) * length);
  }

  /** The string of a molecule at a step, or `undefined` as long as a token is masked. */
  smiles(frame: number, row: number): string | undefined {
    const { vocabulary } = this.request.network, ids = this.#row(frame, row);
    if (ids.includes(vocabulary.maskId)) return undefined;
    return sequenceIds(vocabulary, ids).map((id) => vocabulary.tokens[id]!).join("");
  }

  /** The tokens of a sequence at a step, with what the step did; those of an answer alone. */
  tokens(frame: number, row: number): ShownToken[] {
    const { vocabulary, pieces, prompted } = this.request.network;
    const { tokens, maskId, bosId, eosId, padId } = vocabulary;
    const isProposal = this.isProposal(frame);
    let last = frame - 1;
    while (last >= 0 && this.isProposal(last)) last--;
    const before = last < 0 ? undefined : this.#row(last, row);
    return [...this.#row(frame, row)].map((id, position) => ({
      text: id === maskId ? "·" : SHORT[tokens[id]!] ?? pieces?.[id] ?? tokens[id]!,
      state: stateOf(before?.[position] ?? maskId, id, maskId, isProposal),
      isSpecial: id === bosId || id === eosId || id === padId,
    })).slice(prompted?.promptPositions ?? 0);
  }
}
