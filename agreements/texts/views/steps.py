"""The steps of an agreement and of its text: each on a page that says what stands in the way."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import count, join_swedish
from governance.organisations.pages import answer_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Check
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import may_take, misplaced, state_of, steps_of, view_step

from .. import permissions, registry, services
from ..content import paragraphs_of
from ..financing import plan_of
from ..forms.steps import AcknowledgeForm, AmendmentForm, FreezeForm, ObjectForm, ReasonForm, RemarkForm, StepForm
from ..guards import plan_says, reason_is_given
from ..models import Agreement, AgreementParty, AgreementVersion
from ..pages.agreement import PEOPLES_STEPS, agrees
from ..pages.changes import compare_url
from ..queries import latest_of, objection_of, parties_of, party_of
from ..states import VersionState
from .common import agreement_url, answer, below, draft_of, find_agreement, find_version, post_only, require_writer

STEP = "agreements/texts/step.html"
WORDS: dict[str, tuple[Any, Any]] = {
    "prepare": (
        gettext_lazy("Parterna får läsa texten och säga vad som saknas. Den kan fortfarande ändras."),
        gettext_lazy("Avtalet är under beredning."),
    ),
    "rework": (
        gettext_lazy("Texten skrivs vidare innan parterna läser den igen."),
        gettext_lazy("Avtalet är ett utkast igen."),
    ),
    "make_ready": (
        gettext_lazy("Den låsta texten är den som undertecknas. Därefter ändras den inte."),
        gettext_lazy("Avtalet är klart att underteckna."),
    ),
    "complete": (
        gettext_lazy("Ett avtal slutförs när allt som parterna lovade är realiserat och styrelsen har stängt."),
        gettext_lazy("Avtalet är slutfört."),
    ),
    "terminate": (
        gettext_lazy("Parterna avslutar avtalet innan allt är gjort. Texten går fortfarande att läsa."),
        gettext_lazy("Avtalet har upphört."),
    ),
    "abandon": (
        gettext_lazy("Arbetet med avtalet läggs ned. Texten går fortfarande att läsa."),
        gettext_lazy("Arbetet med avtalet är nedlagt."),
    ),
}
TITLES: dict[str, Any] = {
    "prepare": gettext_lazy("Lämna avtalet till beredning"),
    "rework": gettext_lazy("Ta tillbaka avtalet till utkast"),
    "make_ready": gettext_lazy("Gör avtalet klart att underteckna"),
    "complete": gettext_lazy("Slutför avtalet"),
    "terminate": gettext_lazy("Avsluta avtalet i förtid"),
    "abandon": gettext_lazy("Lägg ned arbetet med avtalet"),
    "begin_amendment": gettext_lazy("Börja på ett tilläggsavtal"),
}
FORMS: dict[str, Any] = {"terminate": ReasonForm, "abandon": ReasonForm, "rework": RemarkForm, "complete": RemarkForm}
ACTS: dict[str, Callable[..., Agreement]] = {
    "prepare": services.prepare_agreement,
    "rework": services.rework_agreement,
    "make_ready": services.make_ready,
    "complete": services.complete_agreement,
    "terminate": services.terminate_agreement,
    "abandon": services.abandon_agreement,
}


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Take one of the steps that people take."""
    if name not in PEOPLES_STEPS:
        raise Http404
    held = find_agreement(request, slug, pk)
    form = FORMS.get(name, StepForm)(request.POST or None, subject=held)
    lead, done = WORDS[name]
    if name == "make_ready":
        lead = f"{lead} {who_has_not_agreed(held)}".rstrip()

    def act(data: dict[str, Any]) -> str:
        version = data.pop("version")
        ACTS[name](held, by=request.actor, today=request.today, version=version, **data)
        return agreement_url(held)

    return step_page(request, held, name, form, act, lead=str(lead), done=str(done))


def who_has_not_agreed(agreement: Agreement) -> str:
    """Which parties have not agreed to the text that would be signed: it stops nothing, but one should know."""
    frozen = agreement.versions.filter(state=VersionState.FROZEN).defer("text").first()
    if frozen is None:
        return ""
    left = [str(each) for each in parties_of(agreement) if not agrees(each, frozen)]
    if not left:
        return _("Alla parter har godkänt den.")
    return _("%(who)s har inte godkänt version %(number)s än.") % {"who": join_swedish(left), "number": frozen.number}


def step_page(
    request: SamverkRequest,
    held: Agreement,
    name: str,
    form: Any,
    act: Callable[[Any], str],
    *,
    lead: str,
    done: str,
) -> HttpResponse:
    """A step with its conditions, those that are fulfilled and those that stand in the way."""
    known = steps_of(Agreement)[name]
    if not may_take(held, known, request.actor):
        raise NotAllowed(known.who)
    details = {"reason": "-"}  # what the form asks for is not missing before one has seen the form
    if state_of(held) in known.sources:
        view = view_step(held, name, Act(request.actor, request.today, None, details))
        asked = str(reason_is_given.fulfilled)  # the form asks for it; it is not written yet
        refusals = list(view.refusals)
        fulfilled = [Check(title=words) for words in view.fulfilled if words != asked]
    else:
        refusals, fulfilled = misplaced(held, known).refusals, []
    label = str(TITLES[name])
    context = {
        **below(held, label),
        "title": label,
        "lead": lead,
        "button": label,
        "fulfilled": fulfilled,
        "refusals": refusals if request.method != "POST" else (),
        "stop_heading": _("Det går inte att %s än") % known.label,
        "is_stopped": bool(refusals),
        "warnings": registry.warnings(name, held),
    }
    return answer(request, form, act, context, template=STEP, done=done)


@signed_in
def amendment(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an amendment of an agreement that holds."""
    held = find_agreement(request, slug, pk)
    form = AmendmentForm(request.POST or None, subject=held)

    def act(data: dict[str, Any]) -> str:
        made = services.start_amendment(
            held,
            reason=data["reason"],
            title=data["title"],
            by=request.actor,
            today=request.today,
            version=data["version"],
        )
        return agreement_url(made)

    lead = _(
        "Tilläggsavtalet börjar med avtalets egen text, så att det syns vad som ändras. Avtalet gäller under tiden. "
        "När tilläggsavtalet träder i kraft är dess text avtalets nästa version."
    )
    return step_page(
        request,
        held,
        "begin_amendment",
        form,
        act,
        lead=lead,
        done=_("Tilläggsavtalet finns. Skriv det som ska ändras."),
    )


@signed_in
def freeze(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Freeze the text that is written."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    initial = {"change_note": draft.change_note or (_("Första fullständiga utkastet") if draft.order == 1 else "")}
    form = FreezeForm(request.POST or None, subject=draft, initial=initial)
    label = _("Lås version %s") % draft.number
    unwritten = sum(not paragraphs_of(each) for each in draft.sections.values_list("clauses", flat=True))
    empty = _("%s saknar text.") % count(unwritten, _("avsnitt"), _("avsnitt")) if unwritten else ""
    context = {
        **below(held, label, back="text"),
        "title": label,
        "lead": _("Texten får ett fingeravtryck och ändras inte mer. Ska något ändras görs en ny version."),
        "warning": " ".join(each for each in (empty, plan_says(plan_of(draft)) or "") if each),
        "button": _("Lås texten"),
    }

    def act(data: dict[str, Any]) -> str:
        services.freeze_version(
            held,
            by=request.actor,
            today=request.today,
            change_note=data["change_note"],
            version=data["version"],
        )
        return agreement_url(held)

    return answer(
        request, form, act, context, done=_("Version %s är låst. Parterna kan läsa vad som har ändrats.") % draft.number
    )


@signed_in
def new_version(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the next version, with the same text."""
    held = find_agreement(request, slug, pk)
    post_only(request)

    def act() -> str:
        services.new_version(held, by=request.actor, today=request.today)
        return reverse("agreements:text", args=[slug, pk])

    return answer_step(request, act, done=_("En ny version finns. Den har samma text tills du ändrar den."))


@signed_in
def acknowledge(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A party agrees to a frozen text."""
    version, party = find_answered(request, slug, pk)
    agreement = version.agreement
    form = AcknowledgeForm(request.POST or None)
    label = _("Godkänn version %s") % version.number
    context = {
        **to_be_read(version, party, label),
        "lead": _(
            "%s godkänner texten. Det är inte en underskrift. Nästa gång ser ni vad som har ändrats sedan den här "
            "versionen."
        )
        % party,
        "button": _("Godkänn texten"),
    }
    if objection_of(party, version) is None:
        context["otherwise"] = _("Godkänner ni inte texten?")
        context["otherwise_url"] = reverse("agreements:object", args=[slug, pk])
        context["otherwise_words"] = _("Säg det, och skriv varför")

    def act(data: dict[str, Any]) -> str:
        services.acknowledge_version(version, party, by=request.actor, today=request.today, remark=data["remark"])
        return agreement_url(agreement)

    return answer(request, form, act, context, done=_("Ni har godkänt version %s.") % version.number)


@signed_in
def object_(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A party does not agree to a frozen text, and says why."""
    version, party = find_answered(request, slug, pk)
    agreement = version.agreement
    form = ObjectForm(request.POST or None)
    label = _("Säg nej till version %s") % version.number
    context = {
        **to_be_read(version, party, label),
        "lead": _(
            "%s godkänner inte texten. Alla parter ser skälen, och avtalet undertecknas inte förrän ni har fått svar: "
            "en ny version, eller att ni godkänner den här ändå."
        )
        % party,
        "button": _("Lämna invändningen"),
    }

    def act(data: dict[str, Any]) -> str:
        services.object_to_version(version, party, reasons=data["reasons"], by=request.actor, today=request.today)
        return f"{agreement_url(agreement)}#besked"

    done = _("Er invändning mot version %s är lämnad till dem som leder avtalet.") % version.number
    return answer(request, form, act, context, done=done)


def find_answered(request: SamverkRequest, slug: str, pk: int) -> tuple[AgreementVersion, AgreementParty]:
    """A text, and the party that one may say something of it for."""
    version = find_version(request, slug, pk)
    agreement = version.agreement
    party = party_of(parties_of(agreement), request.actor, agreement.partnership_id)
    if party is None or not permissions.may_speak_for(party, request.actor):
        raise NotAllowed(str(permissions.WHO_SPEAKS))
    return version, party


def to_be_read(version: AgreementVersion, party: AgreementParty, label: str) -> dict[str, Any]:
    """The frame of a page where a party says something of a text: the text, and what changed since it last agreed."""
    slug = version.agreement.partnership.slug
    context = {
        **below(version.agreement, label),
        "title": label,
        "read_url": reverse("agreements:version", args=[slug, version.pk]),
        "read_words": _("Läs version %s") % version.number,
        "fingerprint": version.text_sha256,
    }
    last = latest_of(party)
    if last is not None and last.version_of_id != version.pk:
        context["compare_url"] = compare_url(slug, version, last.version_of)
        context["compare_words"] = _("Se vad som har ändrats sedan version %s") % last.version_of.number
    return context
