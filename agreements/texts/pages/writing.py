"""The page where a text is written: every section with what is missing, the money, the days and the annexes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.text import count
from governance.ui.templatetags.swedish import kr

from ..content import paragraphs_of
from ..financing import month_name, plan_of
from ..guards import plan_says
from ..kinds import Part
from ..models import Agreement, Section
from ..redline import share_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section in the list of sections."""

    section: Section
    part: str
    status: str
    words: str

    @property
    def updates(self) -> bool:
        """Whether it says how the agreement is updated."""
        return self.section.part == Part.UPDATING and self.status == "done"


def writing_of(agreement: Agreement) -> dict[str, Any]:
    """Everything that the page shows; six questions."""
    newest = agreement.newest_version
    if newest is None:
        return {"draft": None, "sections": [], "plan": None, "lead": _("Avtalet har ingen text.")}
    newest.agreement = agreement
    sections = [section_row(each) for each in newest.sections.all()]
    plan = plan_of(newest)
    empty = sum(row.status != "done" for row in sections)
    if newest.is_drafting:
        lead = _("Version %(number)s skrivs. %(empty)s.") % {
            "number": newest.number,
            "empty": _("Alla avsnitt har text")
            if not empty
            else _("%s saknar text") % count(empty, _("avsnitt"), _("avsnitt")),
        }
    else:
        lead = _("Version %s är låst.") % newest.number
        lead += " " + _("Ska något ändras görs en ny version.") if agreement.is_written else ""
    return {
        "draft": newest,
        "lead": lead,
        "sections": sections,
        "asks_why": bool(newest.updating_reason) or not any(row.updates for row in sections),
        "unwritten": next((row.section for row in sections if row.status != "done"), None),
        "plan_rows": [
            {
                "row": row,
                "share": share_words(row.share_ppm) if row.share_ppm is not None else "",
                "amount": kr(row.amount_ore),
                "level": ", ".join(
                    part
                    for part in (month_name(row.price_level_on) if row.price_level_on else "", row.index_series)
                    if part
                ),
            }
            for row in plan.rows
        ],
        "cost": kr(plan.cost_ore) if plan.cost_ore is not None else "",
        "total": kr(plan.total_ore),
        "plan_wrong": plan_says(plan),
        "timetable": list(newest.timetable.select_related("party__principal__organisation")),
        "annexes": [
            (annex, next(iter(annex.issues.all()), None)) for annex in agreement.annexes.prefetch_related("issues")
        ],
    }


def section_row(section: Section) -> SectionRow:
    """A section, and whether it holds text."""
    number = len(paragraphs_of(section.clauses))
    return SectionRow(
        section=section,
        part=str(section.get_part_display()) if section.part else "",
        status="done" if number else "todo",
        words=count(number, _("stycke"), _("stycken")) if number else _("Saknar text"),
    )
