import { deepStrictEqual } from "node:assert/strict";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const documents = [
  "README.md",
  ...[...Deno.readDirSync(join(ROOT, "docs"))].filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `docs/${name}`),
  ...["src/README.md", "src/pipeline/README.md", "src/tensor/README.md"],
];

interface Link {
  readonly document: string;
  readonly label: string;
  readonly target: string;
}

const links: readonly Link[] = documents.flatMap((document) => {
  const text = Deno.readTextFileSync(join(ROOT, document));
  return [...text.matchAll(/\[([^\]]+)\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, label, target]) => ({ document, label: label!, target: target! }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
});

Deno.test("a link that names a module names the one that it leads to", () => {
  const misnamed = links.filter(({ label, target }) => {
    const name = label.replaceAll("`", "");
    return /^\w+\.ts$/.test(name) && name !== basename(target);
  });
  deepStrictEqual(misnamed, []);
});
