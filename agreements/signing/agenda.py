"""What signing tells the desk and the year wheel: whose turn it is, what one waits for, and the last day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement, AgreementParty, AgreementVersion
from agreements.texts.permissions import LEADING, may_lead
from agreements.texts.states import WRITTEN, AgreementState
from governance.lib.text import join_swedish
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole

from . import citations
from .models import Signatory, SigningRound
from .states import UNDER_WAY, RoundState

OF_ROUND = (
    *("round__state", "round__last_on", "round__agreement__state", "round__agreement__title"),
    *("round__agreement__partnership__slug", "round__agreement__partnership__short_name"),
)
OF_LEADERS = ("kind", "parent", "negotiation", "partnership_id")
"""What tells who leads an agreement."""
OF_PARTY = ("principal__organisation__name", "principal__organisation__short_name")


def round_url(round_: SigningRound) -> str:
    """The round's page."""
    return reverse("signing:round", args=[round_.agreement.partnership.slug, round_.agreement_id])


@agenda.reading
def signing_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """The agreements that it is one's own turn to sign, from the seat acted from."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id or not seat.body.organisation_id:
        return None
    mine = Signatory.objects.whose_turn().filter(
        user_id=actor.user.pk or 0, principal__organisation_id=seat.body.organisation_id
    )
    along = ("round__agreement__partnership", "principal__organisation")
    return agenda.Wanted(
        mine.select_related(*along).only("state", "problem", "role", "turn_on", *OF_ROUND, *OF_PARTY).order_by("pk"),
        lambda rows: [
            agenda.Duty(
                title=_("Underteckna %s") % each.round.agreement.title,
                url=review_url(each),
                text=each.problem
                or _("Du undertecknar för %(party)s som %(role)s.") % {"party": each.principal, "role": each.role},
                context=each.round.agreement.partnership.short_name,
                due_on=each.round.last_on,
                since=each.turn_on,
                action=_("Granska och underteckna"),
                action_url=review_url(each),
            )
            for each in rows
        ],
    )


def review_url(signatory: Signatory) -> str:
    """Where one looks the agreement over before signing."""
    agreement = signatory.round.agreement
    return reverse("signing:review", args=[agreement.partnership.slug, agreement.pk, signatory.pk])


@agenda.reading
def stopped_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Why a signing ended before all had signed, for the parties, those who were to sign and those who lead it.

    It stands until there is another text, or until the same text is signed again.
    """
    concerned = concerned_by(actor)
    if concerned is None:
        return None
    begun = SigningRound.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    begun = begun.exclude(state=RoundState.PLANNED)
    newer = AgreementVersion.objects.filter(agreement=OuterRef("agreement"), pk__gt=OuterRef("text"))
    found = SigningRound.objects.filter(
        concerned, state=RoundState.STOPPED, agreement__state__in=(*WRITTEN, AgreementState.READY_TO_SIGN)
    ).exclude(Exists(begun) | Exists(newer))
    shown = found.select_related("agreement__partnership").only(
        "state",
        *("number", "stopped_on", "stop_reason", "stopped_by", "agreement__state", "agreement__title"),
        *("agreement__partnership__slug", "agreement__partnership__short_name"),
    )
    return agenda.Wanted(shown.order_by("pk"), lambda rows: [stopped_duty(each) for each in rows])


def concerned_by(actor: Actor) -> Q | None:
    """The rounds whose end concerns the seat acted from: its party's, one's own, or those that it leads."""
    seat = actor.seat
    if seat is None:
        return None
    if seat.body.partnership_id:
        leads = seat.role in LEADING.get(BodyKind(seat.body.kind), ())
        return Q(agreement__partnership_id=seat.body.partnership_id) if leads else None
    theirs = {"principal__organisation_id": seat.body.organisation_id}
    own = Q(pk__in=Signatory.objects.filter(user_id=actor.user.pk or 0, **theirs).order_by().values("round"))
    if actor.sits_as(SeatRole.REPRESENTATIVE, SeatRole.CHAIR):
        return own | Q(agreement__in=AgreementParty.objects.filter(**theirs).order_by().values("agreement"))
    return own


def stopped_duty(round_: SigningRound) -> agenda.Duty:
    """One of them: who ended it, and why."""
    same_text = round_.agreement.state == AgreementState.READY_TO_SIGN
    title = _("Undertecknandet av %s börjar om") if same_text else _("Undertecknandet av %s är stoppat")
    return agenda.Duty(
        title=title % round_.agreement.title,
        url=reverse("signing:earlier", args=[round_.agreement.partnership.slug, round_.agreement_id, round_.number]),
        text=f"{round_.stopped_by}: {round_.stop_reason}",
        context=round_.agreement.partnership.short_name,
        since=round_.stopped_on,
    )


@agenda.reading
def leader_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Agreements that are ready to be signed and wait for somebody to open the signing."""
    seat = actor.seat
    if seat is None or not seat.body.partnership_id or seat.role not in LEADING.get(BodyKind(seat.body.kind), ()):
        return None
    ready = Agreement.objects.filter(partnership_id=seat.body.partnership_id, state=AgreementState.READY_TO_SIGN)
    begun = SigningRound.objects.filter(state__in=(RoundState.PREPARING, RoundState.OPEN)).values("agreement_id")
    return agenda.Wanted(
        ready.exclude(pk__in=begun)
        .select_related("partnership")
        .only("state", "title", "last_on", *OF_LEADERS, "partnership__slug", "partnership__short_name")
        .order_by("pk"),
        lambda rows: [
            agenda.Duty(
                title=_("Öppna undertecknandet"),
                url=reverse("signing:round", args=[each.partnership.slug, each.pk]),
                text=str(each.title),
                context=each.partnership.short_name,
                due_on=each.last_on,
            )
            for each in rows
            if may_lead(each, actor)
        ],
    )


@agenda.reading
def waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting]:
    """Agreements that others are to sign, where one's own organisation is a party or the actor leads."""
    visible = Signatory.objects.visible_to(actor).whose_turn().exclude(user_id=actor.user.pk or 0)
    found = visible.select_related("round__agreement__partnership", "principal__organisation")
    found = found.only("state", "order", "turn_on", *OF_ROUND, *OF_PARTY).order_by("round_id", "order")
    return agenda.Wanted(found, unsigned)


def unsigned(found: list[Signatory]) -> list[agenda.Waiting]:
    """Those who have the turn, by round."""
    rounds: dict[int, list[Signatory]] = {}
    for each in found:
        rounds.setdefault(each.round_id, []).append(each)
    return [
        agenda.Waiting(
            title=_("Underskrifter: %s") % several[0].round.agreement.title,
            url=round_url(several[0].round),
            turn=join_swedish(list(dict.fromkeys(str(each.principal) for each in several))),
            since=min((each.turn_on for each in several if each.turn_on), default=None),
            due_on=several[0].round.last_on,
        )
        for several in rounds.values()
    ]


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last day of every round that is under way."""
    found = SigningRound.objects.filter(agreement__partnership_id__in=partnership_ids, state__in=UNDER_WAY)
    return agenda.Wanted(
        found.select_related("agreement__partnership")
        .only(
            "state",
            "last_on",
            "agreement__state",
            "agreement__title",
            "agreement__partnership_id",
            "agreement__partnership__slug",
        )
        .order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.last_on,
                title=_("Underteckna %s") % each.agreement.title,
                partnership_id=each.agreement.partnership_id,
                url=round_url(each),
                kind=_("Avtal"),
                rule=citations.UNTIL_THE_LAST,
                done=False,
            )
            for each in rows
        ],
    )
