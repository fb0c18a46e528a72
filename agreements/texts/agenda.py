"""What agreements tell the rest of Samverk: whose turn it is, which days to keep, what happens now."""

from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import AGREEING, SeatRole
from governance.organisations.models import Partnership

from . import citations, permissions
from .models import Agreement, AgreementVersion, Annex, IndexFigure, TemplateSection, TimetableItem
from .queries import frozen_and_unread
from .states import BINDING, UNDER_WAY, WRITTEN, AgreementState


def url_of(agreement: Agreement) -> str:
    """Its page."""
    return reverse("agreements:agreement", args=[agreement.partnership.slug, agreement.pk])


def writing_duties(actor: Actor, today: date) -> list[agenda.Duty]:
    """Agreements that are to be written, or made ready to sign; one question, and none for those who write nothing."""
    seat = actor.seat
    if seat is None or not seat.body.partnership_id or seat.body.kind not in permissions.WRITING:
        return []
    found = Agreement.objects.filter(partnership_id=seat.body.partnership_id, state__in=WRITTEN)
    return [
        agenda.Duty(
            title=writing_title(each),
            url=url_of(each),
            text=each.title,
            context=each.partnership.short_name,
            due_on=each.last_on,
        )
        for each in found.select_related("partnership")
        if permissions.may_write(each, actor)
    ]


def writing_title(agreement: Agreement) -> str:
    """What is asked of those who hold the pen."""
    if agreement.state == AgreementState.DRAFT:
        return _("Skriv klart %s") % agreement
    return _("Gör %s klart att underteckna") % agreement


def reading_duties(actor: Actor, today: date) -> list[agenda.Duty]:
    """Frozen texts that the party one speaks for has not said anything of."""
    if not actor.sits_as(SeatRole.REPRESENTATIVE, SeatRole.CHAIR):
        return []
    mine = [
        version
        for version in actor.recall("agreements.unread", lambda: frozen_and_unread(actor))
        if actor.principal_in(version.agreement.partnership_id) is not None
    ]
    return [
        agenda.Duty(
            title=_("Läs och godkänn %(agreement)s, version %(number)s")
            % {"agreement": version.agreement, "number": version.number},
            url=url_of(version.agreement),
            text=version.agreement.title,
            context=version.agreement.partnership.short_name,
            due_on=version.agreement.last_on,
            action=_("Läs och godkänn"),
            action_url=reverse("agreements:acknowledge", args=[version.agreement.partnership.slug, version.pk]),
        )
        for version in mine
    ]


def deadlines(partnership_ids: frozenset[int], today: date) -> list[agenda.Deadline]:
    """The last day for an agreement to hold, and the days of those that do; two questions."""
    under_way = Agreement.objects.filter(partnership_id__in=partnership_ids, state__in=UNDER_WAY, last_on__isnull=False)
    found = [
        agenda.Deadline(
            on=each.last_on,
            title=_("%s ska ha trätt i kraft") % each,
            partnership_id=each.partnership_id,
            url=url_of(each),
            kind="agreements.last",
            rule=citations.TEXT_STANDS,
        )
        for each in under_way.select_related("partnership")
        if each.last_on
    ]
    held = TimetableItem.objects.filter(
        version_of__agreement__partnership_id__in=partnership_ids,
        version_of__agreement__state__in=BINDING,
        version_of__agreement__agreed_version=F("version_of"),
        due_on__gte=today,
    )
    return found + [
        agenda.Deadline(
            on=each.due_on,
            title=each.what,
            partnership_id=each.version_of.agreement.partnership_id,
            url=url_of(each.version_of.agreement),
            kind="agreements.timetable",
            rule=citations.FIVE_PARTS,
        )
        for each in held.select_related("version_of__agreement__partnership").defer("version_of__text")
    ]


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
    agenda.duty_source(writing_duties, kinds=AGREEING)
    agenda.duty_source(reading_duties, kinds=AGREEING)
    agenda.deadline_source(deadlines, kinds=AGREEING)
    agenda.panel_source(panel, kinds=AGREEING)
    agenda.section(
        gettext_lazy("Avtal"),
        lambda partnership: reverse("agreements:list", args=[partnership.slug]),
        order=25,
        kinds=AGREEING,
    )
    for model in (Agreement, AgreementVersion, Annex, IndexFigure, TemplateSection):
        happenings.link(model._meta.label_lower, page_of)
