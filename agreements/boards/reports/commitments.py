"""The commitment report for a board: promised, reported, verified, left; late; deviations; what waits for the board."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from agreements.commitments.models import Commitment, Deviation, ProgressReport
from agreements.commitments.queries import followed_commitments
from agreements.commitments.states import CommitmentState, ReportState
from agreements.commitments.words import done_words, promise_words, value_words
from governance.documents.shapes import (
    CommitmentDeviation,
    CommitmentProgress,
    CommitmentReportData,
    Head,
    KeyFigure,
    Notice,
    ToVerify,
)
from governance.lib.dates import swedish_date, swedish_short_date
from governance.lib.text import capitalise, count, join_swedish

from ..models import Board
from .common import agreement_words, headed, issuer_of, permille

METHOD = (
    "Rapporterat är vad den ansvariga parten senast har uppgett sammanlagt. Verifierat är vad styrelsen har godkänt i "
    "en paragraf i sitt protokoll. Rapporterat är inte realiserat: ett åtagande är realiserat när det verifierade når "
    "det utlovade.",
    "Försenat är ett öppet åtagande vars sista dag har passerat. Procent är avrundade nedåt, så att det som inte är "
    "klart aldrig visas som klart.",
)


def commitment_report_builder(board: Board, *, today: date) -> Callable[[Head], CommitmentReportData]:
    """Read every commitment once; gives what makes the report of the day."""
    found = list(
        followed_commitments(board.agreement)
        .select_related("principal__organisation")
        .prefetch_related("reports", "deviations")
        .order_by("pk")
    )
    rows = tuple(progress_row(each, today) for each in found)
    waiting = tuple(waiting_row(each, report) for each in found for report in each.reports.all() if is_waiting(report))
    deviations = tuple(deviation_row(each, one) for each in found for one in each.deviations.all())
    return lambda head: CommitmentReportData(
        head=headed(head),
        issuer=issuer_of(board),
        agreement=agreement_words(board.agreement),
        as_of=today,
        lead=lead(found, today),
        figures=figures(found, today),
        notices=notices(found, waiting, today),
        commitments=rows,
        to_verify=waiting,
        deviations=deviations,
        method=METHOD,
    )


def is_waiting(report: ProgressReport) -> bool:
    """Whether the board has to answer it."""
    return report.state == ReportState.WAITING


def latest_value(commitment: Commitment) -> Decimal:
    """What the party last said that it has done in all; a report that was sent back does not count."""
    told = [each for each in commitment.reports.all() if each.state != ReportState.SENT_BACK]
    newest = max(told, key=lambda each: each.number, default=None)
    return newest.value if newest is not None else commitment.verified_value


def progress_row(commitment: Commitment, today: date) -> CommitmentProgress:
    """One commitment."""
    reported = latest_value(commitment)
    left = commitment.left if commitment.is_open else Decimal(0)
    return CommitmentProgress(
        number=commitment.number,
        party=commitment.principal.organisation.short_name,
        title=commitment.title,
        promised=promise_words(commitment),
        reported=done_words(commitment, reported),
        verified=done_words(commitment),
        left=done_words(commitment, left) if left else "",
        reported_permille=permille(reported, commitment.promised),
        verified_permille=permille(commitment.verified_value, commitment.promised),
        due_on=commitment.due_on,
        state=str(commitment.get_state_display()),
        paragraph=commitment.verified_paragraph,
        late=commitment.is_late(today),
        open=commitment.is_open,
        counting_rule=commitment.counting_rule,
    )


def waiting_row(commitment: Commitment, report: ProgressReport) -> ToVerify:
    """A report that waits for the board."""
    return ToVerify(
        commitment=str(commitment),
        party=commitment.principal.organisation.short_name,
        told_on=report.reported_on,
        value=value_words(report.value, commitment.measure, commitment.unit),
        evidence=report.evidence,
    )


def deviation_row(commitment: Commitment, deviation: Deviation) -> CommitmentDeviation:
    """A deviation, settled or not."""
    turn = str(Deviation.situations[deviation.state].turn) if deviation.is_open else ""
    return CommitmentDeviation(
        commitment=str(commitment),
        party=commitment.principal.organisation.short_name,
        told_on=deviation.reported_on,
        kind=str(deviation.get_kind_display()),
        what=deviation.description,
        state=str(deviation.get_state_display()),
        whose_turn=turn,
    )


def lead(found: list[Commitment], today: date) -> str:
    """How many are realised, how many are late, and how many deviate."""
    if not found:
        return "Avtalet har inga åtaganden att följa upp."
    done = sum(each.state == CommitmentState.REALISED for each in found)
    late = sum(each.is_late(today) for each in found)
    of_all = count(len(found), "åtagande", "åtaganden")
    first = f"{done} av {of_all} är {'realiserat' if len(found) == 1 else 'realiserade'}."
    second = f"{capitalise(count(late, 'är försenat', 'är försenade'))}." if late else "Inget är försenat."
    deviating = sum(any(one.is_open for one in each.deviations.all()) for each in found)
    third = f" {capitalise(count(deviating, 'avviker', 'avviker'))}." if deviating else ""
    return f"{first} {second}{third}"


def figures(found: list[Commitment], today: date) -> tuple[KeyFigure, ...]:
    """Realised, under way, late, and the next last day."""
    opened = [each for each in found if each.is_open]
    next_due = min((each.due_on for each in opened if each.due_on and each.due_on >= today), default=None)
    told = [
        KeyFigure(value=str(sum(each.state == CommitmentState.REALISED for each in found)), label="realiserade"),
        KeyFigure(value=str(len(opened)), label="öppna"),
        KeyFigure(value=str(sum(each.is_late(today) for each in found)), label="försenade"),
    ]
    if next_due is not None:
        told.append(KeyFigure(value=swedish_short_date(next_due), label="nästa sista dag"))
    return tuple(told)


def notices(found: list[Commitment], waiting: tuple[ToVerify, ...], today: date) -> tuple[Notice, ...]:
    """What is late, what waits for the board, and what deviates."""
    told = []
    late = [str(each) for each in found if each.is_late(today)]
    if late:
        told.append(Notice(strong="Försenat:", text=f"{join_swedish(late)}."))
    if waiting:
        names = join_swedish([each.commitment for each in waiting])
        told.append(Notice(strong="Styrelsen ska verifiera", text=f"{names}."))
    unsettled = [one for each in found for one in each.deviations.all() if one.is_open]
    if unsettled:
        oldest = min(one.reported_on for one in unsettled)
        words = count(len(unsettled), "avvikelse är inte avslutad", "avvikelser är inte avslutade")
        told.append(Notice(strong=f"{capitalise(words)},", text=f"den äldsta anmäld den {swedish_date(oldest)}."))
    return tuple(told)
