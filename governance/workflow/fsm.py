"""What we mend in django-fsm-2: migrations would otherwise slow down with the square of the number of machines."""

from typing import Any

from django.db.models.signals import class_prepared
from django_fsm import FSMField

HISTORICAL = "__fake__"
"""The module that Django gives the models of a migration's past states."""


def spare_migrations() -> None:
    """Let the models of past states have no listeners.

    Every state field listens to every model that is prepared, so as to collect its transitions. A migration prepares
    thousands of past models, none of which has any transition; half of the time of `migrate` went to asking them.
    """
    contribute = FSMField.contribute_to_class
    if getattr(contribute, "spares_migrations", False):
        return

    def contribute_to_class(field: Any, cls: Any, name: str, **options: Any) -> None:
        contribute(field, cls, name, **options)
        if cls.__module__ == HISTORICAL:
            class_prepared.disconnect(field._collect_transitions)

    contribute_to_class.spares_migrations = True  # type: ignore[attr-defined]  # so that it is done once
    FSMField.contribute_to_class = contribute_to_class
