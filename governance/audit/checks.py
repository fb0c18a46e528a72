from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from . import triggers


@register(Tags.database)
def trail_is_walled(*, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Look that the triggers which make the trail append-only are in place."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        try:
            if "audit_event" in connection.introspection.table_names() and (gone := triggers.missing(connection)):
                errors.append(
                    Error(f"Händelsetabellen saknar skydd: {', '.join(gone)}.", hint="Kör migrate.", id="audit.E001")
                )
        except DatabaseError:
            continue
    return errors
