"""The denoiser and its losses in plain PyTorch: the peer that the engine is measured against.

Parameters are named as in the released checkpoints, so that both sides can load one file.
"""
import json
import struct

import torch
import torch.nn.functional as F


def load_safetensors(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        body = file.read()
    dtypes = {"F32": torch.float32, "I32": torch.int32}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(body[start:end]), dtype=dtypes[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def rotary(x, heads):
    batch, length, hidden = x.shape
    half = hidden // heads // 2
    angle = torch.outer(torch.arange(length), 10000.0 ** (-torch.arange(half) / half))
    cos, sin = angle.cos()[:, None, :], angle.sin()[:, None, :]
    a, b = x.reshape(batch, length, heads, 2 * half).chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


def dit(p, n_blocks, n_heads, tokens, labels):
    """tokens [batch, length], labels [batch] -> logits [batch, length, vocab]"""
    batch, length = tokens.shape
    features = torch.cat([torch.ones(1, 128), torch.zeros(1, 128)], 1)
    sigma = F.linear(features, p["sigma_map.mlp.0.weight"], p["sigma_map.mlp.0.bias"])
    sigma = F.linear(F.silu(sigma), p["sigma_map.mlp.2.weight"], p["sigma_map.mlp.2.bias"])
    c = F.silu(sigma) + F.silu(p["cond_map.embedding_table.weight"][labels.long()])
    x = p["vocab_embed.embedding"][tokens.long()]
    hidden = x.shape[-1]

    def norm(x, weight, shift, scale):
        return F.layer_norm(x, [hidden], weight, eps=1e-5) * (1 + scale) + shift

    def adaln(prefix, parts):
        weight, bias = p[f"{prefix}.adaLN_modulation.weight"], p[f"{prefix}.adaLN_modulation.bias"]
        return F.linear(c, weight, bias)[:, None].chunk(parts, 2)

    for i in range(n_blocks):
        b = f"blocks.{i}."
        shift1, scale1, gate1, shift2, scale2, gate2 = adaln(f"blocks.{i}", 6)
        y = norm(x, p[b + "norm1.weight"], shift1, scale1)
        q, k, v = F.linear(y, p[b + "attn_qkv.weight"]).chunk(3, -1)
        q, k = rotary(q, n_heads), rotary(k, n_heads)
        v = v.reshape(batch, length, n_heads, -1)
        mixed = F.scaled_dot_product_attention(*(t.transpose(1, 2) for t in (q, k, v)))
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        x = x + gate1 * F.linear(mixed, p[b + "attn_out.weight"])
        y = norm(x, p[b + "norm2.weight"], shift2, scale2)
        y = F.gelu(F.linear(y, p[b + "mlp.0.weight"], p[b + "mlp.0.bias"]), approximate="tanh")
        x = x + gate2 * F.linear(y, p[b + "mlp.2.weight"], p[b + "mlp.2.bias"])
    shift, scale = adaln("output_layer", 2)
    x = norm(x, p["output_layer.norm_final.weight"], shift, scale)
    return F.linear(x, p["output_layer.linear.weight"], p["output_layer.linear.bias"])


def losses(p, n_blocks, n_heads, x0, z, labels, t, mask_id, corrector=True):
    """Denoising and corrector loss of each position, weighted by 1/t."""

    def log_x_theta(tokens):
        logits = dit(p, n_blocks, n_heads, tokens, labels)
        penalty = torch.zeros(logits.shape[-1])
        penalty[mask_id] = -1e6
        return torch.log_softmax(logits + penalty, -1)

    def pick(log_probabilities):
        return -log_probabilities.gather(-1, x0.long()[..., None])[..., 0] / t[:, None]

    first = log_x_theta(z)
    mdm = pick(first) * (z == mask_id)
    if not corrector:
        return mdm, torch.zeros(())
    return mdm, pick(log_x_theta(first.argmax(-1)))
