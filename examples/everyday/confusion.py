# How often each class was taken for each.
from collections import Counter

truth = ["cat", "dog", "cat", "cow", "dog", "cat"]
guess = ["cat", "cat", "cat", "cow", "dog", "dog"]
pairs = Counter(zip(truth, guess))
for (true, guessed), count in sorted(pairs.items()):
    print(f"{true + ' as ' + guessed:<10} {count}")
right = sum(true == guessed for true, guessed in zip(truth, guess))
print(f"accuracy {right / len(truth):.3f}")
