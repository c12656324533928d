import type { MoleculeDatasetMeta } from "../../artifacts/dataset_meta.ts";
import { dataName } from "../../artifacts/provenance/data_name.ts";
import { describeLeftOut } from "../../artifacts/provenance/left_out.ts";
import { formatCount } from "../style/number_format.ts";
import { html, type Markup } from "../page/html.ts";

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
  const { kind, ...details } = meta.source;
  const enumerated = kind === "enumerated";
  const isLoud = enumerated || describeLeftOut(meta) !== undefined;
  const text = Object.entries(details)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name} ${value}`).join(" · ");
  return html`
    <div class="source${isLoud && " loud"}" id="source" data-kind="${kind}">
      <div class="bar"><strong>Data.</strong> ${describeSource(meta)}
    ${enumerated &&
      "Compare these figures with nothing outside this report; give --data to use QM9."}
    ${text !== "" && html`<span class="detail">${text}</span>`}</div>
    </div>
  `;
}
