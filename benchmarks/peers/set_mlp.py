"""Seconds of an epoch of SET-MLP (Mocanu et al. 2018, doi:10.1038/s41467-018-04316-3) on SciPy's sparse
matrices: the same task as `benchmarks mlp`, by the algorithm of the authors' own SciPy program.

With --published, in the steps of that program: double precision, gradients and velocities as sparse matrices
of their own that are added up by SciPy, the gradient from coordinates by a compiled loop.

Without, the fastest ordinary form of it: 32-bit floats and indices; weights, velocities and gradients in the order of
one CSR matrix, so that only its structure is looked at; the gradient at the connections and the momentum step
by compiled loops (Numba, one thread); evolution by whole arrays, without sorting what is sorted. The output
layer has all connections and is multiplied by NumPy. An epoch is reckoned as 136 batches and one evolution.
Prints one JSON object.
"""

import argparse
import json
import os
import statistics
import time

options = argparse.ArgumentParser()
options.add_argument("--inputs", type=int, default=3312)
options.add_argument("--hidden", type=int, default=300_000)
options.add_argument("--classes", type=int, default=5)
options.add_argument("--epsilon", type=float, default=20)
options.add_argument("--batch", type=int, default=2)
options.add_argument("--batches", type=int, default=20)
options.add_argument("--threads", type=int, default=1)
options.add_argument("--published", action="store_true")
options = options.parse_args()
for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = str(options.threads)

import numba
import numpy as np
import scipy.sparse

# Numba takes what is global for constant, and so unrolls the loop over a batch.
BATCH = options.batch
RATE, MOMENTUM, DECAY, ZETA = np.float32(0.001), np.float32(0.9), np.float32(0.0002), 0.3
random = np.random.default_rng(1)


def new_places(count, bound, taken):
    """`count` different random places below `bound`, ascending, none of them in the ascending `taken`."""
    if count == bound:
        return np.arange(bound)
    chosen = np.empty(0, np.int64)
    while len(chosen) < count:
        drawn = random.integers(0, bound, count - len(chosen))
        chosen = np.sort(np.concatenate([chosen, drawn]))
        # np.unique takes a hundred times as long as sorting and looking at neighbours (NumPy 2.4).
        is_new = np.ones(len(chosen), bool)
        np.not_equal(chosen[1:], chosen[:-1], out=is_new[1:])
        if len(taken):
            near = np.minimum(np.searchsorted(taken, chosen), len(taken) - 1)
            is_new &= taken[near] != chosen
        chosen = chosen[is_new]
    return chosen


def matrix(places, values, shape):
    """The CSR matrix with `values` at the ascending `places`, counted row by row."""
    rows, columns = np.divmod(places, shape[1])
    starts = np.zeros(shape[0] + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=shape[0]), out=starts[1:])
    return scipy.sparse.csr_array((values, columns.astype(np.int32), starts), shape=shape)


@numba.njit(fastmath=True)
def sample_gradient(starts, columns, inputs, deltas, gradient):
    """gradient[k] = sum over the examples of inputs[row(k)] * deltas[column(k)]."""
    for row in range(len(starts) - 1):
        for k in range(starts[row], starts[row + 1]):
            total = np.float32(0)
            for example in range(BATCH):
                total += inputs[row, example] * deltas[columns[k], example]
            gradient[k] = total


@numba.njit(fastmath=True)
def update(values, velocities, gradient, rate, momentum, decay):
    """One step of gradient descent with momentum and weight decay."""
    for k in range(len(values)):
        velocities[k] = momentum * velocities[k] - rate * gradient[k]
        values[k] += velocities[k] - decay * values[k]


class Layer:
    def __init__(self, inputs, outputs, is_full):
        count = inputs * outputs if is_full else min(inputs * outputs, round(options.epsilon * (inputs + outputs)))
        # LeCun's rule, with the fan in counted in connections.
        spread = np.float32(np.sqrt(outputs / count))
        self.values = spread * random.standard_normal(count, dtype=np.float32)
        if is_full:
            self.weights = self.values.reshape(inputs, outputs)
        else:
            places = new_places(count, inputs * outputs, np.empty(0, np.int64))
            self.weights = matrix(places, self.values, (inputs, outputs))
        self.is_full = is_full
        self.velocities = np.zeros_like(self.values)
        self.gradient = np.empty_like(self.values)
        self.bias = np.zeros(outputs, np.float32)
        self.bias_velocities = np.zeros(outputs, np.float32)

    def back(self, delta):
        """delta @ weights.T"""
        # SciPy multiplies CSR by few columns faster one at a time: 1.9 to 2.6 ns a connection for two.
        if self.is_full or len(delta) > 2:
            return delta @ self.weights.T
        return np.stack([self.weights @ example for example in delta])

    def learn(self, inputs, delta):
        if self.is_full:
            np.matmul(inputs.T, delta, out=self.gradient.reshape(self.weights.shape))
        else:
            sample_gradient(
                self.weights.indptr, self.weights.indices, np.ascontiguousarray(inputs.T),
                np.ascontiguousarray(delta.T), self.gradient)
        update(self.values, self.velocities, self.gradient, RATE, MOMENTUM, DECAY)
        update(self.bias, self.bias_velocities, delta.sum(axis=0), RATE, MOMENTUM, np.float32(0))

    def evolve(self):
        """Drops the share ZETA of either sign nearest zero, and grows as many at random empty places."""
        shape, values = self.weights.shape, self.values
        kept = np.ones(len(values), bool)
        for is_chosen in (values >= 0, values < 0):
            chosen = np.abs(values[is_chosen])
            if count := round(ZETA * len(chosen)):
                kept[is_chosen] = chosen > np.partition(chosen, count - 1)[count - 1]
        rows = np.repeat(np.arange(shape[0], dtype=np.int64), np.diff(self.weights.indptr))
        places = (rows * shape[1] + self.weights.indices)[kept]
        grown = new_places(len(values) - len(places), shape[0] * shape[1], places)
        # Both are ascending: where the grown ones go among the kept ones.
        is_grown = np.zeros(len(values), bool)
        is_grown[np.searchsorted(places, grown) + np.arange(len(grown))] = True

        def merged(kept, grown):
            both = np.empty(len(is_grown), kept.dtype)
            both[is_grown] = grown
            both[~is_grown] = kept
            return both

        first = np.float32(0.1) * random.standard_normal(len(grown), dtype=np.float32)
        self.weights = matrix(merged(places, grown), merged(values[kept], first), shape)
        self.values = self.weights.data
        self.velocities = merged(self.velocities[kept], np.zeros(len(grown), np.float32))
        return len(grown)


@numba.njit
def gradient_at(inputs, deltas, rows, columns, gradient):
    """gradient[k] = mean over the examples of inputs[., row(k)] * deltas[., column(k)]."""
    for k in range(len(gradient)):
        total = 0.0
        for example in range(len(inputs)):
            total += inputs[example, rows[k]] * deltas[example, columns[k]]
        gradient[k] = total


class PublishedLayer(Layer):
    """The same layer, each of its steps by a whole sparse matrix."""

    def __init__(self, inputs, outputs, is_full):
        super().__init__(inputs, outputs, False)
        if is_full:
            self.weights = scipy.sparse.csr_array(self.weights)
        self.weights = self.weights.astype(np.float64)
        self.bias = self.bias.astype(np.float64)
        self.bias_velocities = self.bias_velocities.astype(np.float64)
        self.velocities = None

    def back(self, delta):
        return delta @ self.weights.T

    def learn(self, inputs, delta):
        gradient = self.weights.tocoo()
        # Its own values, not those of the weights.
        gradient.data = np.empty_like(self.weights.data)
        gradient_at(inputs, delta, gradient.row, gradient.col, gradient.data)
        gradient = gradient.tocsr()
        step = float(RATE) * gradient
        self.velocities = -step if self.velocities is None else float(MOMENTUM) * self.velocities - step
        self.weights += self.velocities - float(DECAY) * self.weights
        self.bias_velocities = float(MOMENTUM) * self.bias_velocities - float(RATE) * delta.sum(axis=0)
        self.bias += self.bias_velocities

    def evolve(self):
        kept, self.velocities = self.velocities, np.zeros(self.weights.nnz, np.float32)
        self.values = self.weights.data
        moved = super().evolve()
        pattern = scipy.sparse.csr_array(
            (np.ones(self.weights.nnz), self.weights.indices, self.weights.indptr), shape=self.weights.shape)
        self.velocities = kept.multiply(pattern).tocsr()
        self.weights = self.weights.astype(np.float64)
        return moved


widths = [options.inputs, options.hidden, options.hidden, options.hidden, options.classes]
kind = PublishedLayer if options.published else Layer
layers = [kind(widths[n], widths[n + 1], is_full=n == 3) for n in range(4)]
parameters = sum(layer.values.size + layer.bias.size for layer in layers)
examples = random.standard_normal((20 * options.batch, options.inputs), dtype=np.float32)
labels = np.arange(20 * options.batch) % options.classes


def step(number):
    chosen = np.arange(number * options.batch, (number + 1) * options.batch) % len(examples)
    states = [examples[chosen]]
    for layer in layers:
        z = states[-1] @ layer.weights
        z += layer.bias
        states.append(z if layer is layers[-1] else np.maximum(z, 0, out=z))
    z = states[-1] - states[-1].max(axis=1, keepdims=True)
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    own = (np.arange(options.batch), labels[chosen])
    loss = -np.log(shares[own]).mean()
    delta = shares
    delta[own] -= 1
    delta /= options.batch
    for layer, inputs in zip(layers[::-1], states[-2::-1]):
        # The error of the layer below, by the weights before this step.
        below = layer.back(delta) * (inputs > 0) if layer is not layers[0] else None
        layer.learn(inputs, delta)
        delta = below
    return loss


step(0)  # compiles the loops
step(1)
times, losses = [], []
for number in range(options.batches):
    start = time.perf_counter()
    losses.append(float(step(number)))
    times.append(time.perf_counter() - start)
before = [layer.weights.nnz for layer in layers[:-1]]
start = time.perf_counter()
moved = sum(layer.evolve() for layer in layers[:-1])
evolution = time.perf_counter() - start
assert np.isfinite(losses).all() and max(losses[-5:]) < 20, f"training did not run as it should: {losses}"
assert [layer.weights.nnz for layer in layers[:-1]] == before and moved > 0, "the number of connections changed"
assert all(layer.weights.has_canonical_format for layer in layers[:-1]), "a place was grown twice"
assert np.isfinite(step(0)), "training did not go on after evolution"
seconds = statistics.mean(times)
print(json.dumps({
    "parameters": parameters, "seconds_a_step": seconds, "best_seconds_a_step": min(times),
    "seconds_evolution": evolution, "seconds_an_epoch": 136 * seconds + evolution, "loss": losses[-1],
}))
