import { propertyText } from "../../report/style/property_text.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import {
  FIRST_OF,
  hasOrder,
  type Kind,
  kindOf,
  LABELS,
  METHODS,
  type Order,
  ORDERS,
  RANGES,
  type Setting,
} from "../settings/setting.ts";
import { make } from "./element.ts";

/** Fields of one setting. */
export interface SettingFields {
  /** What they say. */
  read(): Setting;
  /** Fills them in; a network that is not offered is replaced. */
  write(setting: Setting): void;
}

let made = 0;

/** A field with its name above it. */
function row(name: string, field: HTMLElement, shown?: HTMLOutputElement): HTMLElement {
  const id = field.id = `field-${made++}`;
  const label = make("label", { htmlFor: id }, name);
  if (shown !== undefined) label.append(shown);
  return make("div", { className: "row" }, label, field);
}

/** A field for a number. */
export function numberField(range: { least: number; most: number; step: number }) {
  const { least, most, step } = range;
  return make("input", {
    ...{ type: "number", min: String(least), max: String(most), step: String(step) },
    ...{ required: true, inputMode: Number.isInteger(step) ? "numeric" : "decimal" },
  });
}

/** Puts options into a select. */
function fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  const before = select.value;
  select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
  if (options.some(([value]) => value === before)) select.value = before;
}

/** The network of the same folder that was trained for a method. */
function networkFor(
  networks: readonly OfferedNetwork[],
  current: string,
  method: Setting["method"],
): string {
  const folder = current.slice(0, current.lastIndexOf("/") + 1);
  const beside = networks.filter(({ id }) => id.slice(0, id.lastIndexOf("/") + 1) === folder);
  const wanted = method === "proseco" ? "proseco" : "mdm";
  const own = networks.find(({ id }) => id === current);
  if (own?.objective === wanted) return current;
  return beside.find(({ objective }) => objective === wanted)?.id ?? current;
}

/** What the labels of a property are called. */
function labelOptions(network: OfferedNetwork, property: string): [string, string][] {
  const labels = network.properties.find(({ name }) => name === property)?.labels ?? 0;
  return Array.from({ length: labels }, (_, label) => [
    String(label),
    labels === 2 && network.writes === "molecules" ? ["low", "high"][label]! : `label ${label}`,
  ]).reverse() as [string, string][];
}

/**
 * Makes the fields of a setting in a fieldset.
 *
 * @param sheet Number of the sheet, which tells its choice of methods from another's.
 * @param changed Hears of every change.
 */
export function settingFields(
  fieldset: HTMLElement,
  networks: readonly OfferedNetwork[],
  sheet: number,
  changed: () => void,
): SettingFields {
  const methods = METHODS.map((method) =>
    make("input", { type: "radio", name: `method-${sheet}`, value: method })
  );
  const choice = make(
    "div",
    { className: "choice", role: "radiogroup", ariaLabel: "Method" },
    ...methods.map((radio) => make("label", {}, radio, LABELS[radio.value as Setting["method"]])),
  );
  const network = make("select"), property = make("select"), label = make("select");
  fill(
    network,
    networks.map(({ id, writes, prompted }) => {
      const what = prompted !== undefined ? "answers" : writes;
      return [id, `${id} (${what})`];
    }),
  );
  const { least, most, step } = RANGES.gamma, shown = make("output");
  const gamma = make("input", {
    ...{ type: "range", min: String(least), max: String(most), step: String(step) },
  });
  const numbers = {
    T: numberField({ ...RANGES.T }),
    S: numberField({ ...RANGES.S }),
    omega: numberField({ ...RANGES.omega }),
    eta: numberField({ ...RANGES.eta }),
    temperature: numberField({ ...RANGES.temperature }),
  };
  const labelled = make(
    "div",
    { className: "pair" },
    row("Property", property),
    row("Towards", label),
  );
  const strength = row("Guidance γ", gamma, shown);
  const corrector = make(
    "div",
    { className: "pair" },
    row("Corrector steps S", numbers.S),
    row("at every ω-th step", numbers.omega),
  );
  const remasking = row("Remasking η", numbers.eta);
  const orders: Readonly<Record<Order, string>> = { surest: "the surest", random: "any" };
  const order = make("select");
  fill(order, ORDERS.map((name) => [name, orders[name]]));
  const ordered = row("A step unmasks tokens", order);
  const steps = make(
    "div",
    { className: "pair" },
    row("Steps T", numbers.T),
    row("Temperature", numbers.temperature),
  );
  fieldset.append(
    ...[choice, row("Network", network), labelled, strength, steps, ordered, corrector, remasking],
  );

  let before: Kind | undefined;
  const methodOf = () =>
    (methods.find(({ checked }) => checked)?.value ?? "mdm") as Setting["method"];
  const chosen = () => networks.find(({ id }) => id === network.value)!;
  const fit = () => {
    const own = chosen();
    const isLabelled = own.properties.length > 0 && own.prompted === undefined;
    fill(property, [
      ["", "none"],
      ...own.properties.map(({ name }) => [name, propertyText(name).name] as const),
    ]);
    fill(label, labelOptions(own, property.value));
    labelled.hidden = !isLabelled;
    label.disabled = property.value === "";
    strength.hidden = !isLabelled || property.value === "";
    corrector.hidden = methodOf() !== "proseco";
    remasking.hidden = methodOf() !== "remdm";
    ordered.hidden = !hasOrder(own, methodOf());
    shown.value = gamma.value;
  };
  fieldset.addEventListener("input", ({ target }) => {
    if (methods.includes(target as HTMLInputElement)) {
      network.value = networkFor(networks, network.value, methodOf());
    }
    const kind = kindOf(chosen());
    if (kind !== before) {
      numbers.T.value = String(FIRST_OF[kind].T);
      numbers.temperature.value = String(FIRST_OF[kind].temperature);
    }
    before = kind;
    fit();
    changed();
  });
  return {
    read: () => ({
      ...{ network: network.value, method: methodOf(), property: property.value },
      ...{ label: Number(label.value || 1), gamma: Number(gamma.value) },
      order: order.value,
      ...Object.fromEntries(
        Object.entries(numbers).map(([name, one]) => [name, one.valueAsNumber]),
      ),
    } as Setting),
    write(setting) {
      for (const radio of methods) radio.checked = radio.value === setting.method;
      const isOffered = networks.some(({ id }) => id === setting.network);
      network.value = isOffered
        ? setting.network
        : networkFor(networks, networks[0]!.id, setting.method);
      fit();
      property.value = setting.property;
      if (property.value !== setting.property) property.value = "";
      fit();
      label.value = String(setting.label);
      if (label.value === "" && label.options.length > 0) label.selectedIndex = 0;
      gamma.value = String(setting.gamma);
      for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) {
        numbers[name].value = String(setting[name]);
      }
      order.value = setting.order;
      before = kindOf(chosen());
      fit();
    },
  };
}
