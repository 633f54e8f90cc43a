# Lines of keys and values, with numbers where they are some.
import json

text = """
# A server.
host = example.org
port = 8080
ratio=0.25
"""
def value_of(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
settings = {}
for line in text.splitlines():
    if "=" in line and not line.startswith("#"):
        key, value = (part.strip() for part in line.split("="))
        settings[key] = value_of(value)
print(json.dumps(settings, separators=(",", ":")))
