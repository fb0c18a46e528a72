"""What agreements tell the rest of Samverk: whose turn it is, which days to keep, what happens now."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import AGREEING, SeatRole
from governance.organisations.models import Partnership

from . import citations, permissions
from .models import Agreement, AgreementVersion, Annex, IndexFigure, Objection, TemplateSection, TimetableItem
from .queries import frozen_and_unread
from .registry import ANY_AGREEMENT
from .states import ANSWERED_ON, BINDING, UNDER_WAY, WRITTEN, AgreementState, VersionState

SHOWN = ("kind", "number", "last_on", "partnership_id", "partnership__slug", "partnership__short_name")
AGREED = "version_of__agreement__partnership"


def url_of(agreement: Agreement) -> str:
    """Its page."""
    return reverse("agreements:agreement", args=[agreement.partnership.slug, agreement.pk])


@agenda.reading
def writing_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Agreements that are to be written, or made ready to sign; nothing is asked for those who write nothing."""
    seat = actor.seat
    if seat is None or not seat.body.partnership_id or seat.body.kind not in permissions.WRITING:
        return None
    found = Agreement.objects.filter(partnership_id=seat.body.partnership_id, state__in=WRITTEN).exclude(
        Exists(
            unanswered().filter(
                version_of__agreement=OuterRef("pk"), version_of__agreement__state=AgreementState.PREPARED
            )
        )
    )
    return agenda.Wanted(
        found.select_related("partnership").only("state", "title", "negotiation", "parent", *SHOWN),
        lambda rows: [writing_duty(each) for each in rows if permissions.may_write(each, actor)],
    )


def writing_duty(agreement: Agreement) -> agenda.Duty:
    """One of them."""
    return agenda.Duty(
        title=writing_title(agreement),
        url=url_of(agreement),
        text=agreement.title,
        context=agreement.partnership.short_name,
        due_on=agreement.last_on,
    )


def writing_title(agreement: Agreement) -> str:
    """What is asked of those who hold the pen."""
    if agreement.state == AgreementState.DRAFT:
        return _("Skriv klart %s") % agreement
    return _("Gör %s klart att underteckna") % agreement


def unanswered() -> QuerySet[Objection]:
    """What parties have said no to, where nobody has begun to write another version."""
    drafts = AgreementVersion.objects.filter(agreement=OuterRef("version_of__agreement"), state=VersionState.DRAFTING)
    return Objection.objects.standing().filter(~Exists(drafts), version_of__agreement__state__in=ANSWERED_ON)


@agenda.reading
def answering_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Parties that do not agree to a frozen text, for those who lead the agreement and those who write it."""
    seat = actor.seat
    if seat is None or not seat.body.partnership_id or seat.body.kind not in permissions.WRITING:
        return None
    found = unanswered().filter(version_of__agreement__partnership_id=seat.body.partnership_id)
    return agenda.Wanted(
        found.select_related("party__principal__organisation", AGREED).defer("version_of__text"),
        lambda rows: [answering_duty(each) for each in rows if permissions.may_write(each.version_of.agreement, actor)],
    )


def answering_duty(objection: Objection) -> agenda.Duty:
    """One of them."""
    agreement = objection.version_of.agreement
    return agenda.Duty(
        title=_("Svara på invändningen från %(party)s mot %(agreement)s, version %(number)s")
        % {"party": objection.party, "agreement": agreement, "number": objection.version_of.number},
        url=f"{url_of(agreement)}#besked",
        text=objection.reasons,
        context=agreement.partnership.short_name,
        due_on=agreement.last_on,
        since=objection.objected_on,
    )


@agenda.reading
def reading_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Frozen texts that the party one speaks for has not said anything of."""
    if not actor.sits_as(SeatRole.REPRESENTATIVE, SeatRole.CHAIR):
        return None
    return agenda.Wanted(
        frozen_and_unread(actor),
        lambda rows: [
            reading_duty(each) for each in rows if actor.principal_in(each.agreement.partnership_id) is not None
        ],
    )


def reading_duty(version: AgreementVersion) -> agenda.Duty:
    """One of them."""
    return agenda.Duty(
        title=_("Läs och godkänn %(agreement)s, version %(number)s")
        % {"agreement": version.agreement, "number": version.number},
        url=url_of(version.agreement),
        text=version.agreement.title,
        context=version.agreement.partnership.short_name,
        due_on=version.agreement.last_on,
        action=_("Läs och godkänn"),
        action_url=reverse("agreements:acknowledge", args=[version.agreement.partnership.slug, version.pk]),
    )


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last day for an agreement to hold."""
    under_way = Agreement.objects.filter(partnership_id__in=partnership_ids, state__in=UNDER_WAY, last_on__isnull=False)
    return agenda.Wanted(
        under_way.select_related("partnership").only("state", *SHOWN).order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.last_on,
                title=_("%s ska ha trätt i kraft") % each,
                partnership_id=each.partnership_id,
                url=url_of(each),
                kind="agreements.last",
                rule=citations.TEXT_STANDS,
            )
            for each in rows
        ],
    )


@agenda.reading
def agreed_days(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The days that agreements which hold have set."""
    held = TimetableItem.objects.filter(
        version_of__agreement__partnership_id__in=partnership_ids,
        version_of__agreement__state__in=BINDING,
        version_of__agreement__agreed_version=F("version_of"),
        due_on__gte=today,
    )
    return agenda.Wanted(
        held.select_related(AGREED)
        .only("due_on", "what", "version_of__state", *(f"version_of__agreement__{name}" for name in ("state", *SHOWN)))
        .order_by(),
        lambda rows: [
            agenda.Deadline(
                on=each.due_on,
                title=each.what,
                partnership_id=each.version_of.agreement.partnership_id,
                url=url_of(each.version_of.agreement),
                kind="agreements.timetable",
                rule=citations.FIVE_PARTS,
            )
            for each in rows
        ],
    )


def panel(partnership: Partnership, actor: Actor, today: date) -> agenda.Panel | None:
    """The agreements on their way, and those that hold."""
    found = Agreement.objects.filter(partnership=partnership, state__in=(*UNDER_WAY, *BINDING)).order_by("-pk")[:5]
    rows = tuple(
        agenda.PanelRow(
            label=str(each),
            value=each.get_state_display(),
            note=each.title,
            url=reverse("agreements:agreement", args=[partnership.slug, each.pk]),
        )
        for each in found
    )
    if not rows:
        return None
    url = reverse("agreements:list", args=[partnership.slug])
    return agenda.Panel(title=_("Avtal"), url=url, rows=rows, order=15)


def page_of(event: Event) -> str:
    """Where events about our objects can be seen."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("agreements:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    agenda.affair(ANY_AGREEMENT, lambda ids: Agreement.objects.filter(partnership_id__in=ids).exists())
    agenda.duty_source(writing_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.duty_source(answering_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.duty_source(reading_duties, kinds=AGREEING, about=ANY_AGREEMENT)
    for days in (deadlines, agreed_days):
        agenda.deadline_source(days, kinds=AGREEING, about=ANY_AGREEMENT)
    agenda.panel_source(panel, kinds=AGREEING)
    agenda.section(
        gettext_lazy("Avtal"),
        lambda partnership: reverse("agreements:list", args=[partnership.slug]),
        order=25,
        kinds=AGREEING,
    )
    for model in (Agreement, AgreementVersion, Annex, IndexFigure, TemplateSection):
        happenings.link(model._meta.label_lower, page_of)
