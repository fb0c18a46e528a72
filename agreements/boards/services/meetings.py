"""Acts on meetings: planned, called with an agenda, held, decided item by item, adjusted and sealed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.commitments.models import Deviation, ProgressReport
from agreements.commitments.queries import decided_next
from agreements.commitments.services import progress
from agreements.commitments.states import OPEN_DEVIATION
from agreements.commitments.words import done_of_words
from governance.decisions.guards import last_day_for_a_meeting
from governance.lib.dates import swedish_date
from governance.organisations.happenings import sentence_of
from governance.organisations.models import Seat
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require_right

from .. import citations, permissions
from ..minuted import act_by
from ..models import AccountsRound, AgendaItem, Appointment, Attendance, Board, Meeting
from ..states import ItemKind, MeetingState, Outcome, Place
from .agenda_items import YOURSELF, require_coming, require_title

ANEW = "styrelsen: ta upp ärendet på nytt"
CHAIRS = (Place.CHAIR, Place.DEPUTY_CHAIR)
OUTCOMES: dict[str, tuple[str, ...]] = {
    ItemKind.MATTER: (Outcome.DECIDED, Outcome.NOTED, Outcome.POSTPONED),
    ItemKind.REPORT: (Outcome.VERIFIED, Outcome.SENT_BACK, Outcome.POSTPONED),
    ItemKind.DEVIATION: (Outcome.DECIDED, Outcome.NOTED, Outcome.POSTPONED),
    ItemKind.ACCOUNTS: (Outcome.APPROVED, Outcome.SENT_BACK, Outcome.POSTPONED),
    ItemKind.CLOSING: (Outcome.DECIDED, Outcome.POSTPONED),
}


@transaction.atomic
def plan_meeting(board: Board, *, held_on: date, by: Any, today: date, place: str = "") -> Meeting:
    """Plan a meeting, with what waits for the board on its agenda from the start (planera)."""
    held: Board = steps.lock(board)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    if held_on < today:
        raise refuse(_("Dagen har redan varit."), citations.CALLED_WITH_AGENDA, mended_by=YOURSELF)
    if held_on > (last := last_day_for_a_meeting(today)):
        words = _("Sammanträdet %(day)s är mer än två år bort. Sista dag som kan anges är %(last)s.")
        told = {"day": swedish_date(held_on), "last": swedish_date(last)}
        raise refuse(words % told, citations.CALLED_WITH_AGENDA, mended_by=YOURSELF)
    meeting = Meeting(board=held, number=next_number(held.meetings.all()), held_on=held_on, place=place.strip())
    steps.create(meeting, by=by, today=today, held_on=str(held_on))
    for given in waiting_items(held):
        add_item(meeting, by=by, today=today, **given)
    return meeting


def waiting_items(board: Board, *, every: bool = False) -> list[dict[str, Any]]:
    """What waits for the board and is on no coming agenda: reports, deviations, accounts.

    `every` tells of all deviations that are open, for a secretary who wants one taken up before all have answered.
    """
    found: list[dict[str, Any]] = []
    reports = waiting_reports(board)
    found += [
        {"kind": ItemKind.REPORT, "report": each, "title": f"Lägesrapport: {each.commitment}"[:300], "text": told(each)}
        for each in reports
    ]
    found += [
        {"kind": ItemKind.DEVIATION, "deviation": each, "title": str(each)[:300], "text": each.description}
        for each in waiting_deviations(board, every=every)
    ]
    compiled = board.accounts.filter(state="compiled").exclude(pk__in=taken_up(board, "accounts_id"))
    found += [
        {"kind": ItemKind.ACCOUNTS, "accounts": each, "title": f"Sammanställd redovisning {each.year}"}
        for each in compiled
    ]
    return found


def told(report: ProgressReport) -> str:
    """What the board is asked to verify, as the minutes are to have it: who says how much, of what, on which ground."""
    commitment = report.commitment
    said = _("%(party)s har rapporterat %(done)s till och med den %(day)s.") % {
        "party": commitment.principal.organisation.short_name,
        "done": done_of_words(commitment, report.value),
        "day": swedish_date(report.as_of),
    }
    return "\n\n".join((said, report.text, _("Underlag: %s.") % report.evidence.rstrip(".")))


def taken_up(board: Board, field: str) -> Any:
    """What stands undecided on the agenda of a meeting that is not cancelled."""
    items = AgendaItem.objects.filter(board=board, outcome="", **{f"{field}__isnull": False})
    return items.exclude(meeting__state=MeetingState.CANCELLED).values(field)


def waiting_reports(board: Board) -> list[ProgressReport]:
    """Progress reports that nobody has answered and that no open item is about."""
    mine = ProgressReport.objects.waiting().filter(commitment__agreement__in=family(board))
    mine = mine.exclude(pk__in=taken_up(board, "report_id"))
    return list(
        mine.select_related("commitment__agreement", "commitment__principal__organisation").order_by(
            "reported_on", "pk"
        )
    )


def waiting_deviations(board: Board, *, every: bool = False) -> list[Deviation]:
    """Deviations that the board decides on next, or every open one, and that no open item is about."""
    open_ = Deviation.objects.filter(state__in=OPEN_DEVIATION) if every else decided_next()
    mine = open_.filter(commitment__agreement__in=family(board))
    mine = mine.exclude(pk__in=taken_up(board, "deviation_id"))
    return list(mine.select_related("commitment__agreement").order_by("reported_on", "pk"))


def family(board: Board) -> list[int]:
    """The agreement and what amends it."""
    return [board.agreement_id, *board.agreement.children.amendments().values_list("pk", flat=True)]


@transaction.atomic
def add_item(  # noqa: PLR0913 -- an item is told all at once
    meeting: Meeting,
    *,
    title: str,
    by: Any,
    today: date,
    kind: str = ItemKind.MATTER,
    text: str = "",
    report: ProgressReport | None = None,
    deviation: Deviation | None = None,
    accounts: AccountsRound | None = None,
) -> AgendaItem:
    """Put an item on the agenda of a meeting that has not been held."""
    held: Meeting = steps.lock(meeting)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    refuse_item(held, report=report, deviation=deviation, accounts=accounts, title=title)
    item = AgendaItem(
        board_id=held.board_id,
        meeting=held,
        order=next_number(held.items.all(), "order"),
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        report=report,
        deviation=deviation,
        accounts=accounts,
    )
    steps.create(item, by=by, today=today, meeting=held.number)
    return item


def refuse_item(meeting: Meeting, *, report: Any, deviation: Any, accounts: Any, title: str) -> None:
    """Raise Refused where an item cannot be on this agenda."""
    require_coming(meeting)
    require_title(title)
    about = [each.commitment.agreement_id for each in (report, deviation) if each is not None]
    if any(key not in family(meeting.board) for key in about) or (accounts and accounts.board_id != meeting.board_id):
        words = _("Ärendet hör till ett annat avtals styrelse.")
        raise refuse(words, citations.CALLED_WITH_AGENDA, mended_by=YOURSELF)


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Any, today: date, version: int | None = None) -> Meeting:
    """Call everybody in the board, with the agenda (kalla)."""
    called: Meeting = steps.perform(meeting, "call", by=by, today=today, version=version).subject
    return called


@transaction.atomic
def hold_meeting(
    meeting: Meeting, *, present: Iterable[Seat], by: Any, today: date, version: int | None = None
) -> Meeting:
    """Record who was there (hålla): deputies serve for absent members, and every item gets its paragraph."""
    rows = attendance_of(meeting, {seat.pk for seat in present})
    held: Meeting = steps.perform(
        meeting, "hold", by=by, today=today, version=version, occurred_on=meeting.held_on, **who_served(rows)
    ).subject
    Attendance.objects.bulk_create(rows)
    first = next_number(held.board.items.all())
    for number, item in enumerate(held.items.order_by("order"), start=first):
        steps.edit(item, by=by, today=today, version=None, changes={"number": number}, kind="number")
    return held


@transaction.atomic
def correct_attendance(
    meeting: Meeting, *, present: Iterable[Seat], by: Any, today: date, version: int | None = None
) -> Meeting:
    """Correct who was there (rätta närvaron), until the chair has attested; the trail tells who came and who went."""
    rows = attendance_of(meeting, {seat.pk for seat in present})
    were = set(meeting.attendance.filter(present=True).values_list("seat_id", flat=True))
    names: dict[str, Any] = {
        "added": tuple(row.name for row in rows if row.present and row.seat_id not in were),
        "removed": tuple(row.name for row in rows if not row.present and row.seat_id in were),
    }
    held: Meeting = steps.perform(
        meeting, "correct_attendance", by=by, today=today, version=version, **who_served(rows), **names
    ).subject
    held.attendance.all().delete()
    Attendance.objects.bulk_create(rows)
    return held


def who_served(rows: list[Attendance]) -> dict[str, Any]:
    """Who led the meeting, and for which parties somebody served."""
    return {
        "chaired_by": next((row.seat_id for row in rows if row.serving and row.principal_id is None), None),
        "serving": tuple(row.principal_id for row in rows if row.serving and row.principal_id),
    }


def attendance_of(meeting: Meeting, present: set[int]) -> list[Attendance]:
    """A row for everybody appointed on the day: the chair or the deputy chair leads, one serves for each party."""
    appointments = list(meeting.board.appointments.on(meeting.held_on).told())
    rows = [attendance_row(meeting, each, present) for each in appointments]
    by_place = {(each.place, each.principal_id): row for each, row in zip(appointments, rows, strict=True)}
    for principal_id in {each.principal_id for each in appointments if each.principal_id}:
        order = ((Place.MEMBER, principal_id), (Place.DEPUTY, principal_id))
        let_serve([by_place[key] for key in order if key in by_place])
    let_serve([by_place[place, None] for place in CHAIRS if (place, None) in by_place])
    return rows


def attendance_row(meeting: Meeting, appointment: Appointment, present: set[int]) -> Attendance:
    """One person's row, with name and party as they are on the day."""
    party = appointment.principal
    return Attendance(
        meeting=meeting,
        seat=appointment.seat,
        principal=party,
        name=appointment.seat.user.name,
        role=str(appointment.get_place_display()),
        party=party.organisation.short_name if party else "",
        present=appointment.seat_id in present,
    )


def let_serve(rows: list[Attendance]) -> None:
    """The first who is present serves."""
    serving = next((row for row in rows if row.present), None)
    if serving is not None:
        serving.serving = True


@transaction.atomic
def decide_item(
    item: AgendaItem, *, outcome: str, decision: str, by: Any, today: date, version: int | None = None
) -> AgendaItem:
    """Write what the board decided in an item; what it means for report or accounts happens at once (besluta)."""
    meeting: Meeting = steps.lock(item.meeting)
    held: AgendaItem = steps.lock(item)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    refuse_decision(held, outcome, decision)
    changes = {"outcome": outcome, "decision": decision.strip()}
    is_corrected = any(getattr(held, name) != value for name, value in changes.items())
    decided: AgendaItem = steps.edit(held, by=by, today=today, version=version, changes=changes, kind="decide").subject
    if meeting.is_returned and is_corrected:
        note_correction(meeting, by=by, today=today)
    carry_out(decided, by=by, today=today)
    return decided


def note_correction(meeting: Meeting, *, by: Any, today: date) -> None:
    """Note that minutes that were given back are corrected, so that whoever led the meeting may attest anew."""
    changes = {"returned_on": None, "returned_because": ""}
    steps.edit(meeting, by=by, today=today, version=None, changes=changes, kind="correct_decision")


def refuse_decision(item: AgendaItem, outcome: str, decision: str) -> None:
    """Raise Refused where the decision cannot be written."""
    if item.meeting.state != MeetingState.HELD:
        words = _("Beslut skrivs när sammanträdet är hållet och innan ordföranden har intygat protokollet.")
        raise refuse(words, citations.MINUTED, mended_by="styrelsens sekreterare")
    if outcome not in OUTCOMES[item.kind]:
        raise refuse(_("Det beslutet hör inte till ärendet."), citations.MINUTED, mended_by=YOURSELF)
    if not decision.strip():
        raise refuse(_("Skriv vad styrelsen beslutade."), citations.MINUTED, mended_by=YOURSELF)
    if item.outcome and item.outcome != outcome and item.kind in (ItemKind.REPORT, ItemKind.ACCOUNTS):
        words = _("Beslutet är redan verkställt. Det går att ändra orden, inte utfallet.")
        raise refuse(words, citations.MINUTED, mended_by=ANEW)
    if item.outcome and item.outcome != outcome and item.deviation is not None:
        refuse_what_is_acted_on(item, item.deviation)


def refuse_what_is_acted_on(item: AgendaItem, deviation: Deviation) -> None:
    """Raise Refused where somebody has acted on a deviation by this item; it is held, so that nobody does meanwhile."""
    act = act_by(item, steps.lock(deviation))
    if act is None:
        return
    words = _("%(paragraph)s är redan verkställd. %(what)s den %(day)s. Det går att ändra orden, inte utfallet.")
    told = {"paragraph": item.paragraph, "what": sentence_of(act), "day": swedish_date(item.meeting.held_on)}
    raise refuse(words % told, citations.MINUTED, mended_by=ANEW)


def carry_out(item: AgendaItem, *, by: Any, today: date) -> None:
    """Verify or send back a report, approve or reopen accounts; the paragraph is the item's own."""
    on = item.meeting.held_on
    if item.report is not None and item.report.state == "waiting":
        if item.outcome == Outcome.VERIFIED:
            progress.verify_report(item.report, item.paragraph, by=by, today=today, on=on, note=item.decision)
        elif item.outcome == Outcome.SENT_BACK:
            progress.send_back_report(item.report, item.paragraph, reason=item.decision, by=by, today=today, on=on)
    if item.accounts is not None and item.accounts.state == "compiled":
        from .accounts import approve_accounts, reopen_accounts  # noqa: PLC0415 -- accounts are decided as items

        if item.outcome == Outcome.APPROVED:
            approve_accounts(item.accounts, paragraph=item.paragraph, on=on, by=by, today=today)
        elif item.outcome == Outcome.SENT_BACK:
            reopen_accounts(item.accounts, reason=item.decision, by=by, today=today)


@transaction.atomic
def attest_minutes(meeting: Meeting, *, adjuster: Seat, by: Any, today: date, version: int | None = None) -> Meeting:
    """Let whoever led the meeting attest the minutes and name who adjusts them (intyga); nothing is sealed yet."""
    attested: Meeting = steps.perform(
        meeting, "attest", by=by, today=today, version=version, adjuster=adjuster.pk
    ).subject
    return attested


@transaction.atomic
def return_minutes(meeting: Meeting, *, reason: str, by: Any, today: date, version: int | None = None) -> Meeting:
    """Give attested minutes back to be corrected (återlämna); both attest anew."""
    returned: Meeting = steps.perform(
        meeting, "return_minutes", by=by, today=today, version=version, reason=reason.strip()
    ).subject
    return returned


@transaction.atomic
def adjust_minutes(meeting: Meeting, *, by: Any, today: date, version: int | None = None) -> Meeting:
    """Let the adjuster attest from his or her own seat, and order the minutes as a sealed document (justera)."""
    adjusted: Meeting = steps.perform(meeting, "adjust", by=by, today=today, version=version).subject
    from .documents import order_minutes  # noqa: PLC0415 -- reports read what is written here

    order_minutes(adjusted, by=by, today=today)
    return adjusted


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Any, today: date, version: int | None = None) -> Meeting:
    """Do not hold it (ställa in); its items wait for the next meeting."""
    cancelled: Meeting = steps.perform(
        meeting, "cancel", by=by, today=today, version=version, reason=reason.strip()
    ).subject
    return cancelled


__all__ = [
    "OUTCOMES",
    "add_item",
    "adjust_minutes",
    "attendance_of",
    "attest_minutes",
    "call_meeting",
    "cancel_meeting",
    "correct_attendance",
    "decide_item",
    "hold_meeting",
    "plan_meeting",
    "return_minutes",
    "waiting_deviations",
    "waiting_items",
    "waiting_reports",
]
