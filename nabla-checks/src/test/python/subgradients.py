"""Writes what PyTorch gives at kinks, ties and singular points, in the format of the recorded cases (standard output).

python3 subgradients.py > ../resources/subgradients.jsonl
"""
import json
import math

import torch

NAN, INF = math.nan, math.inf


def number(v):
    return "NaN" if v != v else "Infinity" if v == INF else "-Infinity" if v == -INF else v


def tensor(t):
    return {"dtype": str(t.dtype)[6:], "shape": list(t.shape), "data": [number(v) for v in t.flatten().tolist()]}


def argument(a):
    if isinstance(a, torch.Tensor):
        return tensor(a)
    return {"float": number(a)} if isinstance(a, float) and not math.isfinite(a) else a


def function(op):
    at = torch
    if op.startswith("Tensor."):
        return getattr(torch.Tensor, op[7:])
    for part in op.split("."):
        at = getattr(at, part)
    return at


def record(op, note, *args, wrt=(0,), **kwargs):
    args = [torch.tensor(a, dtype=torch.float64) if isinstance(a, list) else a for a in args]
    leaves = [args[i].requires_grad_() for i in wrt]
    out = function(op)(*args, **kwargs)
    first = out if isinstance(out, torch.Tensor) else out[0]
    ones = torch.ones_like(first)
    grads = torch.autograd.grad(first, leaves, ones)
    outs = [first] if isinstance(out, torch.Tensor) else list(out)
    record.count[op] = record.count.get(op, -1) + 1
    print(json.dumps({
        "id": f"{op}/{record.count[op]}", "op": op, "note": note,
        "args": [argument(a.detach() if isinstance(a, torch.Tensor) else a) for a in args], "kwargs": kwargs,
        "outputs": [tensor(o.detach()) for o in outs],
        "differentiable_inputs": [f"args.{i}" for i in wrt],
        "grad_outputs": [tensor(ones)] + [None] * (len(outs) - 1), "grads": [tensor(g + 0) for g in grads],
        "jvp": None, "double_backward": None, "error": None,
    }))


record.count = {}

for op in ("abs", "sign", "relu", "sgn", "round", "floor", "ceil", "trunc", "frac"):
    record(op, "0", [0.0])
for op in ("relu6", "elu", "celu", "selu", "leaky_relu", "softsign", "logsigmoid", "silu", "mish", "gelu", "hardtanh",
           "hardswish", "hardsigmoid", "softplus"):
    record("nn.functional." + op, "0", [0.0])
record("nn.functional.relu6", "6", [6.0])
record("nn.functional.hardtanh", "its bounds", [-1.0, 1.0])
record("nn.functional.hardswish", "its bounds", [-3.0, 3.0])
record("nn.functional.hardsigmoid", "its bounds", [-3.0, 3.0])
record("nn.functional.softshrink", "its bounds", [-0.5, 0.5])
record("nn.functional.hardshrink", "its bounds", [-0.5, 0.5])
record("nn.functional.threshold", "the threshold", [0.0], 0.0, 0.0)
record("clamp", "its bounds", [-1.0, 1.0], -1.0, 1.0)
record("maximum", "equal operands", [1.0], [1.0], wrt=(0, 1))
record("minimum", "equal operands", [1.0], [1.0], wrt=(0, 1))
record("fmax", "equal operands", [1.0], [1.0], wrt=(0, 1))
record("fmin", "equal operands", [1.0], [1.0], wrt=(0, 1))
record("maximum", "NaN on the left", [NAN], [1.0], wrt=(0, 1))
for op in ("max", "min", "amax", "amin", "median"):
    record(op, "equal elements", [2.0, 1.0, 2.0, 1.0])
record("max", "equal elements along an axis", [2.0, 1.0, 2.0], 0)
record("cummax", "equal elements", [2.0, 1.0, 2.0], 0)
record("topk", "equal elements", [2.0, 1.0, 2.0], 1)
record("sort", "equal elements", [2.0, 1.0, 2.0], 0)
record("nn.functional.max_pool1d", "equal elements", [[2.0, 1.0, 2.0]], 3)
record("prod", "one 0", [0.0, 3.0, 2.0])
record("prod", "two 0", [0.0, 0.0, 2.0])
record("cumprod", "one 0", [2.0, 0.0, 3.0], 0)
record("sqrt", "0", [0.0])
record("rsqrt", "0", [0.0])
record("reciprocal", "0", [0.0])
record("log", "0, and below", [0.0, -1.0])
record("log1p", "-1", [-1.0])
record("asin", "its bounds", [-1.0, 1.0])
record("acos", "its bounds", [-1.0, 1.0])
record("atanh", "its bounds", [-1.0, 1.0])
record("acosh", "1", [1.0])
record("atan2", "the origin", [0.0], [0.0], wrt=(0, 1))
record("hypot", "the origin", [0.0], [0.0], wrt=(0, 1))
record("sinc", "0", [0.0])
record("logit", "its bounds", [0.0, 1.0])
record("erfinv", "its bounds", [-1.0, 1.0])
record("special.entr", "0", [0.0])
record("xlogy", "0 log 0", [0.0], [0.0], wrt=(0, 1))
record("pow", "0 to the power 0", [0.0], [0.0], wrt=(0, 1))
record("pow", "0 to the power 2", [0.0], [2.0], wrt=(0, 1))
record("pow", "0 to the power 1/2", [0.0], [0.5], wrt=(0, 1))
record("pow", "a negative number to a fraction", [-1.0], [0.5], wrt=(0, 1))
record("remainder", "a multiple", [4.0], [2.0], wrt=(0, 1))
record("fmod", "a multiple", [4.0], [2.0], wrt=(0, 1))
record("div", "0 by 0", [0.0], [0.0], wrt=(0, 1))
record("copysign", "0", [0.0], [1.0], wrt=(0, 1))
record("dist", "equal operands", [1.0, 2.0], [1.0, 2.0], wrt=(0, 1))
record("linalg.vector_norm", "0", [0.0, 0.0])
record("linalg.vector_norm", "0, order 1", [0.0, 0.0], 1)
record("linalg.vector_norm", "equal elements, order infinity", [2.0, -2.0], INF)
record("std", "equal elements", [1.0, 1.0])
record("logsumexp", "-infinity everywhere", [-INF, -INF], 0)
record("softmax", "one +infinity", [INF, 0.0], 0)
record("nn.functional.l1_loss", "equal operands", [1.0], [1.0])
record("nn.functional.smooth_l1_loss", "the joint", [1.0], [0.0])
record("nn.functional.huber_loss", "the joint", [1.0], [0.0])
record("nn.functional.hinge_embedding_loss", "the margin", [1.0], torch.tensor([-1.0], dtype=torch.float64))
record("nn.functional.cosine_similarity", "a vector of 0", [0.0, 0.0], [1.0, 0.0], wrt=(0, 1), dim=0)
record("nn.functional.normalize", "a vector of 0", [0.0, 0.0], dim=0)
record("nan_to_num", "NaN and infinities", [NAN, INF, -INF])
record("lerp", "weight 1/2", [1.0], [3.0], torch.tensor([0.5], dtype=torch.float64), wrt=(0, 1))
