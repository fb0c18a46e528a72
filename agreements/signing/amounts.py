"""What each party is to pay by the text that is signed, for the frames of the mandates."""

from typing import Any

from agreements.texts.financing import plan_of


def amounts_by_principal(text: Any) -> dict[int, int]:
    """Principal -> öre, of the financing plan; a party that pays nothing is not in it. Two questions a text, once."""
    known: dict[int, int] | None = text.__dict__.get("_amounts_by_principal")
    if known is None:
        known = text.__dict__["_amounts_by_principal"] = read_amounts(text)
    return known


def read_amounts(text: Any) -> dict[int, int]:
    """Add up the rows of each party."""
    principals = dict(text.agreement.parties.values_list("pk", "principal_id"))
    found: dict[int, int] = {}
    for row in plan_of(text).rows:
        principal = principals[row.party_id]
        found[principal] = found.get(principal, 0) + (row.amount_ore or 0)
    return found


def amount_of(text: Any, principal_id: int) -> int:
    """What one party is to pay, in öre."""
    return amounts_by_principal(text).get(principal_id, 0)
