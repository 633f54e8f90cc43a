import time
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
start = time.perf_counter()
result = fib(30)
assert result == 832_040
print(time.perf_counter() - start)
