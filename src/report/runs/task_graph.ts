import { formatNumber } from "../style/number_format.ts";
import { escapeText } from "../page/html.ts";
import { paint } from "../style/inks.ts";
import type { RunRecord } from "../../pipeline/runs/run_record.ts";

/** One task of a run, with all its instances. */
export interface TaskNode {
  readonly task: string;
  readonly instances: number;
  readonly cached: number;
  /** Seconds that the instances took which ran in this run. */
  readonly seconds: number;
  /** How many tasks it has to wait for, one after the other. */
  readonly layer: number;
}

/** What a run consisted of. */
export interface TaskGraph {
  readonly nodes: readonly TaskNode[];
  /** Pairs of task names: the second read what the first wrote, or goes on with its best. */
  readonly edges: readonly (readonly [string, string])[];
}

/**
 * Works out which tasks read from which, by the content that they wrote and read; a rung of a search
 * comes after the one whose best it takes.
 *
 * @param inputHashes Hashes of what each instance read, by its name.
 */
export function taskGraph(
  { instances }: RunRecord,
  inputHashes: ReadonlyMap<string, readonly string[]>,
): TaskGraph {
  const entries = Object.entries(instances);
  const writers = new Map(
    entries.flatMap(([, { task, outputs }]) =>
      Object.values(outputs).map((hash) => [hash, task] as const)
    ),
  );
  const edges = new Map<string, Set<string>>();
  for (const [name, { task, chosenFrom }] of entries) {
    const needed = edges.get(task) ?? new Set<string>();
    if (chosenFrom !== undefined) needed.add(chosenFrom);
    for (const hash of inputHashes.get(name) ?? []) {
      const writer = writers.get(hash);
      if (writer !== undefined && writer !== task) needed.add(writer);
    }
    edges.set(task, needed);
  }
  const layers = new Map<string, number>();
  const layerOf = (task: string, seen: readonly string[] = []): number => {
    // Two tasks that write the same bytes can look as if each read from the other.
    if (seen.includes(task)) return 0;
    const known = layers.get(task);
    if (known !== undefined) return known;
    const below = [...edges.get(task) ?? []].map((needed) => layerOf(needed, [...seen, task]));
    const layer = below.length === 0 ? 0 : Math.max(...below) + 1;
    layers.set(task, layer);
    return layer;
  };
  const nodes = [...Map.groupBy(entries, ([, { task }]) => task)].map(([task, group]) => ({
    task,
    instances: group.length,
    cached: group.filter(([, { cached }]) => cached).length,
    seconds: group.reduce((sum, [, { cached, seconds }]) => sum + (cached ? 0 : seconds), 0),
    layer: layerOf(task),
  }));
  return {
    nodes: nodes.sort((a, b) => a.layer - b.layer),
    edges: [...edges].flatMap(([task, needed]) => [...needed].map((from) => [from, task] as const)),
  };
}

/** Seconds in words of the right size. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.5) return `${formatNumber(seconds, seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const WIDTH = 190, HEIGHT = 58, GAP_X = 24, GAP_Y = 34;

function nodeText({ instances, cached, seconds }: TaskNode): string {
  const ran = instances - cached;
  if (ran === 0) return instances === 1 ? "from cache" : `all ${instances} from cache`;
  const time = formatSeconds(seconds);
  if (cached === 0) return instances === 1 ? time : `${instances} in ${time}`;
  return `${ran} in ${time}, ${cached} from cache`;
}

/** Leaves out edges that a longer way between the same tasks implies. */
function impliedLeftOut(edges: TaskGraph["edges"]): TaskGraph["edges"] {
  const next = Map.groupBy(edges, ([from]) => from);
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    from === to || (next.get(from) ?? []).some(([, step]) => {
      if (seen.has(step)) return false;
      seen.add(step);
      return reaches(step, to, seen);
    });
  return edges.filter(([from, to]) =>
    !next.get(from)!.some(([, step]) => step !== to && reaches(step, to, new Set([step, from])))
  );
}

/** Draws a run's tasks from top to bottom, with what each cost; tinted is what the cache gave. */
export function drawTaskGraph({ nodes, edges }: TaskGraph): string {
  const layers = [...Map.groupBy(nodes, ({ layer }) => layer).values()];
  const columns = Math.max(...layers.map((layer) => layer.length));
  const width = columns * (WIDTH + GAP_X) - GAP_X + 2;
  const places = new Map(layers.flatMap((layer, row) => {
    const left = (width - (layer.length * (WIDTH + GAP_X) - GAP_X)) / 2;
    return layer.map((node, column) => [
      node.task,
      { x: left + column * (WIDTH + GAP_X), y: 1 + row * (HEIGHT + GAP_Y) },
    ]);
  }));
  const height = layers.length * (HEIGHT + GAP_Y) - GAP_Y + 2;
  const lines = impliedLeftOut(edges).map(([from, to]) => {
    const [start, end] = [places.get(from)!, places.get(to)!];
    const [x1, y1, x2, y2] = [start.x + WIDTH / 2, start.y + HEIGHT, end.x + WIDTH / 2, end.y];
    const bend = Math.max(GAP_Y / 2, (y2 - y1) / 2);
    return `<path d="M${x1},${y1}C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}"/>`;
  });
  const boxes = nodes.map((node) => {
    const { x, y } = places.get(node.task)!;
    const fill = paint(node.cached === node.instances ? "tint" : "ground", "page");
    return `<g class="task"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="7" ` +
      `fill="${fill}" stroke="${paint("rule", "page")}"/>` +
      `<text x="${x + 12}" y="${y + 24}" font-size="14" font-weight="600" ` +
      `fill="${paint("text", "page")}">${escapeText(node.task)}</text>` +
      `<text x="${x + 12}" y="${y + 44}" font-size="12" fill="${paint("muted", "page")}">` +
      `${escapeText(nodeText(node))}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img" aria-label="Tasks of the run">` +
    `<g fill="none" stroke="${paint("muted", "page")}" stroke-opacity="0.6">${lines.join("")}</g>` +
    `${boxes.join("")}</svg>`;
}
