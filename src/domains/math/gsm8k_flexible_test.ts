import { strictEqual } from "node:assert/strict";
import { flexibleAnswer, flexibleReference } from "./gsm8k_flexible.ts";

Deno.test("the last number counts, wherever it stands and whatever follows ####", () => {
  const cases: Record<string, string | undefined> = {
    "#### 18": "18",
    "#### 18\nThat is 3 a day.": "3",
    "She pays $1,200.": "1200",
    "It is 7.": "7",
    "It is 12.50.": "12.50",
    "7": "7",
    "none at all": undefined,
    "": undefined,
  };
  for (const [text, number] of Object.entries(cases)) {
    strictEqual(flexibleAnswer(text), number, text);
  }
});

Deno.test("faults of the harness are kept, as the paper's scores have them", () => {
  // A minus between numbers is a sign, a fraction its lower part, and dots or a lone $. are numbers.
  strictEqual(flexibleAnswer("12-5"), "-5");
  strictEqual(flexibleAnswer("3/4"), "4");
  strictEqual(flexibleAnswer("It is 7 ..."), "..");
  strictEqual(flexibleAnswer("18.00"), "18.00");
});

Deno.test("a next question of the model's own making and what follows an end mark do not count", () => {
  strictEqual(flexibleAnswer("It is 7. Question: how many are 8?"), "7");
  strictEqual(flexibleAnswer("It is 7<|im_end|>8"), "7");
});

Deno.test("a reference is compared by what follows its ####", () => {
  strictEqual(flexibleReference("He has 2 * 600 = 1,200.\nSo #### 1,200"), "1200");
  strictEqual(flexibleReference("#### -5"), "-5");
});
