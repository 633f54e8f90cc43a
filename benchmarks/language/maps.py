import time
def run(rounds):
    names = []
    for i in range(1_000):
        names.append(f"key{i}")
    total = 0
    for r in range(rounds):
        counts = {}
        for name in names:
            counts[name] = 0
        for name in names:
            counts[name] = counts[name] + r
        squares = {}
        for i in range(1_000):
            squares[i] = i * i
        for i in range(1_000):
            total += squares[i]
        total += counts["key7"]
    return total
start = time.perf_counter()
result = run(200)
assert result == 66_566_700_000 + 19_900, result
print(time.perf_counter() - start)
