# What goes wrong is told, and the rest goes on.
def share(part, whole):
    if whole == 0:
        raise ValueError("nothing to share")
    return part / whole
for part, whole in [(1, 4), (1, 0), ("a", 2)]:
    try:
        print(share(part, whole))
    except ValueError as problem:
        print(problem)
    except TypeError:
        print("not a number")
