"""The whole story of the demonstration, told from a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from django.db.models import Model, QuerySet

from budgets.models import AnnualReport, Budget
from budgets.queries import budget_for
from budgets.services.annual_reports import (
    dispatch_report,
    edit_report,
    establish_report,
    follow_documents,
    start_annual_report,
)
from budgets.services.handover import dispatch_letters
from budgets.states import ReportState
from governance.decisions.models import Ruling
from governance.decisions.queries import matter_for
from governance.documents.models import Dispatch
from governance.documents.services import confirm_receipt
from governance.jobs.services import queue_job
from governance.organisations.models import Partnership, Seat
from governance.workflow.steps import perform

from . import harbour, health
from .calendar import Scene, at_most, diary_number, play
from .cast import BEGINNING, Cast, administrator, set_up_audit, set_up_sgd, set_up_vip
from .years import Year, established_principle, proposed_principle

EARLIEST = date(2024, 1, 1)
"""The first day the story can be told from: official residents are shipped from 2020 on."""

ON_ITS_WAY = timedelta(days=7)
"""How long after the decision a year's reports are sent."""

SLOW_TO_CONFIRM = ("1231", "1262", "1270", "1275", "1280", "1284", "1290", "1292")
"""Those who have not confirmed last year's report when it is new."""

SLOWEST_TO_CONFIRM = ("1231", "1275", "1290")
"""Those who have not confirmed it a season later either."""

A_SEASON = timedelta(days=90)

FINISH = "project.finish_demo"
RECEIVE = "project.receive_demo"
SIGN = "project.sign_demo"

OUTCOME = "Utfallet ligger nära budgeten. De flesta tjänster kostade något mindre än planerat."
EXPLANATIONS = [
    ["Trygg utskrivning", "kostade mindre än planerat, för att införandet kom i gång senare i några kommuner."],
    ["Meddelandetjänsten", "kostade mer än planerat, för att äldre uppgifter flyttades för hand."],
]
COOPERATION = (
    "Styrgruppen har frågat alla 34 huvudmän. De flesta tycker att samverkan fungerar bra. Flera vill få underlaget "
    "inför fullmäktige tidigare."
)
SOURCES = "Utfallet är hämtat ur den gemensamma redovisningen. Alla belopp är påhittade."


class CannotTell(ValueError):
    """The story cannot be told from the day that was asked for; says why in Swedish."""


def is_told() -> bool:
    """Whether the demonstration is there already."""
    return Partnership.objects.filter(slug="sgd-skane").exists()


def tell(*, today: date) -> Cast:
    """Tell the whole story up to a day, through the same functions as people use: years of the 34, two negotiations.

    The documents it orders are sealed afterwards, by a worker or by `finish`. Raises CannotTell for a day before the
    first one that there are residents for.
    """
    if today < EARLIEST:
        message = f"Demonstrationen kan berättas från {EARLIEST} och framåt: äldre invånartal följer inte med."
        raise CannotTell(message)
    by = administrator(BEGINNING)
    cast = set_up_sgd(by)
    set_up_audit(cast, administrator(min(today, date.today())))  # noqa: DTZ011 -- insight is live on the real day
    set_up_vip(by)
    homes = harbour.set_up(by, today)
    data = health.set_up(by, today)
    queue_job(SIGN, key=SIGN, arguments={"today": str(today)})  # first in the row: until then the agreement looks late
    play(chain(scenes(cast, today), harbour.scenes(homes, today), health.scenes(data, today)), until=today)
    for report in AnnualReport.objects.filter(partnership=cast.partnership).order_by("-year"):
        queue_job(FINISH, key=f"{FINISH}:{report.year}", arguments={"today": str(today), "year": report.year})
    for budget in Budget.objects.filter(partnership=cast.partnership, handed_over_on__isnull=False).order_by("-year"):
        queue_job(RECEIVE, key=f"{RECEIVE}:{budget.pk}", arguments={"today": str(today), "budget": budget.pk})
    return cast


def scenes(cast: Cast, today: date) -> Iterator[Scene]:
    """Four budget years, two deviating principles and two annual reports."""
    first = today.year - 2
    yield from established_principle(cast, today.year - 1)
    yield from proposed_principle(cast, today.year + 2)
    for place in range(4):
        yield from Year(cast, first + place, place, until=today).scenes()
    yield from report_scenes(cast, first, established=date(first + 1, 2, 20), today=today)
    yield from report_scenes(cast, first + 1, established=date(first + 2, 2, 20), today=today)


def report_scenes(cast: Cast, year: int, *, established: date, today: date) -> Iterator[Scene]:
    """A year's report is collected, drafted, put before the joint political body and established."""
    settled = at_most(date(year + 1, 1, 23), today)

    def collect(on: date) -> None:
        budget = budget_for(cast.partnership, year)
        assert budget is not None  # noqa: S101 -- the story has closed it
        by = cast.act("sgd", on)
        report = start_annual_report(budget, diary_number=f"SGD {year + 1}/{year % 100 - 10}", by=by, today=on)
        texts = {
            "outcome_text": OUTCOME,
            "explanations": EXPLANATIONS,
            "cooperation_text": COOPERATION,
            "sources_text": SOURCES,
        }
        report = edit_report(report, changes=texts, by=by, today=on, version=None)
        report = perform(report, "draft", by=by, today=on).subject
        perform(report, "submit", by=by, today=on)

    def establish(on: date) -> None:
        report = AnnualReport.objects.get(partnership=cast.partnership, year=year)
        establish_report(report, decided_on=on, paragraph="§ 6", by=cast.act("cs", on), today=on)

    yield Scene(settled, collect)
    yield Scene(at_most(max(established, settled), today), establish)


def finish(*, year: int, today: date) -> None:
    """Send out a year's report and let most principals confirm it, when every document is sealed."""
    cast = cast_again()
    report = AnnualReport.objects.get(partnership=cast.partnership, year=year)
    sealed = follow_documents(report.pk, today=today)
    if sealed.state == ReportState.SEALED:
        sent_on = at_most((sealed.decided_on or today) + ON_ITS_WAY, today)
        # on its own day, as the rest of the story: its documents are sealed only now, and a report is sent sealed
        dispatch_report(sealed, by=cast.act("sekreterare.sgd", sent_on), today=sent_on)
        confirm(cast, sealed, sent_on=sent_on, today=today, everybody=year < today.year - 1)
        follow_documents(report.pk, today=today)


def cast_again() -> Cast:
    """The people of the story, for what is told when documents are sealed."""
    seats = {
        seat.user.email.removesuffix("@demo.invalid"): seat
        for seat in Seat.objects.filter(user__is_demo=True).select_related("user", "body__organisation")
    }
    return Cast(Partnership.objects.get(slug="sgd-skane"), seats=seats)


def confirm(cast: Cast, report: AnnualReport, *, sent_on: date, today: date, everybody: bool) -> None:
    """Let each principal's registrar confirm the report within some days of when it was sent, but for the slow ones."""
    slow = SLOW_TO_CONFIRM if today - sent_on < A_SEASON else SLOWEST_TO_CONFIRM
    for dispatch in waiting_for(report):
        code = dispatch.principal.organisation.code
        if everybody or code not in slow:
            on = at_most(sent_on + timedelta(days=1 + int(code) % 5), today)
            receive(cast, dispatch, code, diary_number(code, on.year, int(code) % 800 + 100), on=on, today=today)


def receive_letters(*, budget: int, today: date) -> None:
    """Let each principal's registrar confirm the letter with a budget, some days after it was sent; its decision has
    the same diary number. Those who have named no meeting have not confirmed it either.
    """
    cast, held = cast_again(), Budget.objects.get(pk=budget)
    dispatch_letters(held, today=today)
    numbers = dict(
        Ruling.objects.current()
        .filter(matter=matter_for(held), principal__isnull=False)
        .values_list("principal_id", "diary_number")
    )
    for dispatch in waiting_for(held):
        code = dispatch.principal.organisation.code
        on = dispatch.sent_on + timedelta(days=2 + int(code) % 6)
        if numbers.get(dispatch.principal_id) and on <= today:
            receive(cast, dispatch, code, numbers[dispatch.principal_id], on=on, today=today)


def waiting_for(subject: Model) -> QuerySet[Dispatch]:
    """The dispatches of a subject's documents that nobody has confirmed."""
    mine = Dispatch.objects.filter(
        document__subject_type=subject._meta.label_lower, document__subject_key=str(subject.pk), state="sent"
    )
    return mine.select_related("principal__organisation").order_by("pk")


def receive(cast: Cast, dispatch: Dispatch, code: str, number: str, *, on: date, today: date) -> None:
    """A registrar confirms that a document has arrived, on a day."""
    by = cast.act(f"registrator.{code}", today)
    confirm_receipt(dispatch, by=by, today=today, diary_number=number, occurred_on=on)
