"""The trade finder as an act: asked by a neutral negotiator, done at once when small and as a job when large."""

from datetime import date
from typing import Any

from django.db import transaction

from agreements.negotiations.models import Negotiation, Option
from governance.jobs.services import queue_job
from governance.workflow.acts import refuse, require_right
from governance.workflow.steps import create

from .. import citations, permissions
from ..analysis import Table, analyse
from ..board import chosen_in
from ..models import Analysis, Package
from ..tables import closed_issues, finders_board, fingerprint, table_of
from .common import require_going_on
from .packaging import draft_package

KIND = "benefits.analyse"
AT_ONCE = 1_024
"""So many packages or fewer are tried while the negotiator waits; more become a job."""
MOST_COUNTED = 10**39
SECONDS = 90.0


@transaction.atomic
def ask_trade_finder(
    negotiation: Negotiation, *, by: Any, today: date, start: Package | None = None, within_mandates: bool = True
) -> Analysis:
    """Look for packages better for somebody and worse for nobody, than today or than a package given."""
    asked = Analysis(
        negotiation=negotiation,
        asked_on=today,
        by=None if by.is_system else by.user,
        start=start,
        within_mandates=within_mandates,
    )
    require_right(asked, by, permissions.may_search, permissions.WHO_LEADS)
    require_going_on(negotiation)
    table = require_table(negotiation, within_mandates=within_mandates)
    asked.combinations, asked.fingerprint = min(table.combinations, MOST_COUNTED), fingerprint(table)
    create(asked, by=by, today=today)
    if table.combinations <= AT_ONCE:
        asked.found = search(asked, table)
        asked.save(update_fields=["found"])
    else:
        queue_job(KIND, key=asked.job_key, arguments={"analysis": asked.pk})
    return asked


def require_table(negotiation: Negotiation, *, within_mandates: bool) -> Table:
    """The valuations as a table. Raises Refused with what is missing."""
    board = finders_board(negotiation)
    closed = closed_issues(board, within_mandates=within_mandates)
    if not board.parties or not board.issues or (closed and not within_mandates):
        raise refuse(
            "Det behövs minst en part, och minst en fråga där varje fråga har ett alternativ.",
            citations.WHOLE_PACKAGE,
            mended_by="förhandlingspersonerna: lägg till frågor och alternativ",
        )
    if not board.values:
        raise refuse(
            "Ingen part har värderat något alternativ än.",
            citations.OWN_BENEFITS,
            mended_by="parterna: värdera alternativen",
        )
    table = table_of(board, within_mandates=within_mandates)
    if table is None:
        raise refuse(
            f"I fråga {closed[0]} ligger alla alternativ utanför någon parts mandat.",
            citations.MANDATES_FIRST,
            mended_by="förhandlingspersonerna: sök även utanför mandaten, eller lägg till ett alternativ",
        )
    return table


def search(asked: Analysis, table: Table) -> dict[str, Any]:
    """Search, and return what is kept: choices and proofs, and the choices that they were compared with."""
    start = [] if asked.start is None else sorted(chosen_in(asked.start))
    begin = None if asked.start is None else table.gains(start)
    return {**analyse(table, begin, seconds=SECONDS).as_data(), "start": start}


def analyse_now(asked: Analysis) -> tuple[dict[str, Any], str]:
    """Do a large search on the values of this moment; returns what is kept, and what it stands on."""
    table = require_table(asked.negotiation, within_mandates=asked.within_mandates)
    return search(asked, table), fingerprint(table)


@transaction.atomic
def draft_from_suggestion(asked: Analysis, place: int, *, title: str, by: Any, today: date) -> Package:
    """Make a sketch of one of the packages that were found (gör en skiss)."""
    kept = (asked.found or {}).get("suggestions", [])
    if not 0 <= place < len(kept):
        raise refuse(
            "Förslaget finns inte i analysen.", citations.WHOLE_PACKAGE, mended_by="du själv: välj ett annat förslag"
        )
    options = Option.objects.filter(pk__in=kept[place]).select_related("issue")
    return draft_package(asked.negotiation, title=title, choices=options, by=by, today=today)
