import { type Scalar, scalarsIn } from "../../support/json.ts";
import { UserError } from "../../support/user_error.ts";
import {
  type TrackedEnd,
  type TrackedPoint,
  type TrackedWork,
  type Tracker,
  TrackerRefusal,
} from "./tracker.ts";

/** Milliseconds after which a server that does not answer counts as down. */
const PATIENCE = 10_000;
/** What MLflow takes of one call, and of the text of a parameter. */
const MOST_METRICS = 1000, MOST_PARAMS = 100, LONGEST_PARAM = 500;

/** Answers below 500 that are of the moment: request timeout, too early, too many requests. */
const TRY_AGAIN: readonly number[] = [408, 425, 429];

interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** MLflow allows letters, digits, `_`, `-`, `.`, blanks and slashes in a name. */
function plainName(name: string): string {
  return name.replaceAll(/[^\w\-. /]/g, "_");
}

function authorization(): Record<string, string> {
  const token = Deno.env.get("MLFLOW_TRACKING_TOKEN");
  if (token) return { authorization: `Bearer ${token}` };
  const user = Deno.env.get("MLFLOW_TRACKING_USERNAME");
  const password = Deno.env.get("MLFLOW_TRACKING_PASSWORD") ?? "";
  return user ? { authorization: `Basic ${btoa(`${user}:${password}`)}` } : {};
}

/** Figures as MLflow takes them: all that are numbers. */
function atStep(
  step: number,
  values: Iterable<readonly [string, Scalar]>,
  timestamp: number,
): Metric[] {
  return [...values].flatMap(([name, value]) =>
    typeof value === "number" && Number.isFinite(value)
      ? [{ key: plainName(name), value, timestamp, step }]
      : []
  );
}

/** An MLflow server, by its REST interface: a pipeline is an experiment, an instance a run. */
export class MlflowTracker implements Tracker {
  readonly name: string;
  readonly #base: string;
  readonly #experiments = new Map<string, string>();
  readonly #runs = new Map<string, string>();

  /**
   * @param url Address of the server, such as `http://127.0.0.1:5000`.
   * @throws {UserError} If it is no such address.
   */
  constructor(url: string) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new UserError(`Cannot use the tracker "${url}": write the address of an MLflow server`);
    }
    const { username, password, host } = new URL(url);
    if (username !== "" || password !== "") {
      throw new UserError(
        `Cannot use the tracker at "${host}": its address would be kept with the run, name and ` +
          "password in it; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
      );
    }
    this.name = url;
    this.#base = `${url.replace(/\/+$/, "")}/api/2.0/mlflow`;
  }

  async begin({ pipeline, instance, key, at }: TrackedWork): Promise<void> {
    const experiment_id = await this.#experiment(pipeline);
    const answer = await this.#call("runs/create", {
      experiment_id,
      run_name: instance,
      start_time: at,
      tags: [
        { key: "mlflow.runName", value: instance },
        { key: "mlflow.source.name", value: `proseco ${pipeline}` },
        { key: "proseco.key", value: key },
        { key: "proseco.instance", value: instance },
      ],
    });
    this.#runs.set(key, answer.run.info.run_id);
  }

  async point(key: string, { step, values, at }: TrackedPoint & { at: number }): Promise<void> {
    await this.#metrics(key, atStep(step, Object.entries(values), at));
  }

  async end(key: string, { isDone, params, facts, history, at }: TrackedEnd): Promise<void> {
    await this.#metrics(key, atStep(0, scalarsIn(facts), at));
    await this.#metrics(
      key,
      history.flatMap(({ step, values }) =>
        atStep(step, Object.entries(values).map(([name, value]) => [`history.${name}`, value]), at)
      ),
    );
    const run_id = this.#runs.get(key);
    const texts = Object.entries(params).map(([name, value]) => ({
      key: plainName(name),
      value: (typeof value === "string" ? value : JSON.stringify(value)).slice(0, LONGEST_PARAM),
    }));
    for (let at = 0; at < texts.length; at += MOST_PARAMS) {
      await this.#call("runs/log-batch", { run_id, params: texts.slice(at, at + MOST_PARAMS) });
    }
    const status = isDone ? "FINISHED" : "FAILED";
    await this.#call("runs/update", { run_id, status, end_time: at });
    this.#runs.delete(key);
  }

  async #metrics(key: string, metrics: readonly Metric[]) {
    for (let at = 0; at < metrics.length; at += MOST_METRICS) {
      const run_id = this.#runs.get(key);
      await this.#call("runs/log-batch", { run_id, metrics: metrics.slice(at, at + MOST_METRICS) });
    }
  }

  async #experiment(name: string): Promise<string> {
    const known = this.#experiments.get(name);
    if (known !== undefined) return known;
    const query = new URLSearchParams({ experiment_name: name });
    const found = await this.#request(`experiments/get-by-name?${query}`, {});
    const id: string = found.status === 404
      ? (await found.body?.cancel(),
        (await this.#call("experiments/create", { name })).experiment_id)
      : (await this.#read(found)).experiment.experiment_id;
    this.#experiments.set(name, id);
    return id;
  }

  #request(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.#base}/${path}`, {
      ...init,
      headers: { "content-type": "application/json", ...authorization() },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  // deno-lint-ignore no-explicit-any -- what is read of an answer fails by itself if it is not there
  async #read(response: Response): Promise<any> {
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const said = `it answered ${response.status}: ${text.slice(0, 200)}`;
    const isFinal = response.status < 500 && !TRY_AGAIN.includes(response.status);
    throw isFinal ? new TrackerRefusal(said) : new Error(said);
  }

  async #call(path: string, body: unknown) {
    return await this.#read(
      await this.#request(path, { method: "POST", body: JSON.stringify(body) }),
    );
  }
}
