"""Writes masks.txt: what NumPy gives for a thousand choices by masks, to be compared with setl's.

    python3 masks.py > masks.txt

A line is  SHAPE|READ OR WRITE|ITEMS|SHAPE OF THE RESULT|CHECKSUM.  The array holds 0, 1, 2 … in its shape.
An item is a mask (m, its shape, its elements), an index (i) or a slice (s, start, stop, step; empty where
left out). What is written is one number (=), numbers from 100 on in the result's shape (:), or 1 is added
(+); the checksum is of the result, or of the whole array that was written into. `error` stands for masks of
another shape.
"""
import random

import numpy

random.seed(13)


def shape_of(rank):
    return [random.choice([0, 1, 1, 2, 2, 3, 3, 4]) for _ in range(rank)]


def checksum(values):
    return int(sum((place + 1) * int(value) for place, value in enumerate(values.reshape(-1))) % 1000003)


def slice_of(length):
    ends = [random.choice([None, random.randint(-length - 1, length + 1)]) for _ in range(2)]
    step = random.choice([None, None, None, 1, 2, -1, -2])
    return slice(ends[0], ends[1], step)


def written(item):
    if isinstance(item, numpy.ndarray):
        axes = ",".join(str(length) for length in item.shape)
        return f"m{axes}:" + "".join("1" if bit else "0" for bit in item.reshape(-1))
    if isinstance(item, slice):
        return "s" + ",".join("" if end is None else str(end) for end in (item.start, item.stop, item.step))
    return f"i{item}"


def items_of(shape):
    """A mask over some axes, with indices and slices for others, in an order in which both agree."""
    rank = len(shape)
    first = random.randrange(rank)
    last = random.randint(first + 1, rank)
    mask_shape = shape[first:last]
    share = random.choice([0, 0.3, 0.6, 1])
    mask = numpy.array([random.random() < share for _ in range(int(numpy.prod(mask_shape)))], dtype=bool)
    items = []
    for axis in range(first):
        items.append(random.randrange(-shape[axis], shape[axis]) if shape[axis] and random.random() < 0.4
                     else slice_of(shape[axis]))
    items.append(mask.reshape(mask_shape))
    for axis in range(last, random.randint(last, rank)):
        items.append(random.randrange(-shape[axis], shape[axis]) if shape[axis] and random.random() < 0.4
                     else slice_of(shape[axis]))
    return items


def moves_axes(items):
    """Whether NumPy puts the mask's axis before that of a slice that stands before it."""
    is_slice = [isinstance(item, slice) for item in items]
    chosen = [place for place, choice in enumerate(is_slice) if not choice]
    mask = next(place for place, item in enumerate(items) if isinstance(item, numpy.ndarray))
    return any(is_slice[chosen[0]:chosen[-1]]) and any(is_slice[:mask])


def line():
    shape = shape_of(random.randint(1, 4))
    items = items_of(shape)
    while moves_axes(items):
        items = items_of(shape)
    if random.random() < 0.05:
        mask = next(place for place, item in enumerate(items) if isinstance(item, numpy.ndarray))
        wrong = list(items[mask].shape)
        axis = random.randrange(len(wrong))
        # NumPy lets a mask of one element pass for a longer axis here and there; one more never does.
        wrong[axis] += 1
        items[mask] = numpy.ones(wrong, dtype=bool)
    array = numpy.arange(int(numpy.prod(shape)), dtype=numpy.float32).reshape(shape)
    kind = random.choice(["r", "r", "=", ":", "+"])
    key = tuple(items)
    try:
        result = array[key]
        if kind == "=":
            array[key] = 7
        elif kind == ":":
            array[key] = numpy.arange(100, 100 + result.size).reshape(result.shape)
        elif kind == "+":
            array[key] += 1
        found = result if kind == "r" else array
        end = ",".join(str(length) for length in found.shape) + f"|{checksum(found)}"
    except IndexError:
        end = "|error"
    axes = ",".join(str(length) for length in shape)
    print("|".join([axes, kind, ";".join(written(item) for item in items), end]))


for _ in range(1000):
    line()
