/** Marks by which model families begin and end a text or a turn, as a regular expression's source. */
export const END_MARKS: string = [
  // Those of most families, such as `<|endoftext|>`, `<|im_end|>`, `<|eot_id|>` and `<|mdm_mask|>`.
  "<\\|\\w{3,}\\|>",
  // DeepSeek's, with bars and spaces of their own.
  "<｜[^｜\\n]{1,40}｜>",
  "</?s>|<(?:eos|bos|pad|unk|sep|mask|eod|eop|sop|eoa|eoh|eom|EOT|EOS|EOD|PAD|EOS_TOKEN)>",
  "<(?:start|end)_of_turn>|<extra_id_\\d+>|<seed:[eb]os>|\\[\\|endofturn\\|\\]",
  "\\[(?:EOS|SEP|PAD|CLS|MASK)\\]|\\[/?INST\\]",
].join("|");

const END = new RegExp(`${END_MARKS}|\\[DONE\\]`);

/** Text up to the first end mark of any family of models. */
export function beforeEndMark(text: string): string {
  return text.split(END, 1)[0]!;
}
