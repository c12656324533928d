/**
 * Counter-based random numbers: every draw is a function of an explicit key, so that a resumed run
 * equals an uninterrupted one bit for bit.
 *
 * @module
 */
export { foldIn, type RandomKey, randomKey } from "./key.ts";
export { RandomStream } from "./stream.ts";
export { dropoutStream, STREAMS } from "./streams.ts";
