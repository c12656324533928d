import { deepStrictEqual as assertEquals, match, ok, strictEqual } from "node:assert/strict";
import { promptPlacesOf, writePromptPlaces } from "../src/artifacts/prompts/prompt_places.ts";
import { TEXT_TOKENIZERS } from "../src/domains/text/tokenizers/text_tokenizers.ts";
import { smilesTokenizer } from "../src/domains/molecules/smiles_tokenizer.ts";
import { writeCheckpoint } from "../src/model/checkpoint.ts";
import { initialParameters } from "../src/model/parameters.ts";
import { randomKey } from "../src/random/mod.ts";
import guided from "../tasks/sample/guided.ts";
import { readGolden } from "./golden_fixture.ts";
import { writePublishedNetwork } from "./published_fixture.ts";
import { writeTextNetworks } from "./text_networks_fixture.ts";

const COMMAND = new URL("../src/commands/sample.ts", import.meta.url).pathname;

const MODEL = new URL("../results/models/mdm", import.meta.url).pathname;

function sample(...args: string[]) {
  return run(COMMAND, ...args);
}

/** Runs a module, or the module after options of Deno. */
async function run(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-all", ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Molecules that the task draws from the same checkpoint. */
async function drawByTask(folder: string, params: Record<string, unknown>): Promise<string[]> {
  const { config } = await readGolden();
  const { tokens, bosId, eosId, padId, maskId } = smilesTokenizer();
  const meta = {
    tokens,
    bosId,
    eosId,
    padId,
    maskId,
    length: config.length,
    source: {},
    counts: {},
  };
  await Deno.writeTextFile(`${folder}/meta.json`, JSON.stringify(meta));
  await guided.run({
    params: guided.params.parse({ property: "qed", ...params }),
    inputs: { dataset: folder, checkpoint: `${folder}/checkpoint`, classifier: undefined },
    outputs: { samples: `${folder}/samples.json` },
    ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
    ...{ progress() {}, log() {}, record() {} },
  });
  return JSON.parse(await Deno.readTextFile(`${folder}/samples.json`)).smiles;
}

Deno.test("deno task sample prints what the task would draw, a molecule a line", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { config, parameters } = await readGolden();
    const training = { objective: "proseco" };
    await writeCheckpoint(`${folder}/checkpoint`, { config, parameters, training });
    const settings = ["--count", "7", "--T", "6", "--gamma", "2", "--seed", "3"];
    const { code, stdout, stderr } = await sample(`${folder}/checkpoint`, ...settings);
    assertEquals([code, stderr], [0, ""]);
    // The checkpoint says that it was trained for ProSeCo.
    const expected = await drawByTask(folder, {
      ...{ sampler: "proseco", corrector: { S: 2, omega: 2 }, count: 7, T: 6, gamma: 2, seed: 3 },
    });
    assertEquals(stdout.split("\n").slice(0, -1), expected.filter((smiles) => smiles !== ""));
    ok(expected.some((smiles) => smiles !== ""));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample says in one line what is wrong", async () => {
  for (
    const [args, message] of [
      [[], /^Name one checkpoint: deno task sample/],
      [["none"], /^Cannot read checkpoint "none": there is no such folder$/m],
      [[MODEL, "--sampler", "ar"], /^Cannot sample with "ar": .* sees both sides: /],
      [
        [MODEL, "--S", "2"],
        /^Cannot sample with --S: it has no effect on mdm, but on prose/,
      ],
      [[MODEL, "--omega", "2"], /^Cannot sample with --omega: it has no effect on mdm/],
      [[MODEL, "--sampler", "ar", "--T", "8"], /^Cannot sample with --T: .* on ar, but on/],
      [[MODEL, "--sampler", "proseco", "--S", "0"], /^--S must be .* at least 1: got "0"/],
      [[MODEL, "--property", "rings"], /^Cannot condition on "rings": .* "ring_count", /],
      [[MODEL, "--label", "2", "--property", "rings"], /^.* --property has no effect with/],
      [[MODEL, "--label", "2", "--gamma", "2"], /^.* --gamma has no effect with --label 2/],
      [[MODEL, "--label", "3"], /^Cannot condition on label 3/],
      [["none", "--colour", "red"], /^Unknown option "--colour"\. Known: --/],
    ] as const
  ) {
    const { code, stderr } = await sample(...args);
    strictEqual(code, 2);
    match(stderr, message);
    strictEqual(stderr.trim().split("\n").length, 1, stderr);
  }
});

Deno.test("deno task sample says which command asks a network that answers prompts", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writePublishedNetwork(folder);
    const { code, stderr } = await sample(folder);
    strictEqual(code, 2);
    match(
      stderr,
      /^Cannot sample from ".*": it is a network that answers prompts: deno task gener/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample answers a prompt, laid out as lies with the network or as options say", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const places = await writeTextNetworks(folder);
    const { folder: letters, dataset } = places.find(({ id }) => id === "letters")!;
    const asked = [letters, "--prompt", "a=", "--T", "4", "--temperature", "1", "--count", "3"];
    const positions = ["--prompt-positions", "4", "--answer-positions", "4"];
    const given = await sample(...asked, ...positions);
    assertEquals([given.stderr, given.stdout.split("\n").length], ["", 4]);
    await writePromptPlaces(letters, (await promptPlacesOf(dataset!))!);
    assertEquals(await sample(...asked), given);
    const corrected = await sample(...asked, "--S", "1", "--omega", "1");
    assertEquals([corrected.code, corrected.stdout.split("\n").length], [0, 4]);

    const refused = async (message: RegExp, ...args: string[]) => {
      const { code, stderr } = await sample(...args);
      match(stderr, message);
      strictEqual(code, 2);
    };
    await refused(/^Cannot sample with --gamma: it has no effect with --prompt/, ...[
      ...asked,
      ...["--gamma", "2"],
    ]);
    await refused(/^Cannot sample with --chat: it has no effect without/, letters, "--chat");
    await refused(
      /the prompt has 5 tokens, there is room for 1 to 4/,
      letters,
      "--prompt",
      "aaaaa",
    );
    await refused(/choose --sampler from ar, mdm, .*blocks$/m, ...asked, "--sampler", "udlm");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample writes the tokens that lie with a network, and needs them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const tokens = ["é", "ß", "<bos>", "<eos>", "<pad>", "<mask>"];
    const config = { ...(await readGolden()).config, numClasses: 0, vocab: 6, maskId: 5 };
    const vocabulary = { tokens, bosId: 2, eosId: 3, padId: 4, maskId: 5 };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(folder, { config, parameters, vocabulary });
    const { code, stdout, stderr } = await sample(folder, "--count", "4", "--T", "3");
    assertEquals([code, stderr], [0, ""]);
    match(stdout, /^([éß]|<bos>|\n)+$/);
    await Deno.remove(`${folder}/tokens.json`);
    match(
      (await sample(folder)).stderr,
      /^Cannot sample from ".*": nothing says what its 6 tokens are; put tokens\.json beside/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample draws from a network without labels, and refuses to guide it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = { ...(await readGolden()).config, numClasses: 0 };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(folder, { config, parameters });
    const { code, stderr } = await sample(folder, "--count", "2", "--T", "3");
    assertEquals([code, stderr], [0, ""]);
    for (
      const [args, message] of [
        [["--label", "1"], /^Cannot condition: .* leave out --property and --label$/m],
        [["--property", "qed"], /^Cannot condition: .* trained without labels/],
        [["--gamma", "2"], /^Cannot sample: gamma guides to a label/],
      ] as const
    ) {
      match((await sample(folder, ...args)).stderr, message);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample draws texts, of which none is a molecule", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const made = await TEXT_TOKENIZERS.characters.ofTexts(["to be"]);
    const { tokens, bosId, eosId, padId, maskId } = made, vocab = tokens.length;
    const config = { ...(await readGolden()).config, numClasses: 0, vocab, maskId };
    const vocabulary = { tokens, bosId, eosId, padId, maskId, tokenizer: "characters" };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(folder, { config, parameters, vocabulary });
    const { code, stdout, stderr } = await sample(folder, "--count", "2", "--T", "3");
    assertEquals([code, stderr], [0, ""]);
    match(stdout, /[tobe]/);
    match((await sample(folder, "--valid")).stderr, /^Cannot sample with --valid: .* writes text/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample draws the same molecules on another engine", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { config, parameters } = await readGolden();
    await writeCheckpoint(folder, { config, parameters, training: { objective: "mdm" } });
    const drawn = await Promise.all(
      ["compiled", "cpu"].map((engine) =>
        sample(folder, "--count", "2", "--T", "3", "--engine", engine)
      ),
    );
    assertEquals(drawn[0], drawn[1]);
    const { code, stderr } = await sample(folder, "--engine", "steam");
    strictEqual(code, 2);
    match(stderr, /^Cannot sample on "steam": choose --engine from compiled, /);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample tells what fails in an engine with its stack, and what is missing without", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const url = (name: string) =>
      JSON.stringify(new URL(`../src/tensor/engines/${name}`, import.meta.url).href);
    const outcomeOf = async (error: string) => {
      await Deno.writeTextFile(
        `${folder}/broken.ts`,
        `import { EngineUnavailable } from ${url("engine.ts")};
import { engineOf } from ${url("engines.ts")};
engineOf("compiled").prepare = () => Promise.reject(new ${error});`,
      );
      return await run("--preload", `${folder}/broken.ts`, COMMAND, MODEL, "--count", "1");
    };
    const fault = await outcomeOf('Error("ONNX Runtime: no such node")');
    strictEqual(fault.code, 70);
    match(fault.stderr, /^Error: ONNX Runtime: no such node\n {4}at .*broken\.ts/m);
    const missing = await outcomeOf('EngineUnavailable("compiled", "no library")');
    const stderr = 'Cannot use engine "compiled": no library\n';
    assertEquals(missing, { code: 2, stdout: "", stderr });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample draws from a released network of text in GPT-2's tokens", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = {
      ...{ vocab: 50_258, length: 8, hiddenSize: 4, nBlocks: 1, nHeads: 2, condDim: 4 },
      ...{ numClasses: 0, maskId: 50_257, seesLabels: false },
    };
    const parameters = initialParameters(config, randomKey(1));
    await writeCheckpoint(folder, { config, parameters });
    const released = {
      ...{ architectures: ["ProSeCo"], vocab_size: 50_258, model_length: 8, hidden_dim: 4 },
      ...{ cond_dim: 4, n_blocks: 1, n_heads: 2, time_conditioning: false, cfg: false, hue: 1 },
    };
    await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify(released));
    const { code, stdout, stderr } = await sample(folder, "--count", "2", "--T", "4");
    assertEquals([code, stderr], [
      ...[0, "config.json has keys that are not known here and were passed over: hue\n"],
    ]);
    ok(stdout.trim().length > 10 && !stdout.includes("<mask>"), stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
