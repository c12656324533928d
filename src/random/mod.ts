/**
 * Counter-based random numbers: every draw is a function of an explicit key, so that a resumed run
 * equals an uninterrupted one bit for bit.
 *
 * @example The same numbers, in whatever order they are drawn
 * ```ts
 * import { foldIn, randomKey, RandomStream } from "@proseco/proseco/random";
 *
 * const key = randomKey(7);
 * const [first, again] = [1, 1].map((step) => new RandomStream(foldIn(key, "noise", step)).normal());
 * if (first !== again) throw new Error("a key names its stream");
 * ```
 *
 * @module
 */
export { foldIn, type RandomKey, randomKey } from "./key.ts";
export { RandomStream } from "./stream.ts";
export { dropoutStream, STREAMS } from "./streams.ts";
