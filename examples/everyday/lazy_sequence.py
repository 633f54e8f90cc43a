# The first primes of all there are.
from itertools import count, islice, takewhile

def primes():
    for n in count(2):
        if all(n % d for d in takewhile(lambda d: d * d <= n, range(2, n))):
            yield n
print(list(islice(primes(), 10)))
