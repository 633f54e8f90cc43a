import time
def run(n):
    total = 0
    for _ in range(20):
        squares = []
        for i in range(n):
            squares.append(i * i)
        for x in squares:
            if x % 2 == 0:
                total += 1
    return total
start = time.perf_counter()
result = run(100_000)
assert result == 1_000_000
print(time.perf_counter() - start)
