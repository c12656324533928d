/** Where an answer ends: end-of-text marks of model families. */
const END_MARKS =
  /<\|(?:endoftext|eot_id|im_end|im_start|end_of_text|end|eom_id|EOT|startoftext|user|endofprompt|mdm_mask)\|>|<\/s>|<s>|<eos>|<end_of_turn>|<start_of_turn>|<｜end▁of▁sentence｜>|<｜User｜>|\[EOS\]|<\|return\|>|\[DONE\]/;

/** Text up to the first end mark of any family of models. */
export function beforeEndMark(text: string): string {
  return text.split(END_MARKS, 1)[0]!;
}
