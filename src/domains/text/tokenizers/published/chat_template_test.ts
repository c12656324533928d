import { strictEqual, throws } from "node:assert/strict";
import { chatTemplate } from "./chat_template.ts";

const LLAMA = "{% for message in messages %}{% if loop.index0 == 0 %}{{ bos_token }}{% endif %}" +
  "<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n{{ message['content'] | trim }}" +
  "<|eot_id|>{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant" +
  "<|end_header_id|>\n\n{% endif %}";

Deno.test("chatTemplate() writes messages up to where the network answers", () => {
  const write = chatTemplate(LLAMA, { bos_token: "<|startoftext|>" });
  strictEqual(
    write([{ role: "system", content: "Be brief." }, { role: "user", content: " 2 + 2?\n" }]),
    "<|startoftext|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>" +
      "<|start_header_id|>user<|end_header_id|>\n\n2 + 2?<|eot_id|>" +
      "<|start_header_id|>assistant<|end_header_id|>\n\n",
  );
});

Deno.test("chatTemplate() says what is no template, and which roles one refuses", () => {
  throws(() => chatTemplate("{% for %}"), /Cannot read the chat template: /);
  const refusing = chatTemplate("{{ raise_exception('no ' + messages[0].role) }}");
  throws(
    () => refusing([{ role: "system", content: "" }]),
    /Cannot write messages of system by the chat template: no system/,
  );
});
