import { ProtobufWriter } from "../../tensor/onnx/protobuf.ts";
import { crc32c } from "./crc32c.ts";

/** Name of an event file that TensorBoard finds in its `--logdir`. */
export const EVENT_FILE = "events.out.tfevents.0000000000.proseco";

/** Element type of a text in `TensorProto.dtype`. */
const DT_STRING = 7;

/** A checksum as TFRecord files store it: rotated, so that a checksum of checksums is none. */
function maskedChecksum(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

/** Frames one record: length, checksum of the length, data, checksum of the data. */
function encodeRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(16 + data.length), view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

function encodeEvent(step: number, content: (event: ProtobufWriter) => void) {
  // The clock would make every run's bytes differ: the time of an event is its step.
  const event = new ProtobufWriter().double(1, step).integer(2, step);
  content(event);
  return encodeRecord(event.finish());
}

/** The record that opens an event file. */
export function encodeHeader(): Uint8Array<ArrayBuffer> {
  return encodeEvent(0, (event) => event.text(3, "brain.Event:2"));
}

/**
 * Encodes numbers of a step as a record of a TensorBoard event file.
 *
 * Source: `tensorflow/core/util/event.proto` and `summary.proto`.
 *
 * @param values Numbers by tag.
 */
export function encodeScalars(
  step: number,
  values: Readonly<Record<string, number>>,
): Uint8Array<ArrayBuffer> {
  const summary = new ProtobufWriter();
  for (const [tag, value] of Object.entries(values)) {
    summary.message(1, new ProtobufWriter().text(1, tag).float(2, value));
  }
  return encodeEvent(step, (event) => event.message(5, summary));
}

/** Encodes texts of a step as a record, each a cell of TensorBoard's text tab. */
export function encodeTexts(
  step: number,
  tag: string,
  texts: readonly string[],
): Uint8Array<ArrayBuffer> {
  const shape = new ProtobufWriter().message(2, new ProtobufWriter().integer(1, texts.length));
  const tensor = new ProtobufWriter().integer(1, DT_STRING).message(2, shape);
  for (const text of texts) tensor.text(8, text);
  const plugin = new ProtobufWriter().text(1, "text");
  const value = new ProtobufWriter().text(1, tag)
    .message(9, new ProtobufWriter().message(1, plugin))
    .message(8, tensor);
  return encodeEvent(
    step,
    (event) => event.message(5, new ProtobufWriter().message(1, value)),
  );
}
