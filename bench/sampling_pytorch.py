"""The published ProSeCo sampling loop in PyTorch, to compare with: `bench/sampling.ts` runs it.

Takes one argument, JSON: checkpoint, count, T, gamma, S, omega, rows (of a batch). Prints JSON:
seconds, evaluations (of one sequence; conditional and unconditional are two), version.

As the released code: all rows of a batch are evaluated, conditional and unconditional in two calls,
unless no row of the batch has changed.
"""

import json
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        dtype = {"F16": torch.float16, "F32": torch.float32}[entry["dtype"]]
        flat = torch.frombuffer(bytearray(data[8 + size + start : 8 + size + end]), dtype=dtype)
        tensors[name] = flat.float().reshape(entry["shape"])
    return tensors


class Network:
    def __init__(self, folder):
        with open(f"{folder}/config.json") as file:
            self.config = json.load(file)
        self.p = read_safetensors(f"{folder}/model.safetensors")
        p, half = self.p, 128
        sigma = torch.cat([torch.ones(1, half), torch.zeros(1, half)], 1)
        sigma = F.silu(F.linear(sigma, p["sigma_map.mlp.0.weight"], p["sigma_map.mlp.0.bias"]))
        sigma = F.linear(sigma, p["sigma_map.mlp.2.weight"], p["sigma_map.mlp.2.bias"])
        self.conditions = F.silu(sigma) + F.silu(p["cond_map.embedding_table.weight"])
        head = self.config["hiddenSize"] // self.config["nHeads"]
        frequencies = 1.0 / 10000 ** (torch.arange(0, head, 2).float() / head)
        angles = torch.outer(torch.arange(self.config["length"]).float(), frequencies)
        self.cos = torch.cat([angles.cos(), angles.cos()], 1)
        self.sin = torch.cat([angles.sin(), angles.sin()], 1)
        self.evaluations = 0

    def norm(self, x, weight, shift, scale):
        return F.layer_norm(x, x.shape[-1:], weight) * (1 + scale) + shift

    def rotate(self, x):
        a, b = x.chunk(2, -1)
        return x * self.cos + torch.cat([-b, a], -1) * self.sin

    def logits(self, tokens, label):
        self.evaluations += tokens.shape[0]
        p, c = self.p, self.config
        heads = c["nHeads"]
        condition = self.conditions[label]
        x = p["vocab_embed.embedding"][tokens]
        batch, length, hidden = x.shape
        for i in range(c["nBlocks"]):
            of = lambda name: p[f"blocks.{i}.{name}"]
            modulation = F.linear(condition, of("adaLN_modulation.weight"), of("adaLN_modulation.bias"))
            shift1, scale1, gate1, shift2, scale2, gate2 = modulation.chunk(6)
            qkv = F.linear(self.norm(x, of("norm1.weight"), shift1, scale1), of("attn_qkv.weight"))
            qkv = qkv.reshape(batch, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
            q, k, v = self.rotate(qkv[0]), self.rotate(qkv[1]), qkv[2]
            mixed = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1) @ v
            mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
            x = x + gate1 * F.linear(mixed, of("attn_out.weight"))
            inner = self.norm(x, of("norm2.weight"), shift2, scale2)
            inner = F.gelu(F.linear(inner, of("mlp.0.weight"), of("mlp.0.bias")), approximate="tanh")
            x = x + gate2 * F.linear(inner, of("mlp.2.weight"), of("mlp.2.bias"))
        modulation = F.linear(
            condition,
            p["output_layer.adaLN_modulation.weight"],
            p["output_layer.adaLN_modulation.bias"],
        )
        shift, scale = modulation.chunk(2)
        x = self.norm(x, p["output_layer.norm_final.weight"], shift, scale)
        return F.linear(x, p["output_layer.linear.weight"], p["output_layer.linear.bias"])

    def log_x_theta(self, tokens, label):
        logits = self.logits(tokens, label)
        logits[..., self.config["maskId"]] -= 1e6
        return logits.log_softmax(-1)


def categorical(probabilities):
    noise = 1e-10 - (torch.rand_like(probabilities, dtype=torch.float64) + 1e-10).log()
    return (probabilities.double() / noise).argmax(-1)


def draw(log_x_theta, z, t, s, mask):
    posterior = log_x_theta.exp() * (t - s)
    posterior[..., mask] = s
    drawn = categorical(posterior / t)
    return torch.where(z != mask, z, drawn)


@torch.no_grad()
def sample(network, rows, T, gamma, S, omega, eps=1e-5):
    mask, unconditional_label = network.config["maskId"], network.config["numClasses"]
    z = torch.full((rows, network.config["length"]), mask)
    times = torch.linspace(1, eps, T + 1)
    conditional = None
    for i in range(T):
        t, s = times[i].item(), times[i + 1].item()
        if conditional is None:
            conditional = network.log_x_theta(z, 1)
            if gamma != 1:
                unconditional = network.log_x_theta(z, unconditional_label)
        guided = conditional
        if gamma != 1:
            guided = (gamma * conditional + (1 - gamma) * unconditional).log_softmax(-1)
        following = draw(guided, z, t, s, mask)
        if S > 0 and (i + 1) % omega == 0:
            y, corrected = conditional.argmax(-1), None
            for _ in range(S):
                if corrected is None:
                    corrected = network.log_x_theta(y, 1)
                renewed, last = corrected.argmax(-1), corrected
                if not torch.equal(renewed, y):
                    corrected = None
                y = renewed
            z = torch.where(z != mask, y, z)
            conditional = last
            following = draw(last, z, t, s, mask)
        if not torch.equal(following, z):
            conditional = None
        z = following
    return z


def main():
    settings = json.loads(sys.argv[1])
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count())
    network = Network(settings["checkpoint"])
    arguments = [settings[name] for name in ("T", "gamma", "S", "omega")]
    sample(network, settings["rows"], 2, *arguments[1:])
    network.evaluations = 0
    started = time.perf_counter()
    done = 0
    while done < settings["count"]:
        done += len(sample(network, min(settings["rows"], settings["count"] - done), *arguments))
    seconds = time.perf_counter() - started
    evaluations = network.evaluations / settings["count"]
    print(json.dumps({"seconds": seconds, "evaluations": evaluations, "version": torch.__version__}))


main()
