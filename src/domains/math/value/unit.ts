/** Spellings of units, each list one unit. */
const UNITS: readonly (readonly string[])[] = [
  ["cm", "centimeter", "centimeters", "centimetre", "centimetres"],
  ["mm", "millimeter", "millimeters"],
  ["m", "meter", "meters", "metre", "metres"],
  ["km", "kilometer", "kilometers", "kilometre", "kilometres"],
  ["in", "inch", "inches"],
  ["ft", "foot", "feet"],
  ["yd", "yard", "yards"],
  ["mi", "mile", "miles"],
  ["mph", "mi/h", "miles per hour", "mi/hr"],
  ["s", "sec", "second", "seconds"],
  ["min", "minute", "minutes"],
  ["h", "hr", "hrs", "hour", "hours"],
  ["day", "days"],
  ["week", "weeks"],
  ["month", "months"],
  ["yr", "year", "years"],
  ["g", "gm", "gram", "grams"],
  ["kg", "kilogram", "kilograms"],
  ["lb", "lbs", "pound", "pounds"],
  ["oz", "ounce", "ounces"],
  ["l", "liter", "liters", "litre", "litres"],
  ["cent", "cents"],
  ["dollar", "dollars"],
  ["degree", "degrees", "deg", "^\\circ"],
  ["radian", "radians", "rad"],
  ["unit", "units", "square unit", "square units", "cubic unit", "cubic units", "sq units"],
];

const UNIT_OF = new Map(UNITS.flatMap((names) => names.map((name) => [name, names[0]!])));

/** An answer with what it is measured in or counts. */
export interface Measured {
  /** The answer without its unit. */
  readonly value: string;
  /** The unit's usual name, or the words that follow the number; none if left out. */
  readonly unit?: string;
  /** Whether it is a share in hundredths. */
  readonly isPercent: boolean;
}

const WORD = "[a-zA-Z]+(?:[ /.-]+[a-zA-Z]+)*\\.?";

/** A number or expression, then words in `\text{…}` or plain, with a power of the unit. */
const TRAILING = new RegExp(
  `^(.*\\S)\\s*(?:\\\\text\\s*\\{\\s*(${WORD})\\s*\\}|(?<=[\\d)}\\]|]\\s+)(${WORD})|(?<=\\d)(${
    UNITS.flat().filter((name) => /^[a-z]{2,}$/.test(name)).join("|")
  }))\\s*(?:\\^\\s*\\{?\\s*([23])\\s*\\}?)?$`,
  "s",
);

/** Words that join parts of an answer and are no unit. */
const JOINING = /^(?:and|or|if|for|where|when)\b/;

/** Splits an answer into its value and what it is measured in. */
export function splitUnit(text: string): Measured {
  const percent = /^(.*?)\s*(?:\\?%|\\text\{\s*(?:percent|\\?%)\s*\}|\spercent)$/s.exec(text);
  if (percent !== null) return { value: percent[1]!, isPercent: true };
  const ordinal = /^(\d+)\s*(?:\^?\s*\{?\s*\\text\{\s*)?(?:st|nd|rd|th)\s*\}*$/.exec(text) ??
    /^\\text\{\s*(\d+)(?:st|nd|rd|th)\s*\}$/.exec(text);
  if (ordinal !== null) return { value: ordinal[1]!, isPercent: false };
  const degrees = /^(.*?)\s*(?:\^\s*)?(?:\\circ|\{\s*\\circ\s*\})$/s.exec(text);
  if (degrees !== null && !/\\(?:sin|cos|tan|cot|sec|csc)/.test(degrees[1]!)) {
    return { value: degrees[1]!, unit: "degree", isPercent: false };
  }
  const match = TRAILING.exec(text);
  if (match === null) return { value: text, isPercent: false };
  const words = (match[2] ?? match[3] ?? match[4])!.replace(/\.$/, "").toLowerCase();
  if (JOINING.test(words)) return { value: text, isPercent: false };
  // A single letter that is not set as text is a name: 5 x.
  if (match[2] === undefined && words.length < 2) return { value: text, isPercent: false };
  const [, dimension] = /^(?:square|sq|cubic) (.*)$/.exec(words) ?? [];
  const named = UNIT_OF.get(words) ?? UNIT_OF.get(dimension ?? "") ?? words;
  const cubed = match[5] === "3" || words.startsWith("cubic ");
  const squared = match[5] === "2" || /^sq(?:uare)? /.test(words);
  const unit = named + (cubed ? "^3" : squared ? "^2" : "");
  return { value: match[1]!.trim(), unit, isPercent: false };
}

/** Whether a quantity in one unit answers a question whose answer has the other. */
export function unitsAgree(answer: Measured, reference: Measured): boolean {
  return answer.unit === undefined || reference.unit === undefined ||
    answer.unit === reference.unit;
}
