/** Constants of an asymmetric double sigmoid, in the order of Bickerton et al. 2012, equation 1. */
export interface DesirabilityParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  /** The largest value of the function, which scales it to [0, 1]. */
  readonly maximum: number;
}

/**
 * The eight properties of QED, in the order of its weights.
 *
 * Source: Bickerton et al. 2012, supplementary table 1; RDKit `Chem/QED.py`, `adsParameters`.
 */
export const DESIRABILITY = {
  MW: {
    a: 2.817065973,
    b: 392.5754953,
    c: 290.7489764,
    d: 2.419764353,
    e: 49.22325677,
    f: 65.37051707,
    maximum: 104.9805561,
  },
  ALOGP: {
    a: 3.172690585,
    b: 137.8624751,
    c: 2.534937431,
    d: 4.581497897,
    e: 0.822739154,
    f: 0.576295591,
    maximum: 131.3186604,
  },
  HBA: {
    a: 2.948620388,
    b: 160.4605972,
    c: 3.615294657,
    d: 4.435986202,
    e: 0.290141953,
    f: 1.300669958,
    maximum: 148.7763046,
  },
  HBD: {
    a: 1.618662227,
    b: 1010.051101,
    c: 0.985094388,
    d: 1e-09,
    e: 0.713820843,
    f: 0.920922555,
    maximum: 258.1632616,
  },
  PSA: {
    a: 1.876861559,
    b: 125.2232657,
    c: 62.90773554,
    d: 87.83366614,
    e: 12.01999824,
    f: 28.51324732,
    maximum: 104.5686167,
  },
  ROTB: {
    a: 0.01,
    b: 272.4121427,
    c: 2.55837997,
    d: 1.565547684,
    e: 1.271567166,
    f: 2.758063707,
    maximum: 105.4420403,
  },
  AROM: {
    a: 3.21778897,
    b: 957.7374108,
    c: 2.274627939,
    d: 1e-09,
    e: 1.317690384,
    f: 0.375760881,
    maximum: 312.337261,
  },
  ALERTS: {
    a: 0.01,
    b: 1199.094025,
    c: -0.09002883,
    d: 1e-09,
    e: 0.185904477,
    f: 0.875193782,
    maximum: 417.725314,
  },
} as const satisfies Record<string, DesirabilityParameters>;

/** Mean of the weights that maximise the information content; RDKit `Chem/QED.py`, `WEIGHT_MEAN`. */
export const MEAN_WEIGHTS: Readonly<Record<keyof typeof DESIRABILITY, number>> = {
  MW: 0.66,
  ALOGP: 0.46,
  HBA: 0.05,
  HBD: 0.61,
  PSA: 0.06,
  ROTB: 0.65,
  AROM: 0.48,
  ALERTS: 0.95,
};

/** Hydrogen-bond acceptors as QED counts them; RDKit `Chem/QED.py`, `AcceptorSmarts`. */
export const ACCEPTOR_SMARTS: readonly string[] = [
  "[oH0;X2]",
  "[OH1;X2;v2]",
  "[OH0;X2;v2]",
  "[OH0;X1;v2]",
  "[O-;X1]",
  "[SH0;X2;v2]",
  "[SH0;X1;v2]",
  "[S-;X1]",
  "[nH0;X2]",
  "[NH0;X1;v3]",
  "[$([N;+0;X3;v3]);!$(N[C,S]=O)]",
];
