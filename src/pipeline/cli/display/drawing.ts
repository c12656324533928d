import type { Pipeline } from "../../graph/load.ts";

/** A task as a box of the drawing. */
interface Box {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly needs: readonly string[];
}

function boxesOf({ tasks, instances }: Pipeline): Box[] {
  const byTask = Map.groupBy(instances, ({ task }) => task);
  return tasks.map((name) => {
    const members = byTask.get(name) ?? [];
    const needs = new Set(members.flatMap(({ after }) => after.map(({ task }) => task)));
    const kind = members[0]?.module.definition.kind ?? "";
    return { name, kind, count: members.length, needs: [...needs] };
  });
}

/** Leaves out the needs that others imply: of A → B → C and A → C only the first two are drawn. */
function withoutImplied(boxes: readonly Box[]): Box[] {
  const needs = new Map(boxes.map((box) => [box.name, box.needs]));
  const behind = new Map<string, ReadonlySet<string>>();
  const allBehind = (name: string): ReadonlySet<string> => {
    const known = behind.get(name);
    if (known !== undefined) return known;
    const all = new Set((needs.get(name) ?? []).flatMap((need) => [need, ...allBehind(need)]));
    behind.set(name, all);
    return all;
  };
  return boxes.map((box) => ({
    ...box,
    needs: box.needs.filter((need) =>
      !box.needs.some((other) => other !== need && allBehind(other).has(need))
    ),
  }));
}

/** Draws the tasks of a pipeline as a Mermaid flowchart. */
export function drawMermaid(pipeline: Pipeline): string {
  const boxes = boxesOf(pipeline);
  const ids = new Map(boxes.map(({ name }, i) => [name, `t${i}`]));
  const nodes = boxes.map(({ name, kind, count }) => {
    const times = count === 1 ? "" : ` × ${count}`;
    return `  ${ids.get(name)}["${name}${times}<br/><small>${kind}</small>"]`;
  });
  const edges = boxes.flatMap(({ name, needs }) =>
    needs.map((need) => `  ${ids.get(need)} --> ${ids.get(name)}`)
  );
  return ["flowchart TD", ...nodes, ...edges].join("\n");
}

const BOX = { width: 190, height: 46, gapX: 28, gapY: 44, margin: 16 };

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Row of each task: below everything it needs. */
function rowsOf(boxes: readonly Box[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { name, needs } of boxes) {
    rows.set(name, Math.max(-1, ...needs.map((need) => rows.get(need) ?? 0)) + 1);
  }
  return rows;
}

/** Draws the tasks of a pipeline as SVG, row by row, each below what it needs. */
export function drawSvg(pipeline: Pipeline): string {
  const boxes = withoutImplied(boxesOf(pipeline));
  const rows = rowsOf(boxes);
  const byRow = Map.groupBy(boxes, ({ name }) => rows.get(name)!);
  const widest = Math.max(1, ...[...byRow.values()].map((row) => row.length));
  const span = (count: number) => count * BOX.width + (count - 1) * BOX.gapX;
  const width = span(widest) + 2 * BOX.margin;
  const height = byRow.size * (BOX.height + BOX.gapY) - BOX.gapY + 2 * BOX.margin;
  const corner = new Map<string, { x: number; y: number }>();
  for (const [row, members] of byRow) {
    const left = (width - span(members.length)) / 2;
    for (const [i, { name }] of members.entries()) {
      const x = left + i * (BOX.width + BOX.gapX);
      corner.set(name, { x, y: BOX.margin + row * (BOX.height + BOX.gapY) });
    }
  }
  const edges = boxes.flatMap(({ name, needs }) =>
    needs.map((need) => {
      const from = corner.get(need)!, to = corner.get(name)!;
      const [x1, y1] = [from.x + BOX.width / 2, from.y + BOX.height];
      const [x2, y2] = [to.x + BOX.width / 2, to.y];
      const middle = (y1 + y2) / 2;
      return `<path d="M${x1},${y1}C${x1},${middle} ${x2},${middle} ${x2},${y2}" marker-end="url(#arrow)"/>`;
    })
  );
  const shapes = boxes.map(({ name, kind, count }) => {
    const { x, y } = corner.get(name)!;
    const label = escapeXml(count === 1 ? name : `${name} × ${count}`);
    return `<g><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>` +
      `<text x="${x + BOX.width / 2}" y="${y + 20}">${label}</text>` +
      `<text class="kind" x="${x + BOX.width / 2}" y="${y + 36}">${escapeXml(kind)}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Tasks of ${
    escapeXml(pipeline.name)
  }">
<style>rect{fill:#f6f8fa;stroke:#57606a}path{fill:none;stroke:#57606a}text{font:13px sans-serif;text-anchor:middle;fill:#1f2328}.kind{font-size:11px;fill:#57606a}</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0L8,4L0,8z" style="fill:#57606a;stroke:none"/></marker></defs>
${edges.join("\n")}
${shapes.join("\n")}
</svg>
`;
}
