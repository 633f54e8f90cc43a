# How sure a mean is: the means of many samples drawn anew.
import numpy as np

random = np.random.default_rng(1)
x = np.array([4.1, 5.0, 5.2, 4.7, 6.3, 5.5, 4.9, 5.8])
means = [x[random.integers(8, size=8)].mean() for i in range(2000)]
low, high = np.quantile(means, [0.05, 0.95])
print(str(low < x.mean() < high).lower(), round(high - low))
