"""A partnership's bodies by their own names, where a state, a step or a rule speaks of them in general words."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from governance.lib.text import capitalise, genitive

from .kinds import BodyKind, PartnershipKind
from .models import Body, Partnership

GENERAL: dict[str, BodyKind] = {
    "det politiska samverkansorganet": BodyKind.JOINT_POLITICAL,
    "tjänstemannaberedningen": BodyKind.OFFICIALS,
    "styrgruppen": BodyKind.STEERING_GROUP,
}
PARTIES = {"huvudmännen": "parterna", "huvudmannen": "parten", "huvudmän": "parter", "huvudman": "part"}
"""What those who own together are called where they only agree."""

AGREEING = (PartnershipKind.NEGOTIATION, PartnershipKind.VIP)
BODIES = re.compile(rf"\b({'|'.join(GENERAL)})(s?)\b", re.IGNORECASE)
PRINCIPALS = re.compile(rf"\b({'|'.join(PARTIES)})(s?)\b", re.IGNORECASE)


def in_own_names(text: Any, partnership: Partnership) -> str:
    """The text with the partnership's own names: spelt out where a body is first named, in short after that.

    A body that the partnership lacks keeps its general word.
    """
    said = str(text)
    if not BODIES.search(said):
        return said
    bodies, told = bodies_of(partnership), set()

    def name_it(found: re.Match[str]) -> str:
        kind, owns = GENERAL[found[1].lower()], bool(found[2])
        body = bodies.get(kind)
        if body is None:
            return found[0]
        again = kind in told
        told.add(kind)
        return in_short(body, owns=owns) if again else spelt_out(body, owns=owns)

    return BODIES.sub(name_it, said)


def in_own_words(text: Any, partnership: Partnership) -> str:
    """The text with the partnership's names of its bodies, and with its word for those who decide."""
    said = str(text)
    return in_own_names(PRINCIPALS.sub(as_party, said) if partnership.kind in AGREEING else said, partnership)


def as_party(found: re.Match[str]) -> str:
    """The word for a party in the same form."""
    word = PARTIES[found[1].lower()] + found[2]
    return capitalise(word) if found[0][0].isupper() else word


def spelt_out(body: Body, *, owns: bool) -> str:
    """The whole name with the short one in brackets: "Centralt samverkansorgan (CS)"."""
    if not owns:
        return body.full_name
    return f"{owning(body.name)} ({body.abbreviation})" if body.abbreviation else owning(body.name)


def in_short(body: Body, *, owns: bool) -> str:
    """The short name, where there is one."""
    name = body.abbreviation or body.name
    return owning(name) if owns else name


def owning(name: str) -> str:
    """Say whose; a name that ends in an abbreviation takes a colon: "Styrgrupp SGD:s"."""
    return f"{name}:s" if name[-1:].isupper() else genitive(name)


def bodies_of(partnership: Partnership) -> dict[str, Body]:
    """The partnership's bodies of the kinds that are spoken of in general; read once an instance."""
    known: dict[str, Body] | None = partnership.__dict__.get("_named_bodies")
    if known is None:
        known = keep_bodies(partnership, bodies_asked(partnership))
    return known


def bodies_asked(partnership: Partnership) -> QuerySet[Body]:
    """The bodies that are spoken of in general, for a page that reads them with what else it shows."""
    return Body.objects.filter(partnership=partnership, kind__in=sorted(set(GENERAL.values()))).order_by("-pk")


def keep_bodies(partnership: Partnership, found: Iterable[Body]) -> dict[str, Body]:
    """Keep what was read, so that nobody asks again."""
    known: dict[str, Body] = {body.kind: body for body in found}
    partnership.__dict__["_named_bodies"] = known
    return known
