from collections.abc import Iterator

from governance.lib.money import Sek
from governance.lib.sharing import base_shares

from .measure import Figure, ratio, repeat

TOTAL = 1_000_000_001


def residents(count: int) -> dict[str, int]:
    """Made-up municipalities of uneven size, by code."""
    return {f"{1000 + each}": 7_000 + each * each * 37 % 90_001 for each in range(count)}


def plain_split(total: int, shares: dict[str, int]) -> dict[str, int]:
    """The largest remainder in plain integer arithmetic, with nothing checked."""
    whole = sum(shares.values())
    parts = {key: total * share // whole for key, share in shares.items()}
    left = total - sum(parts.values())
    for key in sorted(shares, key=lambda key: (-(total * shares[key] % whole), key))[:left]:
        parts[key] += 1
    return parts


def plain_base_split(total: int, shares: dict[str, int]) -> dict[str, int]:
    """Half to the region, half to the rest, in plain integer arithmetic."""
    half = total // 2
    return {"12": total - half, **plain_split(half, shares)}


def figures() -> Iterator[Figure]:
    """The exact split of an amount against plain integer arithmetic, for 34 and 311 payers."""
    for payers in (34, 311):
        shares = residents(payers - 1)
        assert base_shares(TOTAL, region="12", populations=shares) == plain_base_split(TOTAL, shares)  # noqa: S101 -- the same work
        ours = repeat(lambda shares=shares: base_shares(TOTAL, region="12", populations=shares), 300)  # type: ignore[misc]
        theirs = repeat(lambda shares=shares: plain_base_split(TOTAL, shares), 300)  # type: ignore[misc]
        yield Figure(f"Grundprincipen för {payers} mot ren heltalsräkning", round(ratio(ours, theirs), 2), "gånger", 2)
        amount = Sek(TOTAL)
        ours = repeat(lambda shares=shares, amount=amount: amount.split(shares), 300)  # type: ignore[misc]
        theirs = repeat(lambda shares=shares: plain_split(TOTAL, shares), 300)  # type: ignore[misc]
        yield Figure(f"Delning i {payers - 1} delar mot ren heltalsräkning", round(ratio(ours, theirs), 2), "gånger", 2)
