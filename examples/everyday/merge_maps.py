# Stocks of two shops added up, the larger ones first.
from collections import Counter

north, south = Counter(apples=3, pears=1), Counter(pears=4, plums=2)
for name, count in (north + south).most_common():
    print(name, count)
