import time
def run(n):
    is_prime = [True] * n
    count = 0
    for i in range(2, n):
        if is_prime[i]:
            count += 1
            for j in range(i * i, n, i):
                is_prime[j] = False
    return count
start = time.perf_counter()
result = sum(run(100_000) for _ in range(20))
assert result == 191_840
print(time.perf_counter() - start)
