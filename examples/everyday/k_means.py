# Clusters of points, each point with the nearest centre.
import numpy as np

points = np.array([[1, 1], [1.5, 2], [1, 0.6], [8, 8], [9, 11], [8.5, 9]])
centres = points[[0, 1]]
for step in range(10):
    distances = ((points[:, None] - centres) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1)
    centres = np.stack([points[nearest == k].mean(axis=0) for k in range(2)])
for x, y in centres:
    print(f"{x:.2f} {y:.2f}")
