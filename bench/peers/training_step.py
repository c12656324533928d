"""Times PyTorch's training step or evaluation for bench/training_step.ts, which runs it.

Arguments: "eager" or "compiled", as torch.compile has it, and JSON: batch, length, vocab, hidden,
blocks, heads, objective, threads, warmup (steps before the clock starts), steps. Prints JSON: version,
times (milliseconds of each step), memory (the most that the process has held, in MB).
"""
import json
import resource
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("PyTorch is not installed")

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
    way, job = sys.argv[1], json.loads(sys.argv[2])
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
    compiled = torch.compile if way == "compiled" else lambda function: function
    evaluate, judge = compiled(dit), compiled(losses)

    def forward():
        with torch.inference_mode():
            evaluate(p, job["blocks"], job["heads"], z, labels)

    def step():
        adamw.zero_grad(set_to_none=True)
        mdm, corrected = judge(
            p, job["blocks"], job["heads"], x0, z, labels, t, mask, with_corrector
        )
        (mdm + corrected).mean().backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        adamw.step()
        with torch.no_grad():
            torch._foreach_lerp_(ema, values, 1e-3)

    run = forward if job["objective"] == "forward" else step
    times = []
    for round in range(-job["warmup"], job["steps"]):
        start = time.perf_counter()
        run()
        if round >= 0:
            times.append((time.perf_counter() - start) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"version": f"PyTorch {torch.__version__}", "times": times, "memory": memory}))


main()
