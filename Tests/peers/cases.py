"""Models in setl, and what PyTorch makes of the same weights: functions of a dictionary of parameters by name and of
the texts' words (texts, longest), padded, and their lengths."""

import torch
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

UNITS = 5


def embedded(weights, words, _):
    return weights["0.embedding"][words]


def linear(weights, name, x):
    return functional.linear(x, weights[f"{name}.weights"], weights[f"{name}.bias"])


def module(kind, weights, prefixes, biases):
    """A module of `kind` whose parameters are `weights`, one direction a prefix; autograd goes through to them."""
    size, inputs = weights[f"{prefixes[0]}.recurrent_weights"].shape[1], weights[f"{prefixes[0]}.input_weights"].shape[1]
    made = kind(inputs, size, batch_first=True, bidirectional=len(prefixes) == 2)
    parameters = {}
    for prefix, ending in zip(prefixes, ["", "_reverse"]):
        first, second = biases(weights, prefix)
        parameters[f"weight_ih_l0{ending}"] = weights[f"{prefix}.input_weights"]
        parameters[f"weight_hh_l0{ending}"] = weights[f"{prefix}.recurrent_weights"]
        parameters[f"bias_ih_l0{ending}"] = first
        parameters[f"bias_hh_l0{ending}"] = second

    def call(x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        states, last = torch.func.functional_call(made, parameters, (packed,))
        last = last[0] if kind is torch.nn.LSTM else last
        return pad_packed_sequence(states, batch_first=True)[0], torch.cat(list(last), dim=1)

    return call


def lstm_biases(weights, prefix):
    """PyTorch's second bias would be added to the first."""
    bias = weights[f"{prefix}.bias"]
    return bias, torch.zeros_like(bias)


def gru_biases(weights, prefix):
    """The second bias counts for n alone."""
    bias, new = weights[f"{prefix}.bias"], weights[f"{prefix}.recurrent_bias"]
    return bias, torch.cat([torch.zeros(2 * len(new)), new])


def stacked(kind, biases, directions):
    def model(weights, words, lengths):
        x = embedded(weights, words, lengths)
        for layer in ("1", "2"):
            prefixes = [f"{layer}.{name}" for name in directions] or [layer]
            x, last = module(kind, weights, prefixes, biases)(x, lengths)
        return linear(weights, "3", last)

    return model


def highway(weights, words, lengths):
    """Recurrent highway network of two levels, written out."""
    x = embedded(weights, words, lengths)
    size = weights["1.recurrent_weights_1"].shape[1]
    state = torch.zeros(len(words), size)
    for step in range(x.shape[1]):
        new = state
        for level in ("1", "2"):
            sums = functional.linear(new, weights[f"1.recurrent_weights_{level}"], weights[f"1.bias_{level}"])
            if level == "1":
                sums = sums + functional.linear(x[:, step], weights["1.input_weights"])
            candidate, gate = torch.tanh(sums[:, :size]), torch.sigmoid(sums[:, size:])
            new = candidate * gate + new * (1 - gate)
        state = torch.where((lengths > step)[:, None], new, state)
    return linear(weights, "2", state)


def bag(mode):
    def model(weights, words, lengths):
        flat = torch.cat([text[:length] for text, length in zip(words, lengths)])
        starts = torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)[:-1]])
        return linear(weights, "2", functional.embedding_bag(flat, weights["0.embedding"], starts, mode=mode))

    return model


def attention(weights, words, lengths):
    x = embedded(weights, words, lengths)
    scores = torch.tanh(linear(weights, "1", x)) @ weights["1.query"]
    scores = scores.masked_fill(torch.arange(x.shape[1]) >= lengths[:, None], -torch.inf)
    return linear(weights, "2", (torch.softmax(scores, 1)[:, :, None] * x).sum(1))


def composed(weights, words, lengths):
    """Dense on each word, norm, residual LSTM, the largest over the words."""
    x = torch.tanh(linear(weights, "1", embedded(weights, words, lengths)))
    x = functional.layer_norm(x, x.shape[-1:], weights["2.scale"], weights["2.bias"])
    x = x + module(torch.nn.LSTM, weights, ["3.0"], lstm_biases)(x, lengths)[0]
    x = x.masked_fill((torch.arange(x.shape[1]) >= lengths[:, None])[:, :, None], -torch.inf)
    return linear(weights, "5", x.amax(1))


def normed(weights, words, lengths):
    """A residual LSTM with a norm of its own, a dense layer on each state, the largest over the words."""
    x = module(torch.nn.LSTM, weights, ["1"], lstm_biases)(embedded(weights, words, lengths), lengths)[0]
    added = module(torch.nn.LSTM, weights, ["2.0"], lstm_biases)(x, lengths)[0]
    x = x + functional.layer_norm(added, added.shape[-1:], weights["2.1.scale"], weights["2.1.bias"])
    x = linear(weights, "3", x)
    x = x.masked_fill((torch.arange(x.shape[1]) >= lengths[:, None])[:, :, None], -torch.inf)
    return linear(weights, "5", x.amax(1))


def binary(outputs, labels):
    return functional.binary_cross_entropy_with_logits(outputs[:, 0], labels.float())


def several(outputs, labels):
    weights = torch.tensor([0.5, 3, 1])
    return functional.binary_cross_entropy_with_logits(outputs, labels, pos_weight=weights)


def cross_entropy(outputs, labels):
    return functional.cross_entropy(outputs, labels, weight=torch.tensor([0.5, 3, 1]), label_smoothing=0.1)


def perceptron(weights, x):
    """A leaky layer below, whose slope is negative as in every other layer of all-ReLU, and one output a label."""
    x = linear(weights, "0", x)
    x = torch.where(x < 0, -0.6 * x, x)
    return linear(weights, "1", x)


EMPHASIS = "class_weights: {a: 0.5, b: 3}, label_smoothing: 0.1"
DIRECTIONS = ["forward", "backward"]


def recurrent(kind, wrap="{}", outputs=3, **extra):
    """Two layers, dense and sparse."""
    for sparse in (False, True):
        name, rest = (f"sparse_{kind}", ", density: 0.4") if sparse else (kind, "")
        word = "sparse_embedding" if sparse else "embedding"
        layers = ", ".join(wrap.format(f"{name}(units: {units}{rest})") for units in (6, UNITS))
        yield f"{word}(vocabulary: 40, units: 7{rest}), {layers}, dense({outputs})"


CASES = [
    (model, stacked(kind, biases, directions), cross_entropy, EMPHASIS)
    for name, kind, biases in [
        ("lstm", torch.nn.LSTM, lstm_biases),
        ("gru", torch.nn.GRU, gru_biases),
    ]
    for wrap, directions in [("{}", []), ("bidirectional({})", DIRECTIONS)]
    for model in recurrent(name, wrap)
] + [
    (
        f"embedding(vocabulary: 40, units: 7), {kind}(units: 6, depth: 2{rest}), dense(3)",
        highway,
        cross_entropy,
        EMPHASIS,
    )
    for kind, rest in [("rhn", ""), ("sparse_rhn", ", density: 0.5")]
] + [
    (f'{word}, pooling("{way}"), dense(3)', model, cross_entropy, EMPHASIS)
    for word in ["embedding(vocabulary: 40, units: 7)"]
    for way, model in [("mean", bag("mean")), ("max", bag("max")), ("attention", attention)]
] + [
    (
        'embedding(vocabulary: 40, units: 7), dense(6, activation: "tanh"), layer_norm(), residual(lstm(units: 6)), '
        'pooling("max"), dense(1)',
        composed,
        binary,
        "",
    ),
    (
        "embedding(vocabulary: 40, units: 7), lstm(units: 5), residual(lstm(units: 5), layer_norm()), dense(4), "
        'pooling("max"), dense(1)',
        normed,
        binary,
        "",
    ),
    (
        'dense(6, inputs: 5, activation: "leaky_relu", slope: -0.6), dense(3)',
        perceptron,
        several,
        "class_weights: {a: 0.5, b: 3}",
    ),
]
