import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { promptedInputs, writeLetterProblems } from "../../../tests/prompted_fixture.ts";
import { promptPlacesOf, readPromptPlaces, writePromptPlaces } from "./prompt_places.ts";

Deno.test("prompt places of a data set are read from the folder that they were written to", async () => {
  const folder = await Deno.makeTempDir(), { dataset } = promptedInputs(folder);
  try {
    await writeLetterProblems(dataset);
    const places = (await promptPlacesOf(dataset))!;
    const examples = ["a=", "b=", "c=", "d=", "e=", "aa="];
    deepStrictEqual(places, { promptPositions: 4, answerPositions: 4, examples });
    strictEqual(await readPromptPlaces(folder), undefined);
    await writePromptPlaces(folder, { ...places, format: "chat" });
    deepStrictEqual(await readPromptPlaces(folder), { ...places, format: "chat" });
    await Deno.writeTextFile(`${folder}/prompts.json`, '{"promptPositions": 0}');
    await rejects(
      readPromptPlaces(folder),
      /^UserError: Cannot read prompt places ".*prompts\.json": field "promptPositions"/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
