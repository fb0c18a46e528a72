from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from .actors import Actor
from .canonical import canonical_json, link_hash
from .models import Event, Head

SYSTEM_CHAIN = "system"


def next_number() -> int:
    """Take the next event number: from PostgreSQL's sequence, or under SQLite's single write lock."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval('audit_event_number')")
        else:
            cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM audit_event")
        (number,) = cursor.fetchone()
    return int(number)


def lock_head(chain: str) -> str:
    """Hold the end of a chain until the transaction ends, so that links never fork; returns the last link's hash."""
    held = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hash FROM audit_head WHERE chain = %s{held}", [chain])  # noqa: S608 -- fixed words
        found = cursor.fetchone()
        if found is None:
            Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
            cursor.execute(f"SELECT hash FROM audit_head WHERE chain = %s{held}", [chain])  # noqa: S608 -- as above
            found = cursor.fetchone()
    return str(found[0])


def add_link(event: Event) -> None:
    """Write the row and move the head; in plain SQL, since every act in the system passes here."""
    fields = Event._meta.concrete_fields
    names = ", ".join(str(field.column) for field in fields)
    values = [field.get_db_prep_save(getattr(event, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_event ({names}) VALUES ({', '.join(['%s'] * len(fields))})",  # noqa: S608 -- fixed names
            values,
        )
        cursor.execute(
            "UPDATE audit_head SET event_id = %s, length = length + 1, hash = %s WHERE chain = %s",
            [event.id, event.hash, event.chain],
        )
    event._state.adding, event._state.db = False, connection.alias


def record(  # noqa: PLR0913 -- an event has that many columns
    *,
    chain: str,
    kind: str,
    subject: models.Model,
    by: Actor,
    source: str = "",
    target: str = "",
    occurred_on: date | None = None,
    corrects: int | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Write one act into its chain; must stand in the transaction of the act itself.

    Raises TransactionManagementError outside a transaction, since an event without its act must not exist.
    """
    if not connection.in_atomic_block:
        message = "En händelse skrivs i samma transaktion som det den berättar om."
        raise transaction.TransactionManagementError(message)
    previous = lock_head(chain)
    row: dict[str, Any] = {
        "id": next_number(),
        "chain": chain,
        "recorded_at": timezone.now(),
        "occurred_on": occurred_on,
        "kind": kind,
        "subject_type": subject._meta.label_lower,
        "subject_key": str(subject.pk),
        "subject_label": str(subject)[:300],
        "source": str(source),
        "target": str(target),
        "actor_key": by.user_key,
        "actor_name": by.user_name,
        "seat_key": by.seat_key,
        "seat_label": by.seat_label,
        "details": canonical_json(details or {}),
        "corrects": corrects,
        "previous_hash": previous,
    }
    event = Event(**row, hash=link_hash(row))
    add_link(event)
    return event
