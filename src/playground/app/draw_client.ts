import type { DrawingAnswer, DrawingMessage } from "../drawing/messages.ts";

/** Talks to the worker that draws. */
export interface DrawClient {
  /** Asks it for something. */
  send(message: DrawingMessage): void;
}

/**
 * Starts the worker that draws.
 *
 * @param base Address of the page's folder.
 */
export function startDrawing(base: string, hear: (answer: DrawingAnswer) => void): DrawClient {
  const worker = new Worker(new URL("drawing/draw_worker.js", base), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<DrawingAnswer>) => hear(data);
  worker.onerror = ({ message }) =>
    hear({ kind: "failed", message: message || "the worker that draws cannot be started" });
  return { send: (message) => worker.postMessage(message) };
}
