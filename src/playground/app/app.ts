import { client } from "../../report/page/page_client.ts";
import type { DrawingAnswer, DrawRequest } from "../drawing/messages.ts";
import { readLink, writeLink } from "../settings/scene_link.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { FIRST_OF, FIRST_SETTING, kindOf, type Scene } from "../settings/setting.ts";
import { startDrawing } from "./draw_client.ts";
import { find, make } from "./element.ts";
import { startJudging } from "./judge_client.ts";
import { makePanel } from "./settings_panel.ts";
import { describeKnown, type KnownFilter, readKnown, readNetworks } from "./read_offers.ts";
import { makeStage } from "./stage.ts";
import { offerToSave, startTakeAlong } from "./take_along.ts";

const base = new URL("./", document.baseURI).href;
const drawButton = find<HTMLButtonElement>(".draw"), runtime = find("#runtime");
const form = find<HTMLFormElement>("form.panel"), toast = find(".toast");

let hiding: ReturnType<typeof setTimeout> | undefined;
function say(message: string): void {
  toast.textContent = message;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => toast.hidden = true, 6000);
}

function fail(message: string): void {
  document.documentElement.dataset.state = "failed";
  find("#sheets").replaceChildren(make("p", { className: "failure" }, message));
}

/** What the page begins with: what its address says, or the run that it names. */
function firstScene(networks: readonly OfferedNetwork[]): Scene {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const run = parameters.get("run"), name = parameters.get("network");
  const meant = networks.find(({ id }) => id === name || name === null && id.startsWith(`${run}/`));
  const { count, ...first } = FIRST_OF[kindOf(meant ?? networks[0]!)];
  const setting = { ...FIRST_SETTING, ...first, network: meant?.id ?? "" };
  return readLink(location.hash, { seed: 0, count, prompt: "", settings: [setting] });
}

async function start(): Promise<void> {
  client();
  const judge = startJudging(base);
  let known: KnownFilter | undefined, run = 0;
  const stage = makeStage(judge, () => known?.filter, say);
  const { networks, home } = await readNetworks(base);
  if (networks.length === 0) return fail("There is no network to draw from.");
  if (home !== undefined) find("#home").append(make("a", { href: home }, "All runs"), " · ");

  const setState = (state: "ready" | "drawing" | "done") => {
    document.documentElement.dataset.state = state;
    drawButton.textContent = state === "drawing" ? "Draw anew" : "Draw";
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-save]")) {
      button.disabled = state !== "done";
    }
  };
  const hear = (answer: DrawingAnswer) => {
    if ("run" in answer && answer.run !== undefined && answer.run !== run) return;
    switch (answer.kind) {
      case "started": {
        const { cores } = answer;
        runtime.textContent = answer.runtime === "webgpu"
          ? "Computed here by WebGPU, whose rounding may differ from the command line's. Nothing is sent."
          : `Computed here by WebAssembly ${
            cores === 1 ? "on one core" : `on up to ${cores} cores`
          }; same tokens as the command line. Nothing is sent.`;
        return;
      }
      case "loaded":
        drawButton.disabled = false;
        if (drawButton.textContent!.startsWith("Loading")) setState("ready");
        return;
      case "frame":
        return stage.add(answer.sheet, answer);
      case "drawn":
        if (stage.end(answer.sheet, answer)) {
          setState("done");
          stage.refresh();
        }
        return;
      case "failed":
        return fail(answer.message);
    }
  };
  const drawing = startDrawing(base, hear);
  const panel = makePanel(networks, () => {
    for (const { network } of panel.read().settings) load(network);
  });
  const asked = new Set<string>();
  const load = (id: string) => {
    if (asked.has(id)) return;
    asked.add(id);
    drawing.send({ kind: "load", network: networks.find((one) => one.id === id)! });
  };
  const parameters = new URLSearchParams(location.search);
  drawing.send({
    ...{ kind: "start", base },
    runtime: parameters.get("runtime") === "wasm" ? "wasm" : "auto",
  });
  panel.write(firstScene(networks));
  for (const { network } of panel.read().settings) load(network);
  // RDKit loads while the reader looks around.
  void judge.ask(["C"], "").catch(({ message }) => say(message));

  const draw = () => {
    if (drawButton.disabled || !panel.isValid()) return;
    const { settings, ...shared } = panel.read();
    history.replaceState(null, "", `#${writeLink({ settings, ...shared })}`);
    const requests = settings.map((setting, sheet): DrawRequest => ({
      ...{ sheet, setting, ...shared },
      network: networks.find(({ id }) => id === setting.network)!,
    }));
    stage.start(requests);
    offerToSave(requests.some(({ network }) => network.writes === "text"));
    setState("drawing");
    drawing.send({ kind: "draw", run: ++run, requests });
    // Where the sheets stand below the panel, who draws would not see them.
    const area = find(".stage-area"), above = form.getBoundingClientRect();
    if (area.getBoundingClientRect().top >= above.bottom) area.scrollIntoView();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  addEventListener("hashchange", () => panel.write(firstScene(networks)));
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, altKey, metaKey, target } = event;
    const isField = (target as Element).closest(
      "input:not([type=radio]), select, textarea, button",
    );
    if (ctrlKey || altKey || metaKey || isField) return;
    const act = {
      ...{ d: draw, " ": () => stage.player.move("play") },
      ...{ ArrowLeft: () => stage.player.move("back"), ArrowRight: () => stage.player.move("on") },
      ...{ Home: () => stage.player.move("first"), End: () => stage.player.move("last") },
    }[key];
    if (act === undefined || (target as Element).matches("input") && key !== "d") return;
    event.preventDefault();
    act();
  });
  startTakeAlong({ networks, scene: panel.read, saved: stage.saved, say });
  try {
    known = await readKnown(base);
    find("#known").textContent = describeKnown(known.facts);
    stage.refresh();
  } catch (error) {
    find("#known").textContent = `What is novel is not known: ${(error as Error).message}`;
  }
}

start().catch((error: Error) => fail(error.message));
