# How long something takes.
from timeit import repeat

best = min(repeat(lambda: sorted(-i for i in range(1000)), number=10)) / 10
print(str(best > 0).lower())
