# Two classes told apart by gradient descent.
import numpy as np

x = np.array([[0, 1], [1, 0.5], [2, 2.5], [3, 2], [0.5, 0], [2.5, 3]])
y = np.array([0, 0, 1, 1, 0, 1])
weights, bias = np.zeros(2), 0.0
for step in range(2000):
    p = 1 / (1 + np.exp(-(x @ weights + bias)))
    # The gradient of the mean cross-entropy, worked out by hand.
    error = (p - y) / len(y)
    weights -= 0.5 * x.T @ error
    bias -= 0.5 * error.sum()
print((x @ weights + bias > 0).astype(int).tolist())
