/**
 * What a network is shown: clean tokens and masks, tokens of which some are random, or those to the
 * left of a position.
 */
export type Shown = "masks" | "tokens" | "prefix";
