import time
def run(n):
    words = []
    for i in range(n):
        words.append(f"word {i}")
    line = ", ".join(words)
    text = ""
    for word in words:
        text += f"{word};"
    return len(line) + len(text)
start = time.perf_counter()
result = run(300_000)
assert result == 7_277_778, result
print(time.perf_counter() - start)
