# A loop that tells how far it is.
from tqdm import tqdm

total = 0
for n in tqdm(range(1000), desc="adding"):
    total += n
print(total)
