import type { MoleculeDatasetMeta } from "../../artifacts/dataset_meta.ts";
import { dataName } from "../../artifacts/provenance/data_name.ts";
import { describeLeftOut } from "../../artifacts/provenance/left_out.ts";
import { formatCount } from "../style/number_format.ts";
import { dataBanner } from "../page/data_banner.ts";
import type { Markup } from "../page/html.ts";

const KINDS: Readonly<Record<string, string>> = {
  folder: "QM9 from a local folder",
  cache: "QM9 from the download cache",
  download: "QM9, downloaded",
};

/** Where the molecules came from, and which of them were left out. */
export function describeSource(meta: MoleculeDatasetMeta): string {
  const { source, counts } = meta;
  const molecules = `${formatCount(counts.molecules)} molecules`;
  const leftOut = describeLeftOut(meta);
  const told = source.kind === "enumerated"
    ? `Not QM9: ${molecules} that this project enumerated itself, because no QM9 was at hand.`
    : `${KINDS[source.kind] ?? dataName(source)}: ${molecules}.`;
  return leftOut === undefined ? told : `${told} ${leftOut}.`;
}

/** The page's first line: the data source, loud where it is not the real data set. */
export function sourceBanner(meta: MoleculeDatasetMeta): Markup {
  const isEnumerated = meta.source.kind === "enumerated";
  return dataBanner({
    ...{ source: meta.source, text: describeSource(meta) },
    isLoud: isEnumerated || describeLeftOut(meta) !== undefined,
    warning: isEnumerated &&
      "Compare these figures with nothing outside this report; give --data to use QM9.",
  });
}
