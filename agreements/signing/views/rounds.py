"""A round's page, and what those who lead it do: plan, name, open, stop."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.documents import revisions
from governance.documents.services import DocumentDamaged
from governance.documents.views.files import handed_out
from governance.organisations.happenings import happenings
from governance.organisations.pages import answer_form
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import permissions
from ..forms import GroupForm, LastDayForm, PlanForm, ReasonForm, ReplaceForm, SignatoryForm, StepForm, TakeBackForm
from ..missing import missing_in
from ..models import Checkout, Signatory, SigningRound
from ..pages.mandates import gaps_of
from ..pages.round import page_of
from ..pages.rows import url_of
from ..pages.telling import decided, replace_instead, signed_again
from ..services import replacing, rounds
from .common import FORM, find_agreement, find_signatory, frame, newest_round, step_page


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """From an event of the trail to the page that it is about."""
    models: dict[str, Any] = {"signinground": SigningRound, "signatory": Signatory, "checkout": Checkout}
    model = models.get(kind)
    found = model.objects.visible_to(request.actor).filter(pk=pk).first() if model else None
    if found is None:
        raise Http404
    round_ = found if isinstance(found, SigningRound) else found.round
    return HttpResponseRedirect(url_of("round", round_.agreement))


@signed_in
def round_(request: SamverkRequest, slug: str, pk: int, number: int | None = None) -> HttpResponse:
    """Where the signing of an agreement stands; without a number, its newest round."""
    agreement = find_agreement(request, slug, pk)
    found = SigningRound.objects.of(agreement).select_related("text", "document")
    known = list(found.defer("text__text", "document__data"))
    shown = next((each for each in known if number in (None, each.number)), None)
    if number is not None and shown is None:
        raise Http404
    for each in known:
        each.agreement = each.text.agreement = agreement
    context = {**frame(agreement), **page_of(agreement, shown, known, request.actor, request.today)}
    context["events"] = happenings(events_of(shown)) if shown else []
    return render(request, "agreements/signing/round.html", context)


UNTOLD = ("signing.signatory.create", "signing.signatory.give_turn", "signing.signatory.end")
"""What follows from what is told anyhow."""


def events_of(round_: SigningRound) -> list[Event]:
    """What has happened in a round, newest first."""
    signatories = [str(each.pk) for each in round_.named]
    chain = Event.objects.in_chain(round_.chain)
    found = chain.filter(subject_type="signing.signinground", subject_key=str(round_.pk)) | chain.filter(
        subject_type="signing.signatory", subject_key__in=signatories
    )
    return list(found.exclude(kind__in=UNTOLD).order_by("-pk")[:30])


@signed_in
def plan(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Begin a round: until when, and a suggestion of who signs for each party."""
    agreement = find_agreement(request, slug, pk)
    if not permissions.may_lead(agreement, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    form = PlanForm(request.POST or None, today=request.today, suggested=agreement.last_on)
    context = {
        **frame(agreement, (_("Planera undertecknandet"), "")),
        "title": _("Planera undertecknandet"),
        "lead": _(
            "Samverk föreslår den som har partens senaste mandat att underteckna. Du kan ändra listan innan du öppnar."
        ),
        "button": _("Gör en lista"),
        "refusals": (),
    }

    def act(data: dict[str, Any]) -> str:
        rounds.plan_round(agreement, last_on=data["last_on"], by=request.actor, today=request.today)
        return url_of("round", agreement)

    return answer_form(request, form, act, FORM, context, done=_("Listan är gjord. Gå igenom den och öppna."))


def led_round(request: SamverkRequest, slug: str, pk: int) -> SigningRound:
    """The newest round, for those who lead it."""
    found = newest_round(find_agreement(request, slug, pk))
    if not permissions.may_lead(found, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    return found


@signed_in
def add(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Name somebody more who signs."""
    held = led_round(request, slug, pk)
    form = SignatoryForm(request.POST or None, round_=held, today=request.today)
    context = {
        **frame(held.agreement, (_("Lägg till undertecknare"), "")),
        "title": _("Lägg till undertecknare"),
        "lead": _("Här finns de som har mandat att underteckna för en av parterna och inte står i listan."),
        "button": _("Lägg till"),
        "refusals": (),
        "nobody": "" if form.has_choice else _("Ingen mer har mandat att underteckna"),
        "gaps": gaps_of(held.agreement, missing_in(held, request.today), request.actor),
    }

    def act(data: dict[str, Any]) -> str:
        rounds.add_signatory(held, data["mandate"], group=data["group"], by=request.actor, today=request.today)
        return url_of("round", held.agreement)

    return answer_form(request, form, act, FORM, context, done=_("Undertecknaren är tillagd."))


@signed_in
def group(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Change when somebody signs."""
    signatory = find_signatory(request, slug, pk, who)
    if not permissions.may_lead(signatory, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    form = GroupForm(request.POST or None, subject=signatory)
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Ändra ordning"), "")),
        "title": _("När undertecknar %s?") % signatory.name,
        "lead": str(signatory.principal),
        "button": _("Spara"),
        "refusals": (),
    }

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        rounds.set_group(signatory, data["group"], **given)
        return url_of("round", agreement)

    return answer_form(request, form, act, FORM, context, done=_("Ordningen är ändrad."))


@signed_in
def remove(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Take somebody off the list, when one has been asked whether one means it."""
    signatory = find_signatory(request, slug, pk, who)
    if not permissions.may_lead(signatory, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Ta bort undertecknare"), "")),
        "title": _("Ta bort %s ur listan?") % signatory.name,
        "lead": _(
            "Står som undertecknare för %(party)s enligt %(basis)s. Undertecknandet kan inte öppnas utan någon för "
            "varje part. Så länge mandatet gäller kan samma person läggas till igen."
        )
        % {"party": signatory.principal, "basis": signatory.basis},
        "button": _("Ta bort ur listan"),
        "refusals": (),
    }

    def act(data: dict[str, Any]) -> str:
        rounds.remove_signatory(signatory, by=request.actor, today=request.today, version=data["version"])
        return url_of("round", agreement)

    form = StepForm(request.POST or None, subject=signatory)
    done = _("%s är borttagen ur listan.") % signatory.name
    return answer_form(request, form, act, FORM, context, done=done)


@signed_in
def replace(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Let somebody else sign for a party; the text, and what has been decided about it, stands."""
    signatory = find_signatory(request, slug, pk, who)
    if not permissions.may_lead(signatory, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    agreement, party = signatory.round.agreement, signatory.principal
    mandates = replacing.may_take_over(signatory, request.today).select_related("organisation", "holder")
    form = ReplaceForm(request.POST or None, subject=signatory, mandates=mandates)
    context = {
        **frame(agreement, (_("Byt undertecknare"), "")),
        "title": _("Vem undertecknar i stället för %s?") % signatory.name,
        "lead": _(
            "Omgången avslutas, och en ny lista görs på samma låsta text. Undertecknarnas namn står i filen, så alla "
            "undertecknar en ny fil när du har gått igenom listan och öppnat undertecknandet igen."
        ),
        "button": _("Byt undertecknare"),
        "refusals": (),
        "told": [*signed_again(signatory.round), decided(agreement, falls=False)],
        "nobody": "" if mandates else _("%s har inget annat mandat att underteckna med.") % party,
    }

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        replacing.replace_signatory(signatory, data["mandate"], reason=data["reason"], **given)
        return url_of("round", agreement)

    done = _("Listan är gjord på samma text. Gå igenom den och öppna undertecknandet.")
    return answer_form(request, form, act, FORM, context, done=done)


@signed_in
def last_day(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Another last day to sign."""
    held = led_round(request, slug, pk)
    form = LastDayForm(request.POST or None, subject=held, today=request.today, suggested=held.last_on)
    context = {
        **frame(held.agreement, (_("Ändra sista dag"), "")),
        "title": _("Ändra sista dag"),
        "lead": "",
        "button": _("Spara"),
        "refusals": (),
    }

    def act(data: dict[str, Any]) -> str:
        chosen: date = data["last_on"]
        rounds.set_last_day(held, chosen, by=request.actor, today=request.today, version=data["version"])
        return url_of("round", held.agreement)

    return answer_form(request, form, act, FORM, context, done=_("Sista dagen är ändrad."))


@signed_in
def open_(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let the agreement be sealed and signed, or say what is missing."""
    held = newest_round(find_agreement(request, slug, pk))
    form = StepForm(request.POST or None, subject=held)
    context = {
        **frame(held.agreement, (_("Öppna undertecknandet"), "")),
        "lead": _(
            "Avtalet görs till en fil och förseglas. Därefter kan varken texten eller listan ändras, "
            "och de första får sin tur."
        ),
    }

    def act(data: dict[str, Any]) -> str:
        rounds.open_round(held, by=request.actor, today=request.today, version=data["version"])
        return url_of("round", held.agreement)

    return step_page(request, held, "open", form, act, context, done=_("Avtalet förseglas. Det tar en liten stund."))


@signed_in
def stop(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Stop before everybody has signed."""
    held = newest_round(find_agreement(request, slug, pk))
    form = ReasonForm(request.POST or None, subject=held)
    context = {
        **frame(held.agreement, (_("Stoppa undertecknandet"), "")),
        "lead": _(
            "De underskrifter som finns gäller inte längre. Avtalet blir ett utkast igen, och det som ska undertecknas "
            "undertecknas på nytt."
        ),
        "told": [*replace_instead(held), decided(held.agreement, falls=True)],
    }

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        rounds.stop_round(held, reason=data["reason"], **given)
        return url_of("round", held.agreement)

    return step_page(request, held, "stop", form, act, context, done=_("Undertecknandet är stoppat."))


@signed_in
def take_back(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take an agreement that nobody has begun to sign back to be written."""
    agreement = find_agreement(request, slug, pk)
    if not permissions.may_lead(agreement, request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    form = TakeBackForm(request.POST or None)
    context = {
        **frame(agreement, (_("Ta tillbaka avtalet"), "")),
        "title": _("Ta tillbaka avtalet till utkast"),
        "lead": _("Texten kan ändras igen i en ny version. Den låsta texten går fortfarande att läsa."),
        "button": _("Ta tillbaka avtalet"),
        "refusals": (),
        "told": [decided(agreement, falls=True)],
    }

    def act(data: dict[str, Any]) -> str:
        rounds.take_back_agreement(agreement, reason=data["reason"], by=request.actor, today=request.today)
        return url_of("round", agreement)

    return answer_form(request, form, act, FORM, context, done=_("Avtalet är ett utkast igen."))


@signed_in
def file(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The agreement as it is now, with every signature so far; checked against its fingerprint first."""
    held = newest_round(find_agreement(request, slug, pk))
    if held.document is None or not held.document.is_sealed:
        raise Http404
    try:
        content = revisions.latest_bytes(held.document)
    except DocumentDamaged as damaged:
        context = {**frame(held.agreement), "title": _("Filen kan inte lämnas ut"), "sentence": str(damaged)}
        return render(request, "agreements/signing/no_file.html", context, status=410)
    return handed_out(content, held.document.file_name, "application/pdf")  # type: ignore[return-value]  # streams
