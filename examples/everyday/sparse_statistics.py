# A matrix of which few elements are not 0, and what it is like.
import numpy as np

rows, columns = np.array([0, 0, 2, 3]), np.array([1, 3, 0, 3])
values = np.array([2, -1, 4, 3])
print(len(values), len(values) / 16, np.abs(values).sum())
sums = np.bincount(columns, weights=values, minlength=4).astype(int)
largest = np.zeros(4, dtype=int)
np.maximum.at(largest, rows, values)
print(sums.tolist(), largest.tolist())
product = np.bincount(rows, weights=values * 2 + values, minlength=4)
print(product.astype(int).tolist())
