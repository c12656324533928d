import type { OfferedNetwork } from "../settings/offered_network.ts";
import { FIRST_OF, type Kind, kindOf, RANGES, type Scene } from "../settings/setting.ts";
import { find, make } from "./element.ts";
import { numberField, settingFields } from "./setting_fields.ts";

/** The form of all settings. */
export interface Panel {
  /** What it says. */
  read(): Scene;
  /** Fills it in. */
  write(scene: Scene): void;
  /** Whether every field holds what it may. */
  isValid(): boolean;
}

/**
 * Makes the fields of the panel.
 *
 * @param changed Hears of every change.
 */
export function makePanel(networks: readonly OfferedNetwork[], changed: () => void): Panel {
  const form = find<HTMLFormElement>("form.panel");
  const fieldsets = [...form.querySelectorAll<HTMLElement>("fieldset[data-sheet]")];
  const prompt = make("textarea", { id: "prompt", rows: 4, spellcheck: false });
  const examples = make("select", { id: "examples", ariaLabel: "Example prompts" });
  const prompts = make(
    "div",
    { className: "row" },
    make("label", { htmlFor: "prompt" }, "Prompt"),
    prompt,
    examples,
  );
  const seed = numberField({ ...RANGES.seed }), count = numberField({ ...RANGES.count });
  const dice = make("button", { type: "button", title: "Another seed" }, "New seed");
  const beside = make("input", { type: "checkbox", id: "beside" });
  seed.id = "seed";
  count.id = "count";
  find("#shared").append(
    prompts,
    make(
      "div",
      { className: "pair" },
      make("div", { className: "row" }, make("label", { htmlFor: "seed" }, "Seed"), seed),
      make("div", { className: "row" }, make("label", { htmlFor: "count" }, "Sequences"), count),
    ),
    make(
      "div",
      { className: "buttons" },
      dice,
      make("label", { htmlFor: "beside" }, beside, " Two settings, the same noise"),
    ),
  );
  let before: Kind | undefined;
  const fit = () => {
    const { settings } = read();
    const asked = settings.flatMap(({ network }) =>
      networks.find(({ id }) => id === network)?.prompted ?? []
    );
    prompts.hidden = asked.length === 0;
    const offered = asked[0]?.examples ?? [];
    const texts = [...examples.options].slice(1).map(({ value }) => value);
    if (offered.join("\0") !== texts.join("\0")) {
      examples.replaceChildren(
        make("option", { value: "" }, "Examples …"),
        ...offered.map((text) => make("option", { value: text }, text.slice(0, 60))),
      );
    }
    if (asked.length > 0 && prompt.value === "") prompt.value = offered[0] ?? "";
    const kind = kindOf(networks.find(({ id }) => id === settings[0]!.network)!);
    if (before !== undefined && kind !== before) count.value = String(FIRST_OF[kind].count);
    before = kind;
    fieldsets[1]!.hidden = !beside.checked;
  };
  const onChange = () => {
    fit();
    changed();
  };
  const fields = fieldsets.map((fieldset, sheet) =>
    settingFields(fieldset, networks, sheet, onChange)
  );
  const read = (): Scene => ({
    ...{ seed: seed.valueAsNumber, count: count.valueAsNumber, prompt: prompt.value },
    settings: fields.slice(0, beside.checked ? 2 : 1).map((one) => one.read()),
  });
  beside.addEventListener("input", () => {
    // The second starts as the first with another method, so that there is something to see.
    if (!beside.checked) return onChange();
    const first = fields[0]!.read();
    fields[1]!.write({ ...first, network: "", method: first.method === "mdm" ? "proseco" : "mdm" });
    onChange();
  });
  dice.addEventListener("click", () => {
    seed.value = String(Math.floor(Math.random() * 1e6));
    changed();
    form.requestSubmit();
  });
  examples.addEventListener("input", () => {
    if (examples.value !== "") prompt.value = examples.value;
    examples.value = "";
    changed();
  });
  for (const field of [prompt, seed, count]) field.addEventListener("input", changed);
  return {
    read,
    write({ seed: seedOf, count: countOf, prompt: promptOf, settings: [first, second] }) {
      seed.value = String(seedOf);
      count.value = String(countOf);
      prompt.value = promptOf;
      beside.checked = second !== undefined;
      fields[0]!.write(first!);
      fields[1]!.write(second ?? first!);
      before = undefined;
      fit();
    },
    isValid: () => form.reportValidity(),
  };
}
