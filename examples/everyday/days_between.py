# Days between dates, and what day it will be.
from datetime import date, timedelta

start, end = date.fromisoformat("2026-02-27"), date.fromisoformat("2026-11-25")
print((end - start).days, end.strftime("%A"))
print((end + timedelta(days=30)).strftime("%d.%m.%Y"))
