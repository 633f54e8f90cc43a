import time
def run(n):
    total = 0
    for i in range(n):
        for j in range(n):
            if (i + j) % 3 == 0:
                total += j
            else:
                total -= 1
    return total
start = time.perf_counter()
result = run(2_000)
assert result == 1_329_999_333
print(time.perf_counter() - start)
