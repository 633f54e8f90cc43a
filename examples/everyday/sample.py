# Some of many, each at most once.
import random

random.seed(1)
drawn = random.sample(range(100), 5)
print(len(set(drawn)), str(all(x in range(100) for x in drawn)).lower())
