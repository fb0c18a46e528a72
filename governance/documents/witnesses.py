"""What remembers the trail outside its table: the sealed lists of heads, and every document's frozen data."""

from collections.abc import Iterator
from typing import Any

from django.db.models import JSONField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from governance.audit.verification import WITNESSES, Witness
from governance.organisations.models import partnership_chain

from . import heads
from .models import Document


def sealed_lists() -> Iterator[Witness]:
    """The heads of every day's sealed list."""
    for told in heads.read_lists():
        for head in told["heads"]:
            yield Witness(head["chain"], head["event"], head["hash"], f"den förseglade listan från {told['day']}")


def sealed_documents() -> Iterator[Witness]:
    """Where the partnership's chain stood when each sealed document was frozen; the database reads the data for us."""
    audit = Document.objects.sealed().annotate(frozen_json=Cast("data", JSONField())).order_by("pk")
    rows: Any = audit.annotate(number=KT("frozen_json__head__audit__number"), head=KT("frozen_json__head__audit__head"))
    for partnership, doc_id, number, head in rows.values_list("partnership_id", "doc_id", "number", "head").iterator():
        if number is None:
            continue
        if not str(number).isdecimal():
            message = f"underlaget till {doc_id} har en form som Samverk inte skriver"
            raise OSError(message)
        yield Witness(partnership_chain(partnership), int(number), str(head), f"dokumentet {doc_id}")


def stand_up() -> None:
    """Let `verify_audit` ask them."""
    for source in (sealed_lists, sealed_documents):
        if source not in WITNESSES:
            WITNESSES.append(source)
