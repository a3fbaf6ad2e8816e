"""The benchmark's workloads in Python's PyTorch, eager or compiled.

  python3 peer.py [--compile] [--threads N] [--json FILE] [WORKLOAD...]   measures by itself and writes a report
  python3 peer.py --serve [--compile]                                     obeys `nabla bench`, a line at a time

The workloads, their inputs and their orders are those of the Java sources beside this file.
"""
import argparse
import json
import math
import os
import resource
import statistics
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    sys.exit(3)

M64 = (1 << 64) - 1


def signed(x):
    x &= M64
    return x - (1 << 64) if x >> 63 else x


def series(number, n):
    """n numbers evenly spread over [-1, 1): Numbers.at."""
    h = torch.arange(1, n + 1, dtype=torch.int64) * signed(0x9E3779B97F4A7C15) + signed(number * 0xD1B54A32D192ED03)
    h = (h ^ ((h >> 32) & 0xFFFFFFFF)) * signed(0xD6E8FEB86659FD93)
    h = h ^ ((h >> 32) & 0xFFFFFFFF)
    return ((h >> 40) & 0xFFFFFF).double() * 2.0**-23 - 1


def floats(number, bound, *shape):
    return (series(number, math.prod(shape)) * bound).float().reshape(shape)


def indices(number, below, *shape):
    return ((series(number, math.prod(shape)) + 1) / 2 * below).long().reshape(shape)


def leaf(x):
    return x.requires_grad_()


class Parameters:
    def __init__(self):
        self.all = []

    def uniform(self, fan_in, *shape):
        return self.trained(floats(100 + len(self.all), 1 / math.sqrt(fan_in), *shape))

    def constant(self, value, *shape):
        return self.trained(torch.full(shape, float(value)))

    def trained(self, p):
        self.all.append(leaf(p))
        return p

    def training(self, forward, optimizer):
        forward = compiled(forward)

        def step():
            optimizer.zero_grad()
            loss = forward()
            loss.backward()
            results = [loss, self.all[0].grad, self.all[-1].grad]
            optimizer.step()
            return results

        return step


COMPILE = False


def compiled(f):
    return torch.compile(f) if COMPILE else f


def gradients(value, leaves):
    results = [value] + [x.grad for x in leaves]
    for x in leaves:
        x.grad = None
    return results


def there_and_back(f, leaves, g=None, given=None):
    """f of the given tensors (the leaves, if none are), and back with g or, without, evenly spread cotangents."""
    given = leaves if given is None else given
    f = compiled(f)
    if g is None:
        g = floats(4, 1, *f(*given).shape)

    def step():
        y = f(*given)
        y.backward(g)
        return gradients(y, leaves)

    return step


# --- small tensors

def scalar_chain():
    x, w, b = (leaf(torch.tensor(v)) for v in (0.5, 0.9, 0.1))

    def forward(x, w, b):
        y = x
        for _ in range(500):
            y = torch.tanh(y * w * 1.1 + b)
        return y

    def step():
        y = forward(x, w, b)
        y.backward()
        return gradients(y, [x, w, b])

    return step


def moons():
    widths = [2, 16, 16, 1]
    params = []
    for layer in range(1, 4):
        for v in series(layer, widths[layer] * (widths[layer - 1] + 1)):
            params.append(leaf((0.5 * v).float().clone()))

    def score(values):
        at = 0
        for layer in range(1, 4):
            out = []
            for _ in range(widths[layer]):
                total = params[at]
                at += 1
                for value in values:
                    total = total + params[at] * value
                    at += 1
                out.append(torch.relu(total) if layer < 3 else total)
            values = out
        return values[0]

    def step():
        loss = torch.tensor(0.0)
        for e in range(8):
            angle, side = math.pi * e / 8, 1 if e % 2 == 0 else -1
            x = [torch.tensor(side * math.cos(angle) + 0.5), torch.tensor(side * math.sin(angle) + 0.25)]
            loss = loss + torch.relu(score(x) * -side + 1)
        for p in params:
            loss = loss + p * p * 1e-4
        loss.backward()
        return gradients(loss, params)

    return step


def small(n):
    x, w, b = (leaf(floats(i, 1, n, n)) for i in (1, 2, 3))
    m = leaf(floats(4, 1.5 / math.sqrt(n), n, n))

    def step():
        y = x
        for _ in range(50):
            y = (y * w + b) @ m
        loss = y.sum()
        loss.backward()
        return gradients(loss, [x, w, b, m])

    return step


# --- products and convolutions

def gemm(f64, m, k, n, ta=False, tb=False, batch=0):
    def operand(number, rows, columns, transposed):
        stored = (columns, rows) if transposed else (rows, columns)
        shape = (batch, *stored) if batch else stored
        x = series(number, math.prod(shape)).reshape(shape)
        x = x if f64 else x.float()
        return x.transpose(-2, -1) if transposed else x

    a, b = operand(1, m, k, ta), operand(2, k, n, tb)
    f = compiled(lambda: a @ b)
    return lambda: [f()]


def convolution(f, x, w, y, channels):
    x, w_ = leaf(floats(1, 1, *x)), leaf(floats(2, 1 / math.sqrt(math.prod(w) // w[0]), *w))
    return there_and_back(f, [x, w_, leaf(floats(3, 1, channels))], floats(4, 1, *y))


# --- networks

def mlp_layers(p):
    w1, b1 = p.uniform(784, 512, 784), p.uniform(784, 512)
    w2, b2 = p.uniform(512, 512, 512), p.uniform(512, 512)
    w3, b3 = p.uniform(512, 10, 512), p.uniform(512, 10)
    return lambda x: F.linear(F.relu(F.linear(F.relu(F.linear(x, w1, b1)), w2, b2)), w3, b3)


def mlp(batch):
    p = Parameters()
    x, target = floats(1, 1, batch, 784), indices(2, 10, batch)
    net = mlp_layers(p)
    return p.training(lambda: F.cross_entropy(net(x), target), torch.optim.SGD(p.all, 0.01))


def mnist_cnn(batch):
    p = Parameters()
    x, target = floats(1, 1, batch, 1, 28, 28), indices(2, 10, batch)
    w1, b1 = p.uniform(9, 32, 1, 3, 3), p.uniform(9, 32)
    w2, b2 = p.uniform(288, 64, 32, 3, 3), p.uniform(288, 64)
    w3, b3 = p.uniform(9216, 128, 9216), p.uniform(9216, 128)
    w4, b4 = p.uniform(128, 10, 128), p.uniform(128, 10)

    def forward():
        h = F.relu(F.conv2d(x, w1, b1))
        h = F.max_pool2d(F.relu(F.conv2d(h, w2, b2)), 2)
        h = F.relu(F.linear(h.reshape(batch, 9216), w3, b3))
        return F.cross_entropy(F.linear(h, w4, b4), target)

    return p.training(forward, torch.optim.Adam(p.all, 1e-3))


def resnet18(batch):
    p = Parameters()
    x, target = floats(1, 1, batch, 3, 32, 32), indices(2, 10, batch)

    def normalised(cin, cout, kernel, stride):
        w = p.uniform(cin * kernel * kernel, cout, cin, kernel, kernel)
        scale, shift = p.constant(1, cout), p.constant(0, cout)
        mean, var = torch.zeros(cout), floats(1, 1, cout)
        return lambda h: F.batch_norm(F.conv2d(h, w, None, stride, kernel // 2), mean, var, scale, shift, True)

    def block(cin, cout, stride):
        first, second = normalised(cin, cout, 3, stride), normalised(cout, cout, 3, 1)
        shortcut = (lambda h: h) if cin == cout and stride == 1 else normalised(cin, cout, 1, stride)
        return lambda h: F.relu(second(F.relu(first(h))) + shortcut(h))

    layers = [normalised(3, 64, 3, 1), F.relu]
    widths = [64, 64, 128, 256, 512]
    for stage in range(1, 5):
        layers.append(block(widths[stage - 1], widths[stage], 1 if stage == 1 else 2))
        layers.append(block(widths[stage], widths[stage], 1))
    w, b = p.uniform(512, 10, 512), p.uniform(512, 10)

    def forward():
        h = x
        for layer in layers:
            h = layer(h)
        return F.cross_entropy(F.linear(h.mean((2, 3)), w, b), target)

    return p.training(forward, torch.optim.SGD(p.all, 0.01, 0.9))


def lstm(steps, batch, width, layers):
    p = Parameters()
    for _ in range(layers):
        p.uniform(width, 4 * width, width)
        p.uniform(width, 4 * width, width)
        p.uniform(width, 4 * width)
        p.uniform(width, 4 * width)
    x = leaf(floats(1, 1, steps, batch, width))
    g = floats(2, 1, steps, batch, width)

    def forward(x, *weights):
        zeros = torch.zeros(layers, batch, width)
        return torch.lstm(x, (zeros, zeros), list(weights), True, layers, 0.0, True, False, False)[0]

    def step():
        y = forward(x, *p.all)
        y.backward(g)
        return gradients(y, p.all + [x])

    return step


def norm(p, width):
    scale, shift = p.constant(1, width), p.constant(0, width)
    return lambda x: F.layer_norm(x, (width,), scale, shift)


def linear(p, cin, cout):
    w, b = p.uniform(cin, cout, cin), p.uniform(cin, cout)
    return lambda x: F.linear(x, w, b)


def transformer(p, n, steps, width, heads, causal):
    norm1, inward, outward = norm(p, width), linear(p, width, 3 * width), linear(p, width, width)
    norm2, up, down = norm(p, width), linear(p, width, 4 * width), linear(p, 4 * width, width)

    def block(x):
        qkv = inward(norm1(x))
        q, k, v = (qkv.narrow(2, i * width, width).reshape(n, steps, heads, width // heads).transpose(1, 2) for i in range(3))
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=causal).transpose(1, 2)
        h = x + outward(attended.reshape(n, steps, width))
        return h + down(F.gelu(up(norm2(h)), approximate="tanh"))

    return block


def transformer_block(n, steps, width, heads):
    p = Parameters()
    block = compiled(transformer(p, n, steps, width, heads, False))
    x, g = leaf(floats(1, 1, n, steps, width)), floats(2, 1, n, steps, width)

    def step():
        y = block(x)
        y.backward(g)
        return gradients(y, p.all + [x])

    return step


def char_gpt(batch, steps, width, heads, layers):
    p = Parameters()
    tokens, target = indices(1, 65, batch, steps), indices(2, 65, batch * steps)
    token_table, position_table = p.uniform(width, 65, width), p.uniform(width, steps, width)
    blocks = [transformer(p, batch, steps, width, heads, True) for _ in range(layers)]
    last = norm(p, width)
    head, bias = p.uniform(width, 65, width), p.uniform(width, 65)

    def forward():
        h = F.embedding(tokens, token_table) + position_table
        for block in blocks:
            h = block(h)
        return F.cross_entropy(F.linear(last(h), head, bias).reshape(batch * steps, 65), target)

    return p.training(forward, torch.optim.AdamW(p.all, 1e-3, fused=True))


def hessian_vector(batch):
    p = Parameters()
    x, target = floats(1, 1, batch, 784), indices(2, 10, batch)
    net = mlp_layers(p)
    v = [floats(50 + i, 1, *w.shape) for i, w in enumerate(p.all)]

    def step():
        g = torch.autograd.grad(F.cross_entropy(net(x), target), p.all, create_graph=True)
        along = sum((a * b).sum() for a, b in zip(g, v))
        return torch.autograd.grad(along, p.all)

    return step


def jacobian():
    p = Parameters()
    w = [q for _ in range(3) for q in (p.uniform(64, 64, 64), p.uniform(64, 64))]
    x = floats(1, 1, 64)

    def net(h):
        h = torch.tanh(F.linear(h, w[0], w[1]))
        h = torch.tanh(F.linear(h, w[2], w[3]))
        return F.linear(h, w[4], w[5])

    f = compiled(torch.func.jacrev(net))
    return lambda: [f(x)]


# --- elementwise, rows, reductions

def binary(rows, columns, second, f):
    return there_and_back(f, [leaf(floats(1, 3, rows, columns)), leaf(floats(2, 3, *second))], floats(4, 1, rows, columns))


def unary(f, rows=4096, columns=1024):
    return there_and_back(f, [leaf(floats(1, 3, rows, columns))])


def forward_only(f, rows=4096, columns=1024):
    x = floats(1, 3, rows, columns)
    f = compiled(f)
    return lambda: [f(x)]


def ten_ops(x):
    inner = (x + x * x * x * 0.044715) * math.sqrt(2 / math.pi)
    return x * 0.5 * (torch.tanh(inner) + 1)


def normed(kind):
    p = Parameters()
    scale, shift = p.uniform(1, 1024), p.uniform(1, 1024)
    mean, var = torch.zeros(1024), torch.zeros(1024)
    return unary({
        "layer": lambda x: F.layer_norm(x, (1024,), scale, shift),
        "batch": lambda x: F.batch_norm(x, mean, var, scale, shift, True),
        "rms": lambda x: F.rms_norm(x, (1024,), scale),
    }[kind])


def log_softmax_nll():
    target = indices(9, 1024, 4096)
    return unary(lambda x: F.nll_loss(F.log_softmax(x, 1), target))


def embedding(rows, columns, n):
    table, index, g = leaf(floats(1, 1, rows, columns)), indices(2, rows, n), floats(3, 1, n, columns)

    def step():
        y = F.embedding(index, table)
        y.backward(g)
        return gradients(y, [table])

    return step


def update(adamw):
    p = Parameters()
    for _ in range(9):
        p.uniform(1024, 1024, 1024)
    for _ in range(9):
        p.uniform(1024, 58000)
    for i, x in enumerate(p.all):
        (x * x * (0.5 + 0.01 * i)).sum().backward()
    optimizer = torch.optim.AdamW(p.all, 1e-3, fused=True) if adamw else torch.optim.SGD(p.all, 1e-3, 0.9, fused=True)

    def step():
        optimizer.step()
        return [p.all[0], p.all[-1]]

    return step


def workloads():
    w = {
        "scalar-chain": scalar_chain,
        "micrograd-moons": moons,
        "small-16": lambda: small(4),
        "small-256": lambda: small(16),
    }
    for f64 in (False, True):
        name = "gemm-f64-" if f64 else "gemm-f32-"
        for n in (64, 128, 256, 512, 1024, 2048):
            w[name + str(n)] = lambda f64=f64, n=n: gemm(f64, n, n, n)
        w[name + "64x4096x64"] = lambda f64=f64: gemm(f64, 64, 4096, 64)
        for ta, tb, suffix in ((True, False, "tn"), (False, True, "nt"), (True, True, "tt")):
            w[name + "512-" + suffix] = lambda f64=f64, ta=ta, tb=tb: gemm(f64, 512, 512, 512, ta, tb)
        w[name + "batch64x64"] = lambda f64=f64: gemm(f64, 64, 64, 64, batch=64)
    for batch in (32, 128, 1024):
        w["mlp-%d" % batch] = lambda batch=batch: mlp(batch)
    w["mnist-cnn"] = lambda: mnist_cnn(64)
    w["resnet18"] = lambda: resnet18(16)
    w["lstm"] = lambda: lstm(64, 32, 256, 2)
    w["transformer-block"] = lambda: transformer_block(8, 128, 256, 8)
    w["char-gpt"] = lambda: char_gpt(12, 64, 128, 4, 4)
    w["hessian-vector"] = lambda: hessian_vector(128)
    w["jacobian"] = jacobian

    def conv(f, x, wt, y, channels):
        return lambda: convolution(f, x, wt, y, channels)

    w["conv-3x3"] = conv(lambda x, k, b: F.conv2d(x, k, b, 1, 1), (16, 64, 32, 32), (64, 64, 3, 3), (16, 64, 32, 32), 64)
    w["conv-1x1"] = conv(lambda x, k, b: F.conv2d(x, k, b), (8, 256, 28, 28), (64, 256, 1, 1), (8, 64, 28, 28), 64)
    w["conv-5x5-stride2"] = conv(lambda x, k, b: F.conv2d(x, k, b, 2, 2), (16, 32, 32, 32), (64, 32, 5, 5), (16, 64, 16, 16), 64)
    w["conv-depthwise"] = conv(
        lambda x, k, b: F.conv2d(x, k, b, 1, 1, 1, 128), (16, 128, 28, 28), (128, 1, 3, 3), (16, 128, 28, 28), 128)
    w["conv-transposed"] = conv(
        lambda x, k, b: F.conv_transpose2d(x, k, b, 2, 1), (16, 64, 16, 16), (64, 32, 4, 4), (16, 32, 32, 32), 32)
    w["conv1d"] = conv(lambda x, k, b: F.conv1d(x, k, b, 1, 2), (16, 64, 512), (64, 64, 5), (16, 64, 512), 64)
    for rows, size in ((4096, "4m"), (64, "64k")):
        w["add-" + size] = lambda rows=rows: binary(rows, 1024, (rows, 1024), torch.add)
        w["mul-" + size] = lambda rows=rows: binary(rows, 1024, (rows, 1024), torch.mul)
        w["bias-add-" + size] = lambda rows=rows: binary(rows, 1024, (1024,), torch.add)
        w["transpose-" + size] = lambda rows=rows: unary(lambda x: x.t().contiguous(), rows)
    w["gelu-ten-ops"] = lambda: unary(ten_ops)
    w["gelu"] = lambda: unary(lambda x: F.gelu(x, approximate="tanh"))
    w["softmax"] = lambda: unary(lambda x: F.softmax(x, 1))
    w["log-softmax-nll"] = log_softmax_nll
    for kind in ("layer", "batch", "rms"):
        w[kind + "-norm"] = lambda kind=kind: normed(kind)
    for axis in range(2):
        for name, f in (("sum", torch.sum), ("mean", torch.mean), ("amax", torch.amax), ("var", torch.var), ("cumsum", torch.cumsum)):
            w["%s-axis%d" % (name, axis)] = lambda f=f, axis=axis: unary(lambda x: f(x, axis))
        w["argmax-axis%d" % axis] = lambda axis=axis: forward_only(lambda x: torch.argmax(x, axis))
    w["sort"] = lambda: forward_only(lambda x: torch.sort(x, 1)[0])
    w["topk"] = lambda: forward_only(lambda x: torch.topk(x, 32)[0])
    w["embedding"] = lambda: embedding(50000, 256, 8192)
    w["adamw-10m"] = lambda: update(True)
    w["sgd-momentum-10m"] = lambda: update(False)
    return w


ALL = workloads()


def sample(x):
    x = x.detach().reshape(-1).double()
    n = x.numel()
    if n > 512:
        x = x[torch.arange(512) * n // 512]
    return x.tolist()


def run(step, seconds):
    start = now = time.perf_counter()
    runs = 0
    while True:
        step()
        runs += 1
        now = time.perf_counter()
        if now - start >= seconds:
            return runs, (now - start) / runs * 1e9


def serve():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    step = None
    print(json.dumps({"version": torch.__version__}), file=answers, flush=True)
    for line in sys.stdin:
        order = line.split()
        try:
            if order[0] == "prepare":
                step = None
                step = ALL[order[1]]()
                answer = {"results": [sample(x) for x in step()]}
            elif order[0] == "run":
                runs, ns = run(step, float(order[1]) / 1000)
                answer = {"runs": runs, "ns": ns, "allocated": 0}
            elif order[0] == "memory":
                answer = {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
            else:
                answer = {"error": "no order " + order[0]}
        except Exception as e:
            answer = {"error": "%s: %s" % (type(e).__name__, str(e).split("\n")[0])}
        print(json.dumps(answer), file=answers, flush=True)


def report(names, file):
    rows = []
    for name in [n for n in ALL if not names or any(n.startswith(m) for m in names)]:
        step = ALL[name]()
        run(step, 1)
        ms = [run(step, 0.06)[1] / 1e6 for _ in range(15)]
        rows.append({"name": name, "ours_ms": statistics.median(ms), "ours_min_ms": min(ms)})
        print("%-20s %10.4f %10.4f" % (name, rows[-1]["ours_ms"], rows[-1]["ours_min_ms"]), flush=True)
    if file:
        with open(file, "w") as out:
            machine = "PyTorch " + torch.__version__ + (", compiled" if COMPILE else "")
            json.dump({"machine": machine, "threads": torch.get_num_threads(), "workloads": rows}, out, indent=2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--json")
    given = parser.parse_args()
    COMPILE = given.compile
    if given.threads:
        torch.set_num_threads(given.threads)
    if given.serve:
        serve()
    else:
        report(given.workloads, given.json)
