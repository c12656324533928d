"""Times PyTorch's training step or evaluation; speaks JSON lines with bench/training_step.ts.

Input: {"batch", "length", "vocab", "hidden", "blocks", "heads", "objective", "threads"}, then a line
for each step to time. Output: the milliseconds of each step.
"""
import json
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(3)

from dit import dit, losses

COND, CLASSES = 64, 2


def parameters(vocab, hidden, blocks):
    def linear(rows, columns):
        return torch.empty(rows, columns).uniform_(-(columns**-0.5), columns**-0.5)

    p = {
        "vocab_embed.embedding": 0.02 * torch.randn(vocab, hidden),
        "sigma_map.mlp.0.weight": linear(COND, 256),
        "sigma_map.mlp.0.bias": torch.zeros(COND),
        "sigma_map.mlp.2.weight": linear(COND, COND),
        "sigma_map.mlp.2.bias": torch.zeros(COND),
        "cond_map.embedding_table.weight": 0.02 * torch.randn(CLASSES + 1, COND),
        "output_layer.norm_final.weight": torch.ones(hidden),
        "output_layer.adaLN_modulation.weight": torch.zeros(2 * hidden, COND),
        "output_layer.adaLN_modulation.bias": torch.zeros(2 * hidden),
        "output_layer.linear.weight": torch.zeros(vocab, hidden),
        "output_layer.linear.bias": torch.zeros(vocab),
    }
    for i in range(blocks):
        b = f"blocks.{i}."
        p |= {
            b + "norm1.weight": torch.ones(hidden),
            b + "norm2.weight": torch.ones(hidden),
            b + "attn_qkv.weight": linear(3 * hidden, hidden),
            b + "attn_out.weight": linear(hidden, hidden),
            b + "mlp.0.weight": linear(4 * hidden, hidden),
            b + "mlp.0.bias": torch.zeros(4 * hidden),
            b + "mlp.2.weight": linear(hidden, 4 * hidden),
            b + "mlp.2.bias": torch.zeros(hidden),
            b + "adaLN_modulation.weight": torch.zeros(6 * hidden, COND),
            b + "adaLN_modulation.bias": torch.zeros(6 * hidden),
        }
    return {name: tensor.requires_grad_() for name, tensor in p.items()}


def main():
    job = json.loads(sys.stdin.readline())
    torch.set_num_threads(job["threads"])
    torch.manual_seed(0)
    batch, length, vocab = job["batch"], job["length"], job["vocab"]
    mask = vocab - 1
    p = parameters(vocab, job["hidden"], job["blocks"])
    values = list(p.values())
    ema = [value.detach().clone() for value in values]
    adamw = torch.optim.AdamW(values, lr=1e-3, weight_decay=0.0, fused=True)
    x0 = torch.randint(0, mask, (batch, length))
    t = torch.linspace(0.1, 1, batch)
    z = torch.where(torch.rand(batch, length) < t[:, None], mask, x0)
    labels = torch.randint(0, CLASSES + 1, (batch,))
    with_corrector = job["objective"] == "proseco"
    for _ in sys.stdin:
        start = time.perf_counter()
        if job["objective"] == "forward":
            with torch.inference_mode():
                dit(p, job["blocks"], job["heads"], z, labels)
            print((time.perf_counter() - start) * 1000, flush=True)
            continue
        adamw.zero_grad(set_to_none=True)
        mdm, corrected = losses(
            p, job["blocks"], job["heads"], x0, z, labels, t, mask, with_corrector
        )
        (mdm + corrected).mean().backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        adamw.step()
        with torch.no_grad():
            torch._foreach_lerp_(ema, values, 1e-3)
        print((time.perf_counter() - start) * 1000, flush=True)


main()
