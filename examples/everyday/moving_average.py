# The mean of each three neighbours.
import numpy as np

x = np.array([3, 5, 4, 8, 9, 7, 12])
means = np.convolve(x, np.ones(3) / 3, mode="valid")
print(*(f"{x:.2f}" for x in means))
