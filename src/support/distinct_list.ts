import { z } from "zod";

/** Schema of a list that holds something, and nothing twice. */
export function distinctList<Item extends z.ZodType<string | number>>(
  item: Item,
): z.ZodArray<Item> {
  return z.array(item).min(1).superRefine((list, context) => {
    const twice = list.find((value, i) => list.indexOf(value) < i);
    if (twice === undefined) return;
    context.addIssue({ code: "custom", message: `it has ${JSON.stringify(twice)} twice` });
  }).meta({ uniqueItems: true });
}
