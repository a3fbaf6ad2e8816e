"""Records the losses of a hundred steps for LossesTest: python3 losses.py > losses.jsonl (recorded with PyTorch 2.13, CPU)."""
import json

import torch
from torch import nn
from torch.nn import functional as F


class Characters(nn.Module):
    """A small transformer that predicts the next of 11 characters."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 16)
        self.position = nn.Embedding(8, 16)
        layer = nn.TransformerEncoderLayer(16, 4, 32, 0.0, "gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(16), enable_nested_tensor=False)
        self.head = nn.Linear(16, 11)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(8)
        y = self.embedding(x) + self.position(torch.arange(8))
        return self.head(self.encoder(y, mask=mask))


def images():
    x, target = torch.rand(64, 1, 8, 8), torch.randint(0, 5, (64,))
    model = nn.Sequential(nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
                          nn.Conv2d(6, 8, 3), nn.GELU(), nn.Flatten(), nn.Linear(32, 5))
    return model, torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3), x, target


def numbers():
    x = torch.rand(64, 6)
    target = x[:, :1] * x[:, 1:2]
    model = nn.Sequential(nn.Linear(6, 24), nn.Tanh(), nn.LayerNorm(24), nn.Linear(24, 24), nn.SiLU(), nn.Linear(24, 1))
    return model, torch.optim.Adam(model.parameters(), lr=0.01), x, target


def characters():
    text = torch.randint(0, 11, (64, 9))
    model = Characters()
    return model, torch.optim.AdamW(model.parameters(), lr=3e-3), text[:, :8], text[:, 1:]


def loss_of(y, target):
    if target.dtype.is_floating_point:
        return F.mse_loss(y, target)
    return F.cross_entropy(y.flatten(0, -2), target.flatten())


def losses(make, drawn, dtype):
    torch.set_default_dtype(drawn)
    torch.manual_seed(1234)
    model, optimizer, x, target = make()
    torch.set_default_dtype(dtype)
    model.to(dtype)
    x, target = (t.to(dtype) if t.dtype.is_floating_point else t for t in (x, target))
    out = []
    for step in range(100):
        if step % 4 == 0:
            order = torch.randperm(64)
        batch = order[step % 4 * 16:step % 4 * 16 + 16]
        loss = loss_of(model(x[batch]), target[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out


for make in (images, numbers, characters):
    single = losses(make, torch.float32, torch.float32)
    wide = losses(make, torch.float32, torch.float64)
    print(json.dumps({"id": make.__name__, "float64": losses(make, torch.float64, torch.float64),
                      "float32": [float(f"{v:.9g}") for v in single],
                      # how far float32 is from the same run in float64
                      "rounding": [float(f"{abs(a - b) / b:.2g}") for a, b in zip(single, wide)]}))
