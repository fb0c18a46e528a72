"""What else validity asks for, as adoption knows it, for the printed form and the pages."""

from typing import Any

from governance.documents.shapes import ConditionRow


def conditions_of(agreement: Any) -> tuple[ConditionRow, ...]:
    """The agreement's conditions, as they stand now."""
    return tuple(
        ConditionRow(
            label=str(each.label),
            evidence=str(each.evidence),
            state=str(each.get_state_display()),
            last_on=each.last_on,
        )
        for each in agreement.conditions.all()
    )
