# The most frequent words of a text.
from collections import Counter
import re

text = "The cat and the dog. The bird, and the cat!"
words = re.findall(r"[a-z]+", text.lower())
for word, count in sorted(Counter(words).items(), key=lambda e: (-e[1], e[0]))[:3]:
    print(f"{word:<5} {count}")
