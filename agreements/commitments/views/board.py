"""What the board does: verifies reports, and leads a deviation to its end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Answer

from .. import permissions
from ..forms.fields import RowForm
from ..forms.progress import AskForm, DecidedForm, VerifyForm
from ..minuted import Decided, taken_up, to_take_up
from ..models import Commitment, Deviation, ProgressReport
from ..services import deviations as deviation_acts
from ..services import progress as acts
from ..words import done_words, value_words
from .common import answer, below, commitment_url, find_below, find_commitment, require_right


def for_board(request: SamverkRequest, slug: str, pk: int) -> Commitment:
    """A commitment that the actor may decide on for the board."""
    held = find_commitment(request, slug, pk)
    require_right(permissions.may_verify(held, request.actor), permissions.WHO_VERIFIES)
    return held


def report_of(commitment: Commitment, report_id: int) -> ProgressReport:
    """A report of a commitment."""
    report: ProgressReport = find_below(commitment.reports.select_related("commitment__agreement"), report_id)
    return report


def minuted(subject: Any) -> tuple[dict[str, Any], list[Answer]]:
    """What the minutes say of a report or a deviation: for the form's fields, and to look over beside it."""
    where = taken_up(subject)
    if where is None:
        return {}, []
    known = {"on": where.on, "paragraph": where.paragraph, "reason": where.decision, "note": where.decision}
    label = _("Styrelsens beslut") if where.decision else _("På dagordningen")
    value = f"{where.label}: {where.decision}" if where.decision else where.label
    return (known if where.paragraph else {}), [Answer(label=label, value=value)]


def told(report: ProgressReport, commitment: Commitment) -> list[Answer]:
    """What a report says, to look over before the board's act."""
    return [
        Answer(label=_("Rapporterat"), value=done_words(commitment, report.value)),
        Answer(label=_("Läget den"), value=report.as_of),
        Answer(label=_("Utlovat"), value=value_words(commitment.promised, commitment.measure, commitment.unit)),
        Answer(label=_("Underlag"), value=report.evidence),
        Answer(label=_("Beskrivning"), value=report.text),
    ]


@signed_in
def verify(request: SamverkRequest, slug: str, pk: int, report_id: int) -> HttpResponse:
    """Verify what was reported."""
    held = for_board(request, slug, pk)
    report = report_of(held, report_id)
    known, minutes = minuted(report)
    form = VerifyForm(request.POST or None, row=report, initial=known)
    context = {
        **below(held, (_("Verifiera"), "")),
        "title": _("Verifiera rapporten"),
        "lead": _("Först när styrelsen har verifierat räknas det som är gjort."),
        "button": _("Verifiera rapporten"),
        "elsewhere": to_take_up(report, Decided.VERIFIED),
        "answers_to_check": [*told(report, held), *minutes],
    }

    def act(data: dict[str, Any]) -> str:
        acts.verify_report(report, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Rapporten är verifierad."))


@signed_in
def send_back(request: SamverkRequest, slug: str, pk: int, report_id: int) -> HttpResponse:
    """Send a report back with reasons."""
    held = for_board(request, slug, pk)
    report = report_of(held, report_id)
    known, minutes = minuted(report)
    form = DecidedForm(request.POST or None, row=report, initial=known)
    context = {
        **below(held, (_("Sänd tillbaka"), "")),
        "title": _("Sänd tillbaka rapporten"),
        "lead": _("Parten läser skälen och rapporterar på nytt."),
        "button": _("Sänd tillbaka rapporten"),
        "elsewhere": to_take_up(report, Decided.SENT_BACK),
        "answers_to_check": [*told(report, held), *minutes],
    }

    def act(data: dict[str, Any]) -> str:
        acts.send_back_report(report, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Rapporten är återsänd."))


def deviation_url(deviation: Deviation, slug: str) -> str:
    """Its page."""
    return reverse("commitments:deviation", args=[slug, deviation.commitment_id, deviation.pk])


Act = Callable[..., Any]


def board_act(  # noqa: PLR0913 -- one page for four acts, told by what differs
    request: SamverkRequest,
    slug: str,
    pk: int,
    deviation_id: int,
    *,
    form: type[RowForm],
    act: Act,
    title: str,
    lead: str,
    done: str,
) -> HttpResponse:
    """A page on which the board decides about a deviation."""
    held = for_board(request, slug, pk)
    rows = held.deviations.select_related("commitment__agreement__parent", "commitment__partnership", "amendment")
    deviation: Deviation = find_below(rows, deviation_id)
    url = deviation_url(deviation, slug)
    known, minutes = minuted(deviation)
    context = {
        **below(held, (_("Avvikelse"), url), (title, "")),
        "title": title,
        "lead": lead,
        "button": title,
        "elsewhere": to_take_up(deviation, Decided.ON_DEVIATION) if issubclass(form, DecidedForm) else None,
        "back_url": url,
        "back_label": _("Tillbaka till avvikelsen"),
        "answers_to_check": [Answer(label=deviation.get_kind_display(), value=deviation.description), *minutes],
    }

    def take(data: dict[str, Any]) -> str:
        act(deviation, by=request.actor, today=request.today, **data)
        return url

    shown = form(request.POST or None, row=deviation, initial=known)
    return answer(request, shown, take, context, done=done)


@signed_in
def ask(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """Ask every party."""
    return board_act(
        request,
        slug,
        pk,
        deviation_id,
        form=AskForm,
        act=deviation_acts.ask_parties,
        title=_("Fråga parterna"),
        lead=_("Varje part svarar för sig. Åtagandet ändras bara om alla svarar ja."),
        done=_("Parterna är tillfrågade."),
    )


@signed_in
def carry_on(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """Let the commitment go on as agreed."""
    return board_act(
        request,
        slug,
        pk,
        deviation_id,
        form=DecidedForm,
        act=deviation_acts.carry_on,
        title=_("Låt åtagandet fortsätta"),
        lead=_("Åtagandet gäller som det är avtalat, och avvikelsen avslutas."),
        done=_("Åtagandet fortsätter som avtalat."),
    )


@signed_in
def renegotiate(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """Begin a supplementary agreement."""
    return board_act(
        request,
        slug,
        pk,
        deviation_id,
        form=RowForm,
        act=deviation_acts.begin_renegotiation,
        title=_("Börja omförhandla"),
        lead=_("Ett tilläggsavtal börjar, med åtagandet som ett bud. Det gamla gäller tills tilläggsavtalet gör det."),
        done=_("Omförhandlingen har börjat."),
    )


@signed_in
def release(request: SamverkRequest, slug: str, pk: int, deviation_id: int) -> HttpResponse:
    """Let the commitment go."""
    return board_act(
        request,
        slug,
        pk,
        deviation_id,
        form=DecidedForm,
        act=deviation_acts.release_commitment,
        title=_("Låt åtagandet upphöra"),
        lead=_("Alla parter har svarat ja. Efter detta är ingen skyldig något enligt åtagandet."),
        done=_("Åtagandet har upphört."),
    )
