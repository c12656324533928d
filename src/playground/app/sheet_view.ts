import { escapeText } from "../../report/page/html.ts";
import { themedMolecule } from "../../report/sections/molecule_drawing.ts";
import { formatNumber } from "../../report/style/number_format.ts";
import { propertyText } from "../../report/style/property_text.ts";
import type { BloomFilter } from "../known/bloom_filter.ts";
import { make } from "./element.ts";
import { hasOrder, LABELS } from "../settings/setting.ts";
import type { JudgeClient } from "./judge_client.ts";
import type { RecordedSheet } from "./recorded_sheet.ts";
import { countRows, type JudgedRow, judgeRows } from "./sheet_counts.ts";

/** A setting in a line. */
export function describeRequest({ request: { setting, network } }: RecordedSheet): string {
  const { method, T, S, omega, eta, gamma, property, order } = setting;
  const name = propertyText(property).inProse;
  return [
    LABELS[method] + (method === "proseco" ? ` (${S}, ${omega})` : ""),
    ...(hasOrder(network, method) ? [order === "surest" ? "surest first" : "any order"] : []),
    `T = ${T}`,
    ...(method === "remdm" ? [`η = ${eta}`] : []),
    ...(property === "" ? [] : [`${name}, γ = ${gamma}`]),
    network.id,
  ].join(" · ");
}

/** A part of a card, which is written anew only where it changes: a drawing that stays costs nothing. */
class CardPart {
  readonly element: HTMLElement;
  #content = "";

  constructor(className: string) {
    this.element = make("div", { className });
  }

  write(content: string): void {
    if (content === this.#content) return;
    this.#content = content;
    this.element.innerHTML = content;
  }
}

/** The card of a sequence. */
class Card {
  readonly element: HTMLElement;
  readonly picture = new CardPart("picture");
  readonly mark = new CardPart("mark");
  readonly ids = new CardPart("ids");
  readonly value = new CardPart("value");

  constructor(row: number, isText: boolean) {
    const parts = isText ? [this.ids] : [this.picture, this.mark, this.ids, this.value];
    this.element = make("li", { tabIndex: 0 }, ...parts.map(({ element }) => element));
    this.element.dataset.row = String(row);
    this.become("");
  }

  become(classes: string): void {
    const { classList } = this.element;
    const className = `card${classes}${classList.contains("twin") ? " twin" : ""}`;
    if (this.element.className !== className) this.element.className = className;
  }
}

/** One sheet on the page: counters, and a card for each sequence. */
export class SheetView {
  /** What stands on the page. */
  readonly element: HTMLElement;
  readonly #sheet: RecordedSheet;
  readonly #counters: HTMLElement;
  readonly #cards: Card[];
  #counted = "";

  /** Makes a sheet with a card for each sequence. */
  constructor(sheet: RecordedSheet) {
    const { count, network, prompt } = sheet.request;
    this.#sheet = sheet;
    const isText = network.writes === "text";
    this.#cards = Array.from({ length: count }, (_, row) => new Card(row, isText));
    this.#counters = make("dl", { className: "counters" });
    this.element = make(
      "section",
      { className: "sheet", ariaLabel: describeRequest(sheet) },
      make("h2", {}, describeRequest(sheet)),
      this.#counters,
      ...(network.prompted === undefined ? [] : [make("p", { className: "asked" }, prompt)]),
      make(
        "ul",
        { className: isText ? "cards texts" : "cards" },
        ...this.#cards.map(({ element }) => element),
      ),
    );
  }

  /**
   * Shows a step.
   *
   * @param isFresh Whether it has just happened, so that what was corrected flashes.
   */
  show(
    frame: number,
    { judge, known, isFresh }: {
      readonly judge: Pick<JudgeClient, "of">;
      readonly known: BloomFilter | undefined;
      readonly isFresh: boolean;
    },
  ): void {
    const isText = this.#sheet.request.network.writes === "text";
    const rows = isText ? [] : judgeRows(this.#sheet, frame, judge, known);
    this.#cards.forEach((card, row) => {
      card.ids.write(this.#tokens(frame, row, isFresh));
      if (!isText) this.#showMolecule(card, frame, rows[row]!);
      card.element.dataset.text = rows[row]?.smiles ?? this.#sheet.result?.texts?.[row] ?? "";
    });
    const counted = this.#count(frame, rows);
    if (counted === this.#counted) return;
    this.#counted = counted;
    this.#counters.innerHTML = counted;
  }

  #tokens(frame: number, row: number, isFresh: boolean): string {
    const spans = this.#sheet.tokens(frame, row).map(({ text, state, isSpecial }) => {
      const fresh = isFresh && state === "corrected" ? " fresh" : "";
      return `<span class="${state}${isSpecial ? " end" : ""}${fresh}">${escapeText(text)}</span>`;
    });
    return spans.join("");
  }

  #showMolecule(card: Card, frame: number, { judgement, isNovel }: JudgedRow): void {
    const isProposal = this.#sheet.isProposal(frame), { property } = this.#sheet;
    const isValid = judgement?.canonical !== null && judgement !== undefined;
    const isInvalid = judgement?.canonical === null && !isProposal;
    const isMarked = isNovel === true && !isProposal;
    const drawing = judgement?.drawing ? themedMolecule(judgement.drawing).markup : "";
    const { name, digits } = propertyText(property), value = judgement?.value ?? null;
    card.become(
      `${isProposal ? " proposal" : ""}${isInvalid ? " invalid" : ""}${isMarked ? " novel" : ""}`,
    );
    card.picture.write(
      isInvalid ? `<span class="reason">${escapeText(judgement!.reason ?? "")}</span>` : drawing,
    );
    card.mark.write(isMarked ? "novel" : "");
    card.value.write(
      value === null || isProposal || !isValid
        ? "&nbsp;"
        : `${escapeText(name)} ${formatNumber(value, Number.isInteger(value) ? 0 : digits)}`,
    );
  }

  #count(frame: number, rows: readonly JudgedRow[]): string {
    const { request: { count, network: { writes } }, result, property } = this.#sheet;
    const evaluations = (this.#sheet.frames[frame]?.evaluations ?? 0) / count;
    const item = (name: string, value: string, note: string) =>
      `<div><dt>${escapeText(name)}</dt><dd>${escapeText(value)}<small>${
        escapeText(note)
      }</small></dd></div>`;
    const cost = item(
      "Evaluations",
      formatNumber(evaluations, 1),
      result === undefined
        ? "of each so far"
        : `of each; ${formatNumber(result.nfe, 0)} prescribed`,
    );
    const time = result === undefined
      ? ""
      : item("Time", `${formatNumber(result.milliseconds / 1000, 1)} s`, "in this browser");
    if (writes === "text") return cost + time;
    const { judged, valid, unique, novel, mean } = countRows(rows);
    const { name, digits } = propertyText(property);
    const share = (part: number | undefined) =>
      part === undefined || judged === 0 ? "–" : `${formatNumber(100 * part / judged, 0)} %`;
    const isProposal = this.#sheet.isProposal(frame);
    return cost +
      item("Valid", isProposal ? "–" : share(valid), `${valid} of ${judged} finished`) +
      item(
        "Novel",
        isProposal ? "–" : share(novel),
        novel === undefined ? "known ones are loading" : `${novel}; ${unique} different`,
      ) +
      (property === "" ? "" : item(`Mean ${name}`, formatNumber(mean, digits), "of the valid")) +
      time;
  }
}
