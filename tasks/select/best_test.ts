import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import best from "./best.ts";

async function choose(
  given: { metric: string; mode: "min" | "max" },
  metrics: Readonly<Record<string, string>>,
  candidates = ["model[lr=1]", "model[lr=2]", "model[lr=3]"],
) {
  const folder = await Deno.makeTempDir();
  try {
    const write = async (name: string, content: string) => {
      const path = join(folder, name.replaceAll(/\W/g, "_"));
      await Deno.writeTextFile(path, content);
      return { instance: name, path };
    };
    const models = await Promise.all(candidates.map(async (instance) => {
      const path = join(folder, `folder-${instance}`);
      await Deno.mkdir(path);
      await Deno.writeTextFile(join(path, "weights"), instance);
      return { instance, path };
    }));
    const outputs = { best: join(folder, "best"), choice: join(folder, "choice") };
    await best.run({
      params: best.params.parse(given),
      inputs: {
        candidates: models,
        metrics: await Promise.all(
          Object.entries(metrics).map(([name, text]) => write(name, text)),
        ),
      },
      outputs,
      ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
      ...{ progress() {}, log() {}, record() {} },
    });
    return {
      chosen: await Deno.readTextFile(join(outputs.best, "weights")),
      choice: JSON.parse(await Deno.readTextFile(outputs.choice)),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FIGURES = {
  "judge[lr=1]": '{"figures": {"valid": 0.5}}',
  "judge[lr=2]": '{"figures": {"valid": 0.75}}',
  "judge[lr=3]": '{"figures": {"valid": 0.25}}',
};

Deno.test("select/best hands on the candidate with the largest or smallest metric", async () => {
  const most = await choose({ metric: "figures.valid", mode: "max" }, FIGURES);
  strictEqual(most.chosen, "model[lr=2]");
  deepStrictEqual(most.choice.candidates.map(({ value }: { value: number }) => value), [
    ...[0.75, 0.5, 0.25],
  ]);
  strictEqual(
    (await choose({ metric: "figures.valid", mode: "min" }, FIGURES)).chosen,
    "model[lr=3]",
  );
});

Deno.test("select/best takes the best entry of a history, in either form", async () => {
  const histories = {
    "model[lr=1]": '[{"step": 1, "validation": 2}, {"step": 2, "validation": 3}]',
    "model[lr=2]": '{"step": 1, "validation": 2.5}\n{"step": 2}\n{"step": 3, "validation": 1}\n',
    "model[lr=3]": '[{"step": 1, "validation": null}, {"step": 2, "validation": 1.5}]',
  };
  strictEqual(
    (await choose({ metric: "validation", mode: "min" }, histories)).chosen,
    "model[lr=2]",
  );
});

Deno.test("select/best chooses the first by name of equals, whatever their order", async () => {
  const equal = Object.fromEntries([3, 1, 2].map((lr) => [`judge[lr=${lr}]`, '{"loss": 1}']));
  strictEqual((await choose({ metric: "loss", mode: "min" }, equal)).chosen, "model[lr=1]");
});

Deno.test("select/best says which instance lacks its metrics, or has no such number", async () => {
  const given = { metric: "figures.valid", mode: "max" } as const;
  const { "judge[lr=3]": _, ...fewer } = FIGURES;
  await rejects(choose(given, fewer), /model\[lr=3\] has no metrics/);
  await rejects(
    choose(given, { ...FIGURES, "judge[lr=4]": "{}" }),
    /judge\[lr=4\] judges none of the candidates/,
  );
  await rejects(
    choose({ metric: "figures.novel", mode: "max" }, FIGURES),
    /judge\[lr=1\] wrote has no number "figures\.novel"/,
  );
  await rejects(choose(given, { ...FIGURES, "other[lr=1]": "{}" }), /no number|several files/);
});
