# Texts without links, marks and runs of blanks.
import re

text = "Hi   @bob!!  See https://example.org/a?b=1 -- it's GREAT :-)"
clean = re.sub(r"https?://\S+|@\w+", " ", text.lower())
clean = re.sub(r"[^a-z' ]+", " ", clean)
print(re.sub(r"\s+", " ", clean).strip())
