"""Records modules of PyTorch for ModulesTest: python3 modules.py > modules.jsonl (recorded with PyTorch 2.13, CPU)."""
import json
import math

import torch
from torch import nn
from torch.nn.utils import parametrizations as p

CASES = [
    # name, constructor, shapes of inputs (or a list of whole numbers)
    ("bilinear", "nn.Bilinear(3, 3, 2)", [(2, 3)] * 2),
    ("conv1d circular", "nn.Conv1d(2, 4, 3, padding=2, padding_mode='circular')", [(2, 2, 5)]),
    ("conv1d same", "nn.Conv1d(2, 2, 4, padding='same', bias=False)", [(1, 2, 6)]),
    ("conv2d", "nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2)", [(2, 2, 5, 5)]),
    ("conv2d same reflect", "nn.Conv2d(1, 2, (2, 3), padding='same', padding_mode='reflect')", [(1, 1, 4, 4)]),
    ("conv3d replicate", "nn.Conv3d(1, 2, 2, padding=1, padding_mode='replicate')", [(1, 1, 2, 3, 2)]),
    ("convtranspose1d", "nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1)", [(2, 2, 3)]),
    ("convtranspose2d", "nn.ConvTranspose2d(2, 4, (2, 3), stride=2, groups=2, bias=False)", [(1, 2, 2, 2)]),
    ("convtranspose3d", "nn.ConvTranspose3d(2, 1, 2, dilation=2)", [(1, 2, 2, 2, 2)]),
    ("maxpool1d", "nn.MaxPool1d(2, 1, 1)", [(2, 2, 5)]),
    ("maxpool2d", "nn.MaxPool2d((3, 2), stride=2, padding=1, ceil_mode=True)", [(1, 2, 6, 5)]),
    ("maxpool2d dilation", "nn.MaxPool2d(2, dilation=2)", [(1, 1, 6, 6)]),
    ("maxpool3d", "nn.MaxPool3d(2)", [(1, 2, 4, 2, 4)]),
    ("avgpool1d", "nn.AvgPool1d(3, 2, 1)", [(1, 2, 6)]),
    ("avgpool2d", "nn.AvgPool2d((2, 3), padding=1, count_include_pad=False)", [(1, 2, 4, 6)]),
    ("avgpool2d divisor", "nn.AvgPool2d(2, divisor_override=3)", [(1, 1, 4, 4)]),
    ("avgpool3d", "nn.AvgPool3d(2, 1)", [(1, 1, 3, 3, 3)]),
    ("lppool1d", "nn.LPPool1d(2, 3, stride=2)", [(1, 2, 7)]),
    ("lppool2d", "nn.LPPool2d(4, 2)", [(1, 1, 4, 4)]),
    ("lppool3d", "nn.LPPool3d(2, 2)", [(1, 1, 2, 4, 2)]),
    ("adaptiveavg1d", "nn.AdaptiveAvgPool1d(3)", [(1, 2, 5)]),
    ("adaptiveavg2d", "nn.AdaptiveAvgPool2d((2, 3))", [(1, 2, 5, 4)]),
    ("adaptiveavg3d", "nn.AdaptiveAvgPool3d(2)", [(1, 1, 3, 3, 4)]),
    ("adaptivemax1d", "nn.AdaptiveMaxPool1d(3)", [(1, 2, 5)]),
    ("adaptivemax2d", "nn.AdaptiveMaxPool2d((2, 3))", [(1, 2, 5, 4)]),
    ("adaptivemax3d", "nn.AdaptiveMaxPool3d(2)", [(1, 1, 3, 3, 4)]),
    ("fractional2d", "nn.FractionalMaxPool2d(2, output_size=3)", [(1, 2, 6, 6)]),
    ("fractional3d", "nn.FractionalMaxPool3d(2, output_ratio=0.5)", [(1, 1, 4, 6, 4)]),
    ("zeropad1d", "nn.ZeroPad1d((1, 2))", [(1, 2, 3)]),
    ("zeropad2d", "nn.ZeroPad2d(1)", [(1, 1, 2, 2)]),
    ("zeropad3d", "nn.ZeroPad3d((0, 1, 1, 0, 2, 0))", [(1, 1, 2, 2, 2)]),
    ("constantpad1d", "nn.ConstantPad1d(2, 3.5)", [(1, 1, 2)]),
    ("constantpad2d", "nn.ConstantPad2d((1, 0, 2, 1), -1.0)", [(1, 1, 2, 2)]),
    ("constantpad3d", "nn.ConstantPad3d(1, 0.5)", [(1, 1, 1, 2, 1)]),
    ("reflectionpad1d", "nn.ReflectionPad1d((1, 2))", [(1, 2, 4)]),
    ("reflectionpad2d", "nn.ReflectionPad2d(1)", [(1, 1, 3, 2)]),
    ("reflectionpad3d", "nn.ReflectionPad3d(1)", [(1, 1, 2, 2, 2)]),
    ("replicationpad1d", "nn.ReplicationPad1d(1)", [(1, 2, 3)]),
    ("replicationpad2d", "nn.ReplicationPad2d((1, 2, 0, 1))", [(1, 1, 2, 2)]),
    ("replicationpad3d", "nn.ReplicationPad3d(1)", [(1, 1, 2, 1, 2)]),
    ("circularpad1d", "nn.CircularPad1d(2)", [(1, 2, 3)]),
    ("circularpad2d", "nn.CircularPad2d((1, 0, 1, 2))", [(1, 1, 2, 3)]),
    ("circularpad3d", "nn.CircularPad3d(1)", [(1, 1, 2, 1, 2)]),
    ("relu", "nn.ReLU()", [(2, 3)]),
    ("relu6", "nn.ReLU6()", [(2, 3)]),
    ("elu", "nn.ELU()", [(2, 3)]),
    ("celu", "nn.CELU(0.5)", [(2, 3)]),
    ("selu", "nn.SELU()", [(2, 3)]),
    ("silu", "nn.SiLU()", [(2, 3)]),
    ("mish", "nn.Mish()", [(2, 3)]),
    ("gelu", "nn.GELU()", [(2, 3)]),
    ("gelu tanh", "nn.GELU('tanh')", [(2, 3)]),
    ("softsign", "nn.Softsign()", [(2, 3)]),
    ("softplus", "nn.Softplus()", [(2, 3)]),
    ("hardsigmoid", "nn.Hardsigmoid()", [(2, 3)]),
    ("hardswish", "nn.Hardswish()", [(2, 3)]),
    ("hardtanh", "nn.Hardtanh()", [(2, 3)]),
    ("hardshrink", "nn.Hardshrink()", [(2, 3)]),
    ("softshrink", "nn.Softshrink()", [(2, 3)]),
    ("tanhshrink", "nn.Tanhshrink()", [(2, 3)]),
    ("threshold", "nn.Threshold(0.1, 2.0)", [(2, 3)]),
    ("leakyrelu", "nn.LeakyReLU(0.2)", [(2, 3)]),
    ("prelu", "nn.PReLU(3, 0.1)", [(2, 3)]),
    ("rrelu eval", "nn.RReLU().eval()", [(2, 3)]),
    ("logsigmoid", "nn.LogSigmoid()", [(2, 3)]),
    ("sigmoid", "nn.Sigmoid()", [(2, 3)]),
    ("tanh", "nn.Tanh()", [(2, 3)]),
    ("glu", "nn.GLU()", [(2, 4)]),
    ("softmax", "nn.Softmax(1)", [(2, 3)]),
    ("softmin", "nn.Softmin(1)", [(2, 3)]),
    ("logsoftmax", "nn.LogSoftmax(1)", [(2, 3)]),
    ("softmax2d", "nn.Softmax2d()", [(1, 3, 2, 2)]),
    ("batchnorm1d", "nn.BatchNorm1d(3)", [(4, 3)]),
    ("batchnorm1d cumulative", "nn.BatchNorm1d(2, momentum=None, affine=False)", [(2, 2, 3)]),
    ("batchnorm2d", "nn.BatchNorm2d(2, eps=0.001, momentum=0.2)", [(2, 2, 3, 2)]),
    ("batchnorm2d untracked", "nn.BatchNorm2d(2, track_running_stats=False).eval()", [(2, 2, 2, 2)]),
    ("batchnorm3d", "nn.BatchNorm3d(2)", [(2, 2, 2, 1, 2)]),
    ("instancenorm1d", "nn.InstanceNorm1d(2)", [(2, 2, 4)]),
    ("instancenorm2d", "nn.InstanceNorm2d(2, affine=True, track_running_stats=True)", [(2, 2, 2, 3)]),
    ("instancenorm3d", "nn.InstanceNorm3d(2, affine=True)", [(2, 2, 2, 2)]),
    ("layernorm", "nn.LayerNorm((2, 3), eps=0.001)", [(2, 2, 3)]),
    ("layernorm no bias", "nn.LayerNorm(3, bias=False)", [(2, 3)]),
    ("groupnorm", "nn.GroupNorm(2, 4)", [(2, 4, 3)]),
    ("rmsnorm", "nn.RMSNorm(4)", [(2, 4)]),
    ("localresponsenorm", "nn.LocalResponseNorm(3)", [(1, 4, 3)]),
    ("dropout", "nn.Dropout(0.3)", [(4, 4)]),
    ("dropout1d", "nn.Dropout1d()", [(2, 4, 3)]),
    ("dropout2d", "nn.Dropout2d(0.4)", [(2, 4, 2, 2)]),
    ("dropout3d", "nn.Dropout3d()", [(2, 4, 1, 2, 2)]),
    ("alphadropout", "nn.AlphaDropout()", [(4, 4)]),
    ("featurealphadropout", "nn.FeatureAlphaDropout(0.4)", [(2, 4, 3)]),
    ("embedding", "nn.Embedding(5, 3, padding_idx=-1, max_norm=1.5, scale_grad_by_freq=True)", [[[0, 4], [1, 1]]]),
    ("embeddingbag", "nn.EmbeddingBag(5, 3, mode='max')", [[[0, 4], [1, 2]]]),
    ("embeddingbag offsets", "nn.EmbeddingBag(5, 3, padding_idx=1)", [[0, 4, 1, 2], [0, 2]]),
    ("pixelshuffle", "nn.PixelShuffle(2)", [(1, 4, 2, 2)]),
    ("pixelunshuffle", "nn.PixelUnshuffle(2)", [(1, 1, 4, 4)]),
    ("channelshuffle", "nn.ChannelShuffle(2)", [(1, 4, 2, 2)]),
    ("upsample", "nn.Upsample(scale_factor=2)", [(1, 1, 2, 2)]),
    ("upsample bicubic", "nn.Upsample(size=(3, 5), mode='bicubic', align_corners=True)", [(1, 1, 2, 3)]),
    ("upsamplingnearest2d", "nn.UpsamplingNearest2d(scale_factor=1.5)", [(1, 1, 2, 2)]),
    ("upsamplingbilinear2d", "nn.UpsamplingBilinear2d((3, 3))", [(1, 1, 2, 2)]),
    ("flatten", "nn.Flatten()", [(2, 2, 2)]),
    ("unflatten", "nn.Unflatten(1, (2, 2))", [(2, 4)]),
    ("fold", "nn.Fold((3, 3), 2)", [(1, 4, 4)]),
    ("unfold", "nn.Unfold((2, 1), padding=1, stride=2)", [(1, 1, 3, 3)]),
    ("identity", "nn.Identity()", [(2, 2)]),
    ("weight norm", "p.weight_norm(nn.Linear(3, 2))", [(2, 3)]),
    ("weight norm of all", "p.weight_norm(nn.Conv1d(2, 2, 2), dim=None)", [(1, 2, 3)]),
    ("spectral norm", "p.spectral_norm(nn.Linear(3, 4))", [(2, 3)]),
    ("spectral norm transposed", "p.spectral_norm(nn.ConvTranspose2d(2, 3, 2), n_power_iterations=2)", [(1, 2, 2, 2)]),
    ("lstm", "nn.LSTM(2, 4, 2, batch_first=True, bidirectional=True, proj_size=3)", [(1, 3, 2)]),
    ("gru", "nn.GRU(2, 3, dropout=0.0, bias=False)", [(3, 1, 2)]),
    ("rnn", "nn.RNN(2, 3, nonlinearity='relu')", [(3, 2, 2)]),
    ("encoder", "nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, 0.0, 'gelu', norm_first=True), 2, nn.LayerNorm(4))",
     [(3, 1, 4)]),
    ("decoder", "nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 5, 0.0, batch_first=True, bias=False), 2)",
     [(1, 2, 4), (1, 3, 4)]),
    ("transformer", "nn.Transformer(4, 2, 1, 2, 4, 0.0)", [(2, 1, 4), (3, 1, 4)]),
    ("transformer dropout", "nn.TransformerEncoderLayer(4, 1, 4, 0.5)", [(3, 1, 4)]),
    ("attention dropout", "nn.MultiheadAttention(4, 2, dropout=0.5, batch_first=True)", [(1, 3, 4)] * 3),
    ("sequential", "nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.BatchNorm1d(3), nn.Tanh()), nn.Linear(3, 1))", [(3, 2)]),
]

LOSSES = [
    # name, constructor, inputs: a shape, whole numbers, or the name of a set of targets
    ("l1", "nn.L1Loss()", [(2, 3), (2, 3)]),
    ("mse sum", "nn.MSELoss(reduction='sum')", [(2, 3), (2, 3)]),
    ("huber", "nn.HuberLoss(delta=0.5)", [(2, 3), (2, 3)]),
    ("smooth l1", "nn.SmoothL1Loss()", [(2, 3), (2, 3)]),
    ("cross entropy", "nn.CrossEntropyLoss(label_smoothing=0.1)", [(3, 4), [0, 3, 1]]),
    ("nll", "nn.NLLLoss(ignore_index=1)", [(3, 4), [0, 3, 1]]),
    ("bce", "nn.BCELoss()", ["between", "between"]),
    ("bce with logits", "nn.BCEWithLogitsLoss()", [(2, 3), "between"]),
    ("kl", "nn.KLDivLoss(reduction='batchmean')", [(2, 3), "between"]),
    ("poisson", "nn.PoissonNLLLoss()", [(2, 3), "between"]),
    ("gaussian", "nn.GaussianNLLLoss(full=True)", [(2, 3), (2, 3), "between"]),
    ("hinge embedding", "nn.HingeEmbeddingLoss()", [(2, 3), "signs"]),
    ("margin ranking", "nn.MarginRankingLoss(margin=0.5)", [(2, 3), (2, 3), "signs"]),
    ("soft margin", "nn.SoftMarginLoss()", [(2, 3), "signs"]),
    ("cosine embedding", "nn.CosineEmbeddingLoss()", [(2, 3), (2, 3), [1, -1]]),
    ("multilabel margin", "nn.MultiLabelMarginLoss()", [(1, 4), [[3, 0, -1, 1]]]),
    ("multilabel soft margin", "nn.MultiLabelSoftMarginLoss()", [(2, 3), "between"]),
    ("multi margin", "nn.MultiMarginLoss()", [(3, 4), [0, 3, 1]]),
    ("triplet", "nn.TripletMarginLoss(swap=True)", [(2, 3)] * 3),
    ("triplet with distance", "nn.TripletMarginWithDistanceLoss()", [(2, 3)] * 3),
    ("ctc", "nn.CTCLoss()", [(5, 2, 4), [[1, 2], [3, 3]], [5, 4], [2, 1]]),
    ("cosine similarity", "nn.CosineSimilarity()", [(2, 3)] * 2),
    ("pairwise distance", "nn.PairwiseDistance()", [(2, 3)] * 2),
]


def digits(v):
    return v if isinstance(v, int) else float(f"{v:.9g}")


def tensor(t):
    t = t.detach()
    return {"dtype": str(t.dtype)[6:], "shape": list(t.shape), "data": [digits(v) for v in t.flatten().tolist()]}


def value(what):
    if what == "between":
        return torch.arange(1, 7).reshape(2, 3) / 8
    if what == "signs":
        return torch.tensor([[1.0, -1, 1], [-1, -1, 1]])
    if isinstance(what, tuple):
        n = math.prod(what)
        return (torch.arange(n) * 2.4 + 0.3).sin().mul(1.5).reshape(what)
    return torch.tensor(what)


def record(name, constructor, inputs, loss):
    torch.manual_seed(7)
    m = eval(constructor)
    start = {k: tensor(v) for k, v in m.state_dict().items()}
    xs = [value(i) for i in inputs]
    if name == "ctc":
        xs[0] = xs[0].log_softmax(2)
    if xs[0].dtype.is_floating_point:
        xs[0] = xs[0].clone().requires_grad_()
    y = m(*xs)
    y = y[0] if isinstance(y, tuple) else y
    grads = {}
    if y.requires_grad:
        g = (torch.arange(y.numel()) * 0.7 + 1).cos().reshape(y.shape)
        y.backward(g)
        grads = {k: tensor(v.grad) for k, v in m.named_parameters() if v.grad is not None}
    case = {"id": name, "module": constructor, "inputs": [tensor(x) for x in xs], "output": tensor(y),
            "input_grad": None if xs[0].grad is None else tensor(xs[0].grad)}
    if not loss:
        case |= {"repr": repr(m), "state_dict": start, "parameter_grads": grads,
                 "after": {k: tensor(v) for k, v in m.named_buffers()}}
    print(json.dumps(case, separators=(",", ":")))


for c in CASES:
    record(*c, False)
for c in LOSSES:
    record(*c, True)
