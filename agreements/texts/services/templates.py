"""A partnership's own template: the sections that its new agreements begin with."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import next_number, remove, require_right
from governance.workflow.steps import lock

from .. import permissions
from ..models import TemplateSection
from ..outline import Field, outline_of


@transaction.atomic
def ensure_template(
    partnership: Partnership, *, by: Any, today: date, field: str = Field.HEALTH
) -> list[TemplateSection]:
    """Give a partnership a template of its own to change, beginning with the fifteen sections."""
    lock(partnership)
    require_right(TemplateSection(partnership=partnership), by, permissions.may_write, permissions.WHO_WRITES)
    own = list(TemplateSection.objects.filter(partnership=partnership))
    if own:
        return own
    for place, each in enumerate(outline_of(field), start=1):
        row = TemplateSection(
            partnership=partnership, number=place, title=each.title, part=each.part, guidance=each.guidance
        )
        steps.create(row, by=by, today=today)
        own.append(row)
    return own


@transaction.atomic
def edit_template_section(
    section: TemplateSection, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> TemplateSection:
    """Change a section of the template; agreements that are begun already keep theirs."""
    require_right(section, by, permissions.may_write, permissions.WHO_WRITES)
    edited: TemplateSection = steps.edit(section, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_template_section(
    partnership: Partnership, *, title: str, by: Any, today: date, part: str = "", guidance: str = ""
) -> TemplateSection:
    """Add a section last in the template."""
    ensure_template(partnership, by=by, today=today)
    rows = TemplateSection.objects.filter(partnership=partnership)
    section = TemplateSection(
        partnership=partnership,
        number=next_number(rows, "number"),
        title=title.strip(),
        part=part,
        guidance=guidance.strip(),
    )
    steps.create(section, by=by, today=today)
    return section


@transaction.atomic
def remove_template_section(section: TemplateSection, *, by: Any, today: date) -> None:
    """Take a section out of the template; the numbers of the others stay in order."""
    require_right(section, by, permissions.may_write, permissions.WHO_WRITES)
    number, partnership_id = section.number, section.partnership_id
    remove(section, by=by, today=today, title=section.title)
    for each in TemplateSection.objects.filter(partnership_id=partnership_id, number__gt=number).order_by("number"):
        steps.edit(each, by=by, today=today, version=None, changes={"number": each.number - 1})
