# A curve as a picture.
import matplotlib.pyplot as plt
import numpy as np
from pathlib import Path

x = np.arange(100) / 10
plt.plot(x, np.sin(x))
plt.title("A sine")
plt.savefig("sine.svg")
print(str(Path("sine.svg").exists()).lower())
