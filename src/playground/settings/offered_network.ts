import type { PromptPlaces } from "../../artifacts/prompts/prompt_places.ts";
import type { LabelledProperty } from "../../model/labels.ts";
import type { Vocabulary } from "../../model/vocabulary/tokens_file.ts";

/** A network that the playground draws from, as its page is told. */
export interface OfferedNetwork {
  /** Name by which links mean it, such as `proseco` or `text/mdm`. */
  readonly id: string;
  /** Address of its ONNX file, from the page's. */
  readonly file: string;
  /** The folder of its checkpoint, as commands name it. */
  readonly checkpoint: string;
  /** Whether tokens stand for molecules, or for text. */
  readonly writes: "molecules" | "text";
  /** The objective that it was trained for, such as `proseco`; of old checkpoints, `unknown`. */
  readonly objective: string;
  /** Number of its parameters. */
  readonly parameters: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of labels, which is also the label "none". */
  readonly numClasses: number;
  /** Its tokens. */
  readonly vocabulary: Vocabulary;
  /** What else its tokenizer needs to know. */
  readonly source: Readonly<Record<string, unknown>>;
  /** What each token adds to a text, where that is not what it is called. */
  readonly pieces?: readonly string[];
  /** Address of the texts of its published tokenizer's files, from the page's. */
  readonly tokenizer?: string;
  /** What it is conditioned on. */
  readonly properties: readonly LabelledProperty[];
  /** Where it answers prompts, how these are laid out. */
  readonly prompted?: PromptPlaces;
}

/** What {@linkcode NETWORKS_FILE} holds. */
export interface OfferedNetworks {
  /** The networks, those that go with the project first. */
  readonly networks: readonly OfferedNetwork[];
  /** Where the page belongs to a server of runs, the address of its list. */
  readonly home?: string;
}

/** Where known molecules come from, and how sure "known" is. */
export interface KnownMolecules {
  /** What they are, in words, such as `QM9`. */
  readonly name: string;
  /** How many. */
  readonly count: number;
  /** Share of other molecules that are taken for one of them. */
  readonly falsePositives: number;
}

/** Name of the file that lists the networks, beside the page. */
export const NETWORKS_FILE = "networks.json";

/** Names of the files of known molecules: what they are, and the filter itself. */
export const KNOWN_FILE = "known.json", FILTER_FILE = "known.bloom";
