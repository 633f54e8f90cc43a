# What two lists have in common, and what not.
a, b = [1, 2, 3, 5, 8], [2, 3, 5, 7]
common, rest = sorted(set(a) & set(b)), sorted(set(a) - set(b))
print(common, rest, len(set(a) | set(b)))
