/**
 * When two molecules are the same: `isomer` tells stereoisomers and isotopes apart, `constitution`
 * asks only which atoms are bound to which.
 */
export const IDENTITIES = ["isomer", "constitution"] as const;

/** One of {@linkcode IDENTITIES}. */
export type Identity = (typeof IDENTITIES)[number];
