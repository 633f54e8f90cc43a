# By age, the oldest first, and by name where ages are equal.
people = [("Ada", 36), ("Bo", 41), ("Al", 36)]
for name, age in sorted(people, key=lambda person: (-person[1], person[0])):
    print(name, age)
