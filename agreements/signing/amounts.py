"""What each party is to pay by the text that is signed, for the frames of the mandates."""

from typing import Any

from agreements.texts.financing import plan_of


def parties_to(agreement: Any) -> list[Any]:
    """The parties to an agreement with their organisations, read once for all who ask about the same signing."""
    known: list[Any] | None = agreement.__dict__.get("_parties_to_sign")
    if known is None:
        known = list(agreement.parties.select_related("principal__organisation"))
        agreement.__dict__["_parties_to_sign"] = known
    return known


def amounts_by_principal(text: Any) -> dict[int, int]:
    """Principal -> öre, of the financing plan; a party that pays nothing is not in it. Read once a text."""
    known: dict[int, int] | None = text.__dict__.get("_amounts_by_principal")
    if known is None:
        known = text.__dict__["_amounts_by_principal"] = read_amounts(text)
    return known


def read_amounts(text: Any) -> dict[int, int]:
    """Add up the rows of each party."""
    principals = {each.pk: each.principal_id for each in parties_to(text.agreement)}
    found: dict[int, int] = {}
    for row in plan_of(text).rows:
        principal = principals[row.party_id]
        found[principal] = found.get(principal, 0) + (row.amount_ore or 0)
    return found


def amount_of(text: Any, principal_id: int) -> int:
    """What one party is to pay, in öre."""
    return amounts_by_principal(text).get(principal_id, 0)
