"""The population figures that ship with the product, read as plain values."""

import csv
from pathlib import Path

from hypothesis import strategies as st

import governance

REGION = "12"
POPULATIONS_CSV = Path(governance.__file__).parent / "organisations" / "data" / "populations.csv"


def skane(reference_date: str) -> dict[str, int]:
    """The municipalities' residents on a day."""
    with POPULATIONS_CSV.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["reference_date"] == reference_date]
    return {row["code"]: int(row["population"]) for row in rows if row["code"] != REGION}


totals = st.integers(min_value=0, max_value=2**63 - 1)
codes = st.integers(min_value=1200, max_value=1299).map(str)
populations = st.dictionaries(codes, st.integers(min_value=1, max_value=2_000_000), min_size=1, max_size=40)
