import { readText } from "../../datasets/read_text.ts";
import { readColumns } from "../../datasets/read_column.ts";
import { readParquet } from "../../datasets/read_parquet.ts";
import { UserError } from "../../../support/user_error.ts";
import { parseSdf, smilesOfBlocks } from "./read_sdf.ts";

/** Formats of files of molecules. */
export const MOLECULE_FORMATS = ["csv", "tsv", "smi", "sdf", "parquet"] as const;

/** A format of a file of molecules. */
export type MoleculeFormat = typeof MOLECULE_FORMATS[number];

const ENDINGS: Readonly<Record<string, MoleculeFormat>> = {
  ...{ csv: "csv", tsv: "tsv", tab: "tsv", smi: "smi", smiles: "smi", ism: "smi" },
  ...{ sdf: "sdf", sd: "sdf", mol: "sdf", parquet: "parquet", pq: "parquet" },
};

/** Options of {@linkcode readMoleculeTable}. */
export interface MoleculeTableOptions {
  /** Format; `auto` to take it from the end of the name. */
  readonly format: MoleculeFormat | "auto";
  /** Column of the SMILES strings, in tables. */
  readonly column: string;
  /** Further columns to read; in SDF files, data items. */
  readonly columns: readonly string[];
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/** Molecules of a file. */
export interface MoleculeTable {
  /** A SMILES string of each; empty for a mol block that RDKit cannot read. */
  readonly smiles: readonly string[];
  /** Values of the further columns, by name. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** What messages call a row, counted from 0. */
  rowName(index: number): string;
}

function formatOf(path: string, format: MoleculeFormat | "auto"): MoleculeFormat {
  if (format !== "auto") return format;
  const ending = /\.([^./\\]+?)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  const found = ending === undefined ? undefined : ENDINGS[ending];
  if (found !== undefined) return found;
  throw new UserError(
    `Cannot tell the format of "${path}" by its name: set format to ${MOLECULE_FORMATS.join(", ")}`,
  );
}

async function readTable(path: string, format: "csv" | "tsv" | "parquet", names: string[]) {
  try {
    return format === "parquet"
      ? await readParquet(path, names)
      : await readColumns(path, names, { delimiter: format === "tsv" ? "\t" : "," });
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

async function readSmi(
  path: string,
): Promise<{ smiles: string[]; names: string[]; lines: number[] }> {
  const smiles: string[] = [], names: string[] = [], lines: number[] = [];
  for (const [i, line] of (await readText(path)).split(/\r\n?|\n/).entries()) {
    const [first, ...rest] = line.trim().split(/\s+/);
    if (first === undefined || first === "" || (i === 0 && /^smiles$/i.test(first))) continue;
    smiles.push(first);
    names.push(rest.join(" "));
    lines.push(i + 1);
  }
  return { smiles, names, lines };
}

/**
 * Reads a file of molecules: CSV, TSV and Parquet by the names of columns, SMI (a SMILES string and a
 * name on each line), SDF by RDKit; all but Parquet may be gzipped.
 *
 * @throws {UserError} If the format cannot be told, the file cannot be read or lacks a column.
 */
export async function readMoleculeTable(
  path: string,
  { format: asked, column, columns, signal }: MoleculeTableOptions,
): Promise<MoleculeTable> {
  const format = formatOf(path, asked);
  switch (format) {
    case "smi": {
      const { smiles, names, lines } = await readSmi(path);
      const other = columns.find((name) => name !== "name");
      if (other !== undefined) {
        throw new UserError(`Cannot read "${path}": a SMI file has a column "name", no "${other}"`);
      }
      return {
        smiles,
        columns: new Map(columns.map((name) => [name, names])),
        rowName: (i) => `line ${lines[i]}`,
      };
    }
    case "sdf": {
      const records = parseSdf(await readText(path));
      for (const name of columns) {
        if (records.some(({ items }) => items.has(name))) continue;
        const known = [...new Set(records.flatMap(({ items }) => [...items.keys()]))];
        throw new UserError(
          `Cannot read "${path}": no record has "${name}", only ${
            known.join(", ") || "structures"
          }`,
        );
      }
      return {
        smiles: await smilesOfBlocks(records.map(({ block }) => block), signal),
        columns: new Map(
          columns.map((name) => [name, records.map(({ items }) => items.get(name) ?? "")]),
        ),
        rowName: (i) => `record ${i + 1}`,
      };
    }
    default: {
      const [smiles, ...others] = await readTable(path, format, [column, ...columns]);
      return {
        smiles: smiles!,
        columns: new Map(columns.map((name, i) => [name, others[i]!])),
        rowName: (i) => format === "parquet" ? `row ${i + 1}` : `row ${i + 1} after the header`,
      };
    }
  }
}
