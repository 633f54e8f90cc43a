# Means by group of a CSV file.
import csv
from collections import defaultdict
from statistics import fmean

with open("sales.csv", "w") as file:
    file.write("city,price\nRome,9\nOslo,12\nRome,6\nOslo,15\n")
prices = defaultdict(list)
with open("sales.csv", newline="") as file:
    for row in csv.DictReader(file):
        prices[row["city"]].append(float(row["price"]))
for city, found in prices.items():
    print(f"{city:<5} {fmean(found):.2f}")
