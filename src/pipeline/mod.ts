/**
 * Declarative pipelines: load, plan, key, schedule, execute and store.
 *
 * @module
 */
export * from "./task.ts";
