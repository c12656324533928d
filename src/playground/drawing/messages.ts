import type { OfferedNetwork } from "../settings/offered_network.ts";
import type { Setting } from "../settings/setting.ts";

/** What computes in the browser. */
export type Runtime = "webgpu" | "wasm";

/** What is drawn for one sheet. */
export interface DrawRequest {
  /** Number of the sheet. */
  readonly sheet: number;
  /** The network. */
  readonly network: OfferedNetwork;
  /** Settings. */
  readonly setting: Setting;
  /** Seed of all draws. */
  readonly seed: number;
  /** Sequences. */
  readonly count: number;
  /** What is answered, of a network that answers. */
  readonly prompt: string;
}

/** What the page asks of the worker that draws. */
export type DrawingMessage =
  /** Loads what computes; first of all. */
  | { readonly kind: "start"; readonly base: string; readonly runtime: Runtime | "auto" }
  /** Loads a network, so that a draw begins at once. */
  | { readonly kind: "load"; readonly network: OfferedNetwork }
  /** Draws sheets, all at once, in place of those that are being drawn. */
  | { readonly kind: "draw"; readonly run: number; readonly requests: readonly DrawRequest[] };

/** One step of a sheet. */
export interface DrawnFrame {
  /** Step, counted from 0. */
  readonly step: number;
  /** The corrector's step, counted from 1, where it is its proposal; else absent. */
  readonly round?: number;
  /** Tokens `[count, length]`. */
  readonly tokens: Int32Array;
  /** Network evaluations so far, of all sequences. */
  readonly evaluations: number;
}

/** What the worker that draws tells. */
export type DrawingAnswer =
  | { readonly kind: "started"; readonly runtime: Runtime; readonly cores: number }
  | { readonly kind: "loaded"; readonly network: string; readonly milliseconds: number }
  | { readonly kind: "frame"; readonly run: number; readonly sheet: number } & DrawnFrame
  | {
    readonly kind: "drawn";
    readonly run: number;
    readonly sheet: number;
    /** Prescribed evaluations of a sequence. */
    readonly nfe: number;
    /** Evaluations of a sequence that were made. */
    readonly evaluations: number;
    readonly milliseconds: number;
    /** Texts, of networks that write text. */
    readonly texts?: readonly string[];
  }
  /** What failed: a run, a network, or all where neither is told. */
  | {
    readonly kind: "failed";
    readonly run?: number;
    readonly network?: string;
    readonly message: string;
  };

/** What is asked of a worker that evaluates rows; answered in turn by {@linkcode HelperAnswer}. */
export type HelperQuestion =
  & { readonly question: number }
  & (
    | { readonly kind: "open"; readonly base: string; readonly network: OfferedNetwork }
    | {
      readonly kind: "evaluate";
      /** Id of a network that it has opened. */
      readonly network: string;
      readonly tokens: Int32Array;
      readonly labels: Int32Array;
      readonly rows: number;
      readonly seen?: Int32Array;
    }
    | { readonly kind: "release"; readonly network: string }
  );

/** What a worker that evaluates rows tells. */
export type HelperAnswer =
  | { readonly question: number; readonly logits: Float32Array | undefined }
  | { readonly question: number; readonly failed: string };
