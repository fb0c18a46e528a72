"""What commitments tell the rest of Samverk: whose turn it is, which days to keep, where events can be seen."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.registry import ANY_AGREEMENT
from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import AGREEING, BodyKind

from . import citations, permissions
from .models import Clearing, Commitment, Deviation, DeviationAnswer, ProgressReport
from .queries import decided_next
from .registry import followed_by
from .states import DRAFTS, OFFERS, OPEN, OPEN_DEVIATION, RUNNING, CommitmentState, DeviationState, ReportState

OF_COMMITMENT = ("state", "number", "title", "partnership_id", "partnership__slug")
OF_AGREEMENT = ("agreement__state", "agreement__kind", "agreement__number")
NEGOTIATED = ("draft", "prepared")


def url_of(commitment: Commitment, name: str = "commitment", *more: Any) -> str:
    """An address about a commitment."""
    return reverse(f"commitments:{name}", args=[commitment.partnership.slug, commitment.pk, *more])


def own_principals(actor: Actor) -> list[int]:
    """The principals that the seat acted from belongs to; none for a seat in a partnership's body."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id or not actor.sits_as(*permissions.REPORTERS):
        return []
    return [each.pk for each in actor.principals if each.organisation_id == seat.body.organisation_id]


@agenda.reading
def party_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What the responsible party is to do: confirm what is flagged, report what is late or was sent back."""
    mine = own_principals(actor)
    if not mine:
        return None
    flagged = Q(state__in=DRAFTS, flagged_on__isnull=False)
    late = Q(state__in=RUNNING, due_on__lt=today)
    back = Q(state=CommitmentState.UNDER_WAY, reports__state=ReportState.SENT_BACK)
    found = Commitment.objects.filter(flagged | late | back, principal_id__in=mine).distinct()
    rows = found.select_related("partnership", "agreement").order_by("due_on", "pk")
    rows = rows.only("state", "due_on", "flagged_on", *OF_COMMITMENT, *OF_AGREEMENT)
    return agenda.Wanted(rows, lambda found: [duty for each in found if (duty := party_duty(each, actor)) is not None])


def party_duty(commitment: Commitment, actor: Actor) -> agenda.Duty | None:
    """One thing that the party is to do about a commitment."""
    common: dict[str, Any] = {"text": str(commitment), "context": str(commitment.agreement), "url": url_of(commitment)}
    if commitment.flagged_on is not None:
        if not actor.sits_as(*permissions.SPEAKERS):
            return None
        return agenda.Duty(
            title=_("Bekräfta eller ändra ert bud"),
            since=commitment.flagged_on,
            action=_("Bekräfta budet"),
            action_url=url_of(commitment, "confirm"),
            **common,
        )
    if commitment.state == CommitmentState.REPORTED:
        return None
    return agenda.Duty(
        title=_("Rapportera hur långt åtagandet har kommit"),
        due_on=commitment.due_on,
        action=_("Rapportera läget"),
        action_url=url_of(commitment, "report"),
        **common,
    )


@agenda.reading
def answer_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What the board has asked one's own party, and which it has not answered."""
    mine = own_principals(actor)
    if not mine or not actor.sits_as(*permissions.SPEAKERS):
        return None
    answered = DeviationAnswer.objects.filter(principal_id__in=mine).values("deviation_id")
    found = Deviation.objects.filter(
        state=DeviationState.WITH_PARTIES, commitment__agreement__parties__principal_id__in=mine
    ).exclude(pk__in=answered)
    return agenda.Wanted(
        found.distinct()
        .select_related("commitment__partnership", "commitment__agreement")
        .only("state", "answer_by", "taken_up_on", *(f"commitment__{name}" for name in (*OF_COMMITMENT, *OF_AGREEMENT)))
        .order_by("pk"),
        lambda rows: [
            agenda.Duty(
                title=_("Svara styrelsen om en avvikelse"),
                url=url_of(each.commitment, "deviation", each.pk),
                text=str(each.commitment),
                context=str(each.commitment.agreement),
                due_on=each.answer_by,
                since=each.taken_up_on,
                action=_("Svara styrelsen"),
                action_url=url_of(each.commitment, "answer", each.pk),
            )
            for each in rows
        ],
    )


@agenda.reading
def board_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """What waits for the board that the seat acted from keeps the minutes of."""
    seat = actor.seat
    is_keeper = seat is not None and actor.sits_as(*permissions.MINUTE_KEEPERS)
    if seat is None or not is_keeper or seat.body.kind != BodyKind.BOARD:
        return None
    deciding = decided_next().filter(commitment=OuterRef("pk"))
    found = Commitment.objects.filter(followed_by(seat.body_id)).filter(
        Q(reports__state=ReportState.WAITING) | Exists(deciding)
    )
    return agenda.Wanted(
        found.distinct()
        .select_related("partnership", "agreement")
        .only("state", *OF_COMMITMENT, *OF_AGREEMENT)
        .order_by("pk"),
        lambda rows: [board_duty(each) for each in rows],
    )


def board_duty(commitment: Commitment) -> agenda.Duty:
    """What the board is to do about one commitment."""
    is_reported = commitment.state == CommitmentState.REPORTED
    return agenda.Duty(
        title=_("Verifiera en lägesrapport") if is_reported else _("Ta ställning till en avvikelse"),
        url=url_of(commitment),
        text=str(commitment),
        context=str(commitment.agreement),
        due_on=None,
        action=_("Läs rapporten") if is_reported else _("Läs avvikelsen"),
        action_url=url_of(commitment),
    )


@agenda.reading
def leader_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Draft agreements in which there are offers to clear."""
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.NEGOTIATORS or not seat.body.partnership_id:
        return None
    found = Commitment.objects.filter(
        partnership_id=seat.body.partnership_id, state__in=OFFERS, agreement__state__in=NEGOTIATED
    )
    return agenda.Wanted(found.select_related("agreement__partnership"), lambda rows: clearing_duties(rows, actor))


def clearing_duties(rows: list[Commitment], actor: Actor) -> list[agenda.Duty]:
    """One for each agreement."""
    agreements = {each.agreement_id: each.agreement for each in rows}
    return [
        agenda.Duty(
            title=_("Klarera parternas bud"),
            url=reverse("commitments:list", args=[each.partnership.slug, each.pk]),
            text=each.title,
            context=str(each),
            action=_("Se vad som håller tillsammans"),
            action_url=reverse("commitments:clear", args=[each.partnership.slug, each.pk]),
        )
        for each in agreements.values()
        if permissions.may_clear(each, actor)
    ]


@agenda.reading
def waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting] | None:
    """One's own reports that wait for the board."""
    mine = own_principals(actor)
    if not mine:
        return None
    found = ProgressReport.objects.waiting().filter(commitment__principal_id__in=mine)
    return agenda.Wanted(
        found.select_related("commitment__partnership")
        .only("state", "reported_on", *(f"commitment__{name}" for name in OF_COMMITMENT))
        .order_by("pk"),
        lambda rows: [
            agenda.Waiting(
                title=str(each.commitment),
                url=url_of(each.commitment),
                turn=_("Styrelsen ska verifiera er rapport"),
                since=each.reported_on,
            )
            for each in rows
        ],
    )


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last days of commitments that are not realised yet."""
    found = Commitment.objects.filter(partnership_id__in=partnership_ids, state__in=OPEN, due_on__isnull=False)
    return agenda.Wanted(
        found.select_related("partnership").only("state", "due_on", *OF_COMMITMENT).order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.due_on,
                title=str(each),
                partnership_id=each.partnership_id,
                url=url_of(each),
                kind="commitments.commitment",
                rule=citations.CLEAR_COMMITMENT,
            )
            for each in rows
        ],
    )


@agenda.reading
def answer_days(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last days for the parties to answer a board."""
    found = Deviation.objects.filter(
        partnership_id__in=partnership_ids, state=DeviationState.WITH_PARTIES, answer_by__isnull=False
    )
    return agenda.Wanted(
        found.select_related("commitment__partnership")
        .only("state", "answer_by", "partnership_id", *(f"commitment__{name}" for name in OF_COMMITMENT))
        .order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.answer_by,
                title=_("Svara styrelsen om åtagande %s") % each.commitment,
                partnership_id=each.partnership_id,
                url=url_of(each.commitment, "deviation", each.pk),
                kind="commitments.deviation",
                rule=citations.CHANGED_BY_AGREEMENT,
                done=each.state not in OPEN_DEVIATION,
            )
            for each in rows
        ],
    )


def page_of(event: Event) -> str:
    """Where events about our objects can be seen: an address that finds the page by the object's number."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("commitments:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (party_duties, answer_duties, board_duties, leader_duties):
        agenda.duty_source(source, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.waiting_source(waitings, kinds=AGREEING, about=ANY_AGREEMENT)
    for days in (deadlines, answer_days):
        agenda.deadline_source(days, kinds=AGREEING, about=ANY_AGREEMENT)
    for model in (Commitment, Clearing, ProgressReport, Deviation):
        happenings.link(model._meta.label_lower, page_of)
