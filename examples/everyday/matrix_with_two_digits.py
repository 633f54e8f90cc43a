# A matrix in columns, two digits after the point.
import numpy as np

m = np.array([[1, -2.5, 1000], [0.333, 22.75, 3.14159]])
for row in m:
    print("".join(f"{x:>9.2f}" for x in row))
