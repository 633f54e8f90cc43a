# Reads JSON, changes it, and writes it again.
import json

text = '{"shops": [{"name": "north", "sold": [3, 4]}, {"name": "south", "sold": []}]}'
shops = [
    {"name": s["name"].upper(), "total": sum(s["sold"])} for s in json.loads(text)["shops"]
]
kept = [s for s in shops if s["total"] > 0]
print(json.dumps({"shops": kept}, separators=(",", ":")))
