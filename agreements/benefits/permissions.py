"""Who may do what with benefits and packages; asked with the subject and the actor.

What a party keeps to itself is read from a seat in the party's own organisation alone, and the sums that are computed
from it by the appointed negotiators alone: not by their office, not by those who run the installation.
"""

from typing import Any

from agreements.negotiations import permissions as negotiations

WHO_LEADS = negotiations.WHO_LEADS
WHO_SPEAKS = negotiations.WHO_SPEAKS
WHO_SYSTEM = negotiations.WHO_SYSTEM


def may_lead(subject: Any, actor: Any) -> bool:
    """The appointed negotiators sketch packages, lay them before the parties and ask the trade finder (P-06)."""
    return negotiations.may_lead(subject.negotiation, actor)


def may_see_sums(negotiation: Any, actor: Any) -> bool:
    """The neutral negotiators alone, serving and impartial in this negotiation, see what it is worth to each party."""
    return negotiations.serves(negotiation, actor)


def may_search(subject: Any, actor: Any) -> bool:
    """The same ask the trade finder, since its answer is computed from what parties keep to themselves."""
    return may_see_sums(subject.negotiation, actor)


def may_see_sketches(negotiation: Any, actor: Any) -> bool:
    """Those who lead and their office see packages that are not laid before the parties yet."""
    if negotiations.sits_as_leader(negotiation, actor):
        return negotiations.may_lead(negotiation, actor)
    return negotiations.may_assist(negotiation, actor)


def may_value(party: Any, actor: Any) -> bool:
    """A party values for itself (N-08)."""
    return negotiations.may_speak_for(party, actor)


def may_answer(consent: Any, actor: Any) -> bool:
    """A party answers for itself (P-12)."""
    return negotiations.may_speak_for(consent.party, actor)


def nobody(subject: object, actor: Any) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
