import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Rooms, from the bottom to the top, each with those whose modules it may import. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "support": [],
  "terminal": ["support"],
  "random": [],
  "statistics": ["random"],
  "tensor": [],
  "tensor/graph": [],
  "tensor/trace": ["tensor/graph"],
  "tensor/onnx": ["tensor/graph"],
  "tensor/ops": ["tensor/graph", "tensor/trace"],
  "tensor/engines": ["tensor/graph", "tensor/trace", "tensor/onnx"],
  "tensor/optimizers": ["tensor/ops"],
  "model": ["support", "random", "tensor", "tensor/*"],
  "artifacts": ["support", "tensor", "model"],
  "diffusion/process": ["random"],
  "diffusion/guidance": ["model", "diffusion/process"],
  "diffusion/denoising": ["random", "model", "diffusion/process", "diffusion/guidance"],
  "diffusion/objectives": ["random", "tensor/*", "model", "diffusion/process"],
  "diffusion/samplers": [
    ...["random", "model", "diffusion/process", "diffusion/guidance", "diffusion/denoising"],
  ],
  "diffusion/drawing": ["model", "diffusion/process", "diffusion/objectives", "diffusion/samplers"],
  "domains/datasets": ["support"],
  "domains/molecules/rdkit": [],
  "domains/molecules/properties": ["domains/molecules/rdkit"],
  "domains/molecules/enumeration": ["random", "domains/molecules/rdkit"],
  "domains/molecules": [
    ...["support", "random", "artifacts", "domains/datasets", "domains/molecules/*"],
  ],
  "domains/text/tokenizers": [],
  "domains/text/judges": ["random", "domains/text/tokenizers"],
  "domains/text": ["artifacts", "domains/text/tokenizers"],
  "domains/text/corpora": [
    ...["support", "random", "artifacts", "domains/datasets", "domains/text/tokenizers"],
    "domains/text",
  ],
  "domains/problems": ["random", "artifacts"],
  "domains/sandbox": ["support"],
  "domains/sudoku": ["random", "domains/problems"],
  "domains/answers": ["support", "statistics", "artifacts", "domains/sudoku"],
  "domains/code": [
    ...["statistics", "artifacts", "domains/datasets", "domains/text", "domains/sandbox"],
    ...["random", "domains/problems", "domains/answers"],
  ],
  "domains/math": [
    ...["random", "statistics", "artifacts", "domains/datasets", "domains/text"],
    ...["domains/problems", "domains/answers"],
  ],
  "domains/prompted": [
    ...["support", "random", "model", "artifacts", "domains/text/tokenizers", "domains/text"],
    ...["domains/problems", "domains/code", "domains/math", "domains/sudoku"],
  ],
  "pipeline/task": ["support"],
  "domains/programs": ["support", "pipeline/task"],
  "parallel": ["support"],
  "training": [
    ...["support", "parallel", "random", "tensor", "tensor/*", "model", "artifacts", "diffusion/*"],
    ...["domains/text", "domains/text/tokenizers", "pipeline/task"],
  ],
  "sampling": [
    ...["support", "random", "statistics", "tensor/engines", "model", "artifacts", "diffusion/*"],
    ...["domains/molecules", "domains/text", "domains/text/tokenizers", "pipeline/task"],
  ],
  "judging": [
    ...["random", "tensor/graph", "tensor/engines", "model", "artifacts", "diffusion/objectives"],
    ...["domains/text", "domains/text/tokenizers", "domains/text/judges", "sampling"],
  ],
  "pipeline/root": [],
  "pipeline/file": ["support", "pipeline/task"],
  "pipeline/store": ["support", "pipeline/task"],
  "pipeline/worker": [
    ...["support", "pipeline/task", "pipeline/root", "pipeline/file"],
    "pipeline/store",
  ],
  "pipeline/executors": [
    ...["support", "pipeline/task", "pipeline/root", "pipeline/file", "pipeline/store"],
    "pipeline/worker",
  ],
  "pipeline/graph": [
    ...["support", "random", "pipeline/task", "pipeline/file", "pipeline/executors"],
  ],
  "pipeline/keys": [
    ...["support", "pipeline/task", "pipeline/root", "pipeline/store", "pipeline/graph"],
  ],
  "pipeline/plan": [
    ...[
      "support",
      "pipeline/task",
      "pipeline/file",
      "pipeline/store",
      "pipeline/graph",
      "pipeline/keys",
    ],
  ],
  "pipeline/runs": [
    ...["support", "statistics", "pipeline/task", "pipeline/root", "pipeline/store"],
    ...["pipeline/graph", "pipeline/keys"],
  ],
  "pipeline/trackers": ["support", "pipeline/task", "pipeline/store", "pipeline/runs"],
  "pipeline/run": [
    ...["support", "pipeline/task", "pipeline/root", "pipeline/store", "pipeline/worker"],
    ...["pipeline/executors", "pipeline/graph", "pipeline/keys", "pipeline/plan", "pipeline/runs"],
  ],
  "pipeline/cli": ["support", "terminal", "pipeline/*"],
  "pipeline": ["support", "terminal", "pipeline/*"],
  "report/style": ["diffusion/guidance", "diffusion/samplers"],
  "report/analysis": ["support", "statistics", "artifacts", "report/style"],
  "report/page": ["report/style"],
  "report/paper": ["statistics", "artifacts", "report/style", "report/analysis"],
  "report/figures": [
    ...["artifacts", "report/style", "report/analysis", "report/page", "report/paper"],
  ],
  "report/sections": [
    ...["statistics", "artifacts", "report/style", "report/analysis", "report/page"],
    ...["report/paper", "report/figures"],
  ],
  "report/frontier": [
    ...["support", "statistics", "artifacts", "report/style", "report/page", "report/paper"],
    ...["report/figures", "report/sections", "report/analysis"],
  ],
  "report/text": [
    ...["statistics", "artifacts", "report/style", "report/page", "report/figures"],
    ...["report/analysis", "report/paper", "report/sections"],
  ],
  "report/metrics": ["support", "statistics", "report/style", "report/page"],
  "report/runs": [
    ...["support", "model", "artifacts", "pipeline/runs", "pipeline/store", "report/style"],
    ...["report/analysis", "report/page", "report/paper", "report/metrics"],
  ],
  "bundling": ["support"],
  "packaging": ["support"],
  "playground/settings": ["support", "model", "artifacts"],
  "playground/known": [],
  "playground/drawing": [
    ...["random", "model", "diffusion/samplers", "diffusion/drawing", "domains/text"],
    ...["domains/text/tokenizers", "sampling", "playground/settings"],
  ],
  "playground/judging": [
    ...["domains/molecules/rdkit", "domains/molecules/properties", "report/analysis"],
  ],
  "playground/app": [
    ...["domains/molecules/properties", "domains/text", "report/style", "report/analysis"],
    ...["report/page", "report/sections", "playground/settings", "playground/known"],
    ...["playground/drawing", "playground/judging"],
  ],
  "playground/page": ["report/page"],
  "playground/files": [
    ...["support", "random", "model", "artifacts", "diffusion/objectives", "domains/datasets"],
    ...["domains/molecules", "domains/molecules/*", "domains/text/tokenizers", "domains/prompted"],
    ...["sampling", "bundling", "playground/*"],
  ],
  "report/server": [
    ...["support", "artifacts", "pipeline/runs", "pipeline/store", "pipeline/worker"],
    ...["playground/settings", "playground/files", "report/*"],
  ],
  "report": ["artifacts", "report/*"],
  "regress": ["support", "random", "artifacts", "diffusion/objectives", "training"],
  "commands": ["*"],
};

/** The most modules at the top of a folder, tests not counted. */
const MOST_MODULES = 15;

const ROOT = fileURLToPath(new URL("../", import.meta.url));

function modulesIn(folder: string): string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return modulesIn(path);
    return name.endsWith(".ts") ? [path] : [];
  }).sort();
}

const isTest = (path: string) => path.endsWith("_test.ts") || path.startsWith("tests/");
const isTesting = (path: string) => path.includes("/testing/") || path.startsWith("bench/");

/** Modules that other projects import, by `exports` of `deno.json`. */
const EXPORTED = Object.values(
  JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json"))).exports as Record<string, string>,
).map((path) => normalize(path));

/** Every module of the project with its text and the modules of the project that it names. */
const MODULES = new Map(
  ["src", "tasks", "tests", "bench"].flatMap(modulesIn).concat("mod.ts").map((path) => {
    const text = Deno.readTextFileSync(join(ROOT, path));
    const imported = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    // Workers and children are started by their URL.
    const started = [...text.matchAll(/new URL\("(\.[^"]+\.ts)", import\.meta\.url\)/g)];
    const targets = [...imported, ...started.map(([, name]) => name!)]
      .filter((name) => name.startsWith("."))
      .map((name) => normalize(join(dirname(path), name)).replaceAll("\\", "/"));
    return [path, { text, targets: [...new Set(targets)] }] as const;
  }),
);

const code = [...MODULES].filter(([path]) => !isTest(path) && !isTesting(path));

/** The room that a module of `src` lies in: the longest name that its path begins with. */
function roomOf(path: string): string {
  const inside = path.slice("src/".length).replace(/\.ts$/, "");
  const names = Object.keys(ROOMS).filter((name) =>
    inside === name || inside.startsWith(`${name}/`)
  );
  return names.sort((a, b) => b.length - a.length)[0] ?? `no room: ${path}`;
}

const allows = (pattern: string, room: string) =>
  pattern === "*" || pattern === room ||
  pattern.endsWith("/*") && room.startsWith(pattern.slice(0, -1));

/** Modules of rooms; the face that a room shows to other projects may show any room's. */
const inRooms = code.filter(([path]) => path.startsWith("src/") && !EXPORTED.includes(path));

Deno.test("a room imports only from rooms that the table allows", () => {
  const wrong = inRooms.flatMap(([path, { targets }]) => {
    const from = roomOf(path);
    return targets.filter((target) => target.startsWith("src/")).filter((target) => {
      const to = roomOf(target);
      return from !== to && !(ROOMS[from] ?? []).some((pattern) => allows(pattern, to));
    }).map((target) => `${path} imports ${target}`);
  });
  deepStrictEqual(wrong, []);
});

Deno.test("the table of rooms points one way, names rooms that exist, and no edge that is not used", () => {
  const used = new Set(
    inRooms.flatMap(
      ([path, { targets }]) => targets.map((target) => `${roomOf(path)} ${roomOf(target)}`),
    ),
  );
  const rooms = new Set(
    code.filter(([path]) => path.startsWith("src/")).map(([path]) => roomOf(path)),
  );
  deepStrictEqual(Object.keys(ROOMS).filter((room) => !rooms.has(room)), []);
  const idle = Object.entries(ROOMS).flatMap(([room, patterns]) =>
    patterns.filter((pattern) =>
      ![...rooms].some((other) => allows(pattern, other) && used.has(`${room} ${other}`))
    ).map((pattern) => `${room} may import ${pattern}`)
  );
  deepStrictEqual(idle, []);
  const order = Object.keys(ROOMS);
  const upward = [...used].map((edge) => edge.split(" ") as [string, string])
    .filter(([from, to]) => order.indexOf(to) > order.indexOf(from));
  deepStrictEqual(upward, []);
});

Deno.test("no modules import each other in a circle, types included", () => {
  const done = new Set<string>(), circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of MODULES.get(path)?.targets ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of MODULES.keys()) visit(path, []);
  deepStrictEqual(circles, []);
});

Deno.test(`no folder has more than ${MOST_MODULES} modules at its top`, () => {
  const counts = Map.groupBy(
    [...MODULES.keys()].filter((path) => !isTest(path)),
    (path) => dirname(path),
  );
  const full = [...counts].filter(([, { length }]) => length > MOST_MODULES)
    .map(([folder, { length }]) => `${folder}: ${length}`);
  deepStrictEqual(full, []);
});

Deno.test("modules of src have names of their own", () => {
  const paths = code.map(([path]) => path).filter((path) => path.startsWith("src/"));
  const named = Map.groupBy(paths, (path) => path.split("/").at(-1)!);
  const twice = [...named].filter(([name, { length }]) => length > 1 && name !== "mod.ts");
  deepStrictEqual(twice.map(([, paths]) => paths), []);
});

Deno.test("every mod.ts is a door that another project or somebody outside its room uses", () => {
  const doors = [...MODULES.keys()].filter((path) => /^src\/.*\/mod\.ts$/.test(path));
  const unused = doors.filter((door) =>
    !EXPORTED.includes(door) &&
    !code.some(([path, { targets }]) => targets.includes(door) && !path.startsWith(dirname(door)))
  );
  deepStrictEqual(unused, []);
});

/** Modules that something other than an import starts. */
const isEntry = (path: string) => /^(src\/commands|tasks)\//.test(path) || EXPORTED.includes(path);

const withoutComments = (text: string) => text.replace(/\/\*\*[\s\S]*?\*\//g, "");

/** What prompted generation is made of, until a task uses it; an entry that is used is an error. */
const AWAITED: readonly string[] = [];

Deno.test("nothing outside testing/ is used by tests alone", () => {
  const inside = code.filter(([path]) => path.startsWith("src/"));
  const importers = (module: string) =>
    code.filter(([path, { targets }]) => path !== module && targets.includes(module));
  const idle = inside.flatMap(([path, { text }]) => {
    if (isEntry(path)) return [];
    const using = importers(path);
    if (using.length === 0) return [`${path}: nobody imports it`];
    if (using.some(([, { text }]) => reexportsAll(text, path, using))) return [];
    const declared = [
      ...text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm),
    ].map(([, name]) => name!);
    return declared.filter((name) => {
      const word = new RegExp(`\\b${name}\\b`, "g");
      const own = withoutComments(text).match(word)?.length ?? 0;
      return own < 2 && !using.some(([, { text }]) => withoutComments(text).search(word) >= 0);
    }).map((name) => `${path}: ${name}`);
  });
  deepStrictEqual(idle, AWAITED);
});

function reexportsAll(
  text: string,
  path: string,
  using: readonly (readonly [string, unknown])[],
): boolean {
  return using.some(([from]) => {
    let name = relative(dirname(from), path).replaceAll("\\", "/");
    if (!name.startsWith(".")) name = `./${name}`;
    return text.includes(`export * from "${name}"`);
  });
}

Deno.test("an import that no file answers to is found", () => {
  const missing = [...MODULES].flatMap(([path, { targets }]) =>
    targets.filter((target) => {
      // Tests write projects of their own, in whose texts other modules are imported.
      if (isTest(path) || !target.endsWith(".ts")) return false;
      return !MODULES.has(target);
    }).map((target) => `${path}: ${target}`)
  );
  deepStrictEqual(missing, []);
  strictEqual(MODULES.has("tests/house_test.ts"), true);
});
