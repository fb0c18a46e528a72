"""Packages: compared, sketched, laid before the parties, answered."""

from datetime import date, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agreements.negotiations.mandates import ending_words, mandates_ending
from agreements.negotiations.models import Option, Party
from governance.lib.text import join_swedish
from governance.organisations.happenings import happenings_about
from governance.organisations.pages import answer_form
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Check
from governance.ui.templatetags.swedish import kr
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import may_take, misplaced, steps_of, view_step

from .. import citations, permissions
from ..board import Board
from ..forms.packages import AcceptForm, DeclineForm, LayForm, PackageForm, ReasonForm, RowForm
from ..models import Package, PackageConsent
from ..pages.package import PackagePage, order_of
from ..pages.packs import packs_of
from ..services import consenting, packaging
from ..states import PackageState
from .common import address, board_and_package, board_for, frame, nothing_to_choose

SOON = timedelta(days=90)
STEP = "agreements/benefits/step.html"
STEP_FORMS: dict[str, type[RowForm]] = {"lay": LayForm, "withdraw": ReasonForm}
SAID_IN_THE_FORM = ("reason_is_given", "refusal_says_why")
ANSWER_FORMS: dict[str, type[RowForm]] = {"accept": AcceptForm, "decline": DeclineForm, "note": RowForm}


@signed_in
def packages(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The packages side by side, the gain before the cost."""
    board = board_for(request, slug, pk)
    context = {
        **frame(board, "packages"),
        "packs": packs_of(board, request.today),
        "is_leader": board.is_leader,
        "rules": (citations.BENEFIT_FIRST,),
    }
    return render(request, "agreements/benefits/packages.html", context)


@signed_in
def package(request: SamverkRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One package: its content, its worth, its cost and the answers."""
    board, found = board_and_package(request, slug, pk, number)
    context = {
        **frame(board, "packages", (str(found), "")),
        "package": found,
        "page": PackagePage(board, found, request.today),
        "may_edit": found.state == PackageState.DRAFT and permissions.may_lead(found, request.actor),
        "events": happenings_about(found),
        "rules": (citations.BENEFIT_FIRST,),
    }
    return render(request, "agreements/benefits/package.html", context)


def package_among(board: Board, number: int) -> Package:
    """A package among those that the reader may know of."""
    found = next((each for each in board.packages if each.number == number), None)
    if found is None:
        raise Http404
    found.negotiation = board.negotiation
    prefetch_related_objects([found], "shares")
    return found


def package_form_page(
    request: SamverkRequest, board: Board, row: Package | None, model: Package | None = None
) -> HttpResponse:
    """Sketch a package, perhaps with another as its model, or change a sketch."""
    if not permissions.may_lead(row or Package(negotiation=board.negotiation), request.actor):
        raise NotAllowed(str(permissions.WHO_LEADS))
    if not board.issues:
        return nothing_to_choose(request, board, _("Skissa ett paket"))
    form = PackageForm(request.POST or None, board=board, row=row, model=model)
    back = address("package", board, row.number) if row else address("packages", board)
    context = {
        **frame(board, "packages", (_("Ändra skissen") if row else _("Ny skiss"), "")),
        "title": _("Ändra skissen") if row else _("Skissa ett paket"),
        "model": model,
        "back_url": back,
    }

    def act(data: dict[str, Any]) -> str:
        options = Option.objects.filter(pk__in=data["chosen"]).select_related("issue")
        facts: dict[str, Any] = {
            "title": data["title"],
            "description": data["description"],
            "choices": options,
            "shares": data["shares"],
            "cost": data["cost"],
            "by": request.actor,
            "today": request.today,
        }
        if row is None:
            made = packaging.draft_package(board.negotiation, **facts)
        else:
            made = packaging.change_package(row, version=data["row_version"], **facts)
        return address("package", board, made.number)

    return answer_form(
        request, form, act, "agreements/benefits/package_form.html", context, done=_("Skissen är sparad.")
    )


@signed_in
def package_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Sketch a package; `efter` names one that the new one begins as."""
    board = board_for(request, slug, pk)
    number = request.GET.get("efter", "")
    model = package_among(board, int(number)) if number.isdecimal() and len(number) < 6 else None
    return package_form_page(request, board, None, model)


@signed_in
def package_edit(request: SamverkRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Change a sketch."""
    board, found = board_and_package(request, slug, pk, number)
    return package_form_page(request, board, found)


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """The page of a package, or of the package that an answer belongs to, by its number."""
    wanted = {"package": "pk", "packageconsent": "consents__pk"}.get(kind)
    seen = Package.objects.visible_to(request.actor).select_related("negotiation__partnership")
    found = seen.filter(**{wanted: pk}).first() if wanted else None
    if found is None:
        raise Http404
    return redirect("benefits:package", found.negotiation.partnership.slug, found.negotiation_id, found.number)


# Steps --------------------------------------------------------------------------------------------------------------


def step_page(
    request: SamverkRequest, board: Board, subject: Any, name: str, form: RowForm, act: Any, back: str, lead: str
) -> HttpResponse:
    """A step with its conditions, before one tries and after; a refusal is shown where the step was."""
    step = steps_of(type(subject))[name]
    if not may_take(subject, step, request.actor):
        raise NotAllowed(step.who)
    if subject.state in step.sources:
        view = view_step(subject, name, Act(request.actor, request.today))
        unsaid = {str(guard.fulfilled) for guard in step.guards if guard.name in SAID_IN_THE_FORM}
        refusals = list(view.refusals)
        fulfilled = [Check(title=words) for words in view.fulfilled if words not in unsaid]
    else:
        refusals, fulfilled = misplaced(subject, step).refusals, []
    label = order_of(step)
    context = {
        **frame(board, "packages", (str(subject), back), (_("Steg"), "")),
        "title": label,
        "button": label,
        "lead": lead,
        "stop_heading": _("Det går inte att %s än") % step.label,
        "fulfilled": fulfilled,
        "back_url": back,
    }
    if refusals and request.method != "POST":
        return render(request, STEP, {**context, "form": form, "refusals": refusals})
    return answer_form(request, form, act, STEP, context, done=_("Det är gjort."))


@signed_in
def package_step(request: SamverkRequest, slug: str, pk: int, number: int, name: str) -> HttpResponse:
    """Lay a package before the parties, or take it back."""
    board, found = board_and_package(request, slug, pk, number)
    if name not in STEP_FORMS:
        raise Http404
    back = address("package", board, number)

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["row_version"]}
        if name == "lay":
            packaging.lay_package(found, answer_by=data["answer_by"], **given)
        else:
            packaging.withdraw_package(found, reason=data["reason"], **given)
        return back

    lead = {
        "lay": _("Varje part får paketet på sitt bord och svarar inom sitt mandat. Skissen kan sedan inte ändras.")
        + who_cannot(found, board)
        + whose_mandates_end(board, request.today),
        "withdraw": _("Parternas svar gäller sedan inte längre."),
    }[name]
    form = STEP_FORMS[name](request.POST or None, row=found)
    return step_page(request, board, found, name, form, act, back, lead)


def who_cannot(package: Package, board: Board) -> str:
    """Whose part of the cost is more than the party may commit, as a sentence after another."""
    above = {each.party_id for each in package.shares.all() if each.is_above_frame}
    names = [each.name for each in board.parties if each.pk in above]
    if not names:
        return ""
    return " " + _("%s kan inte samtycka än: partens del av kostnaden är större än dess ram.") % join_swedish(names)


def whose_mandates_end(board: Board, today: date) -> str:
    """Whose mandate ends within the months in which a last day to answer is set, as a sentence after another."""
    ends = mandates_ending(board.negotiation, board.parties, today, before=today + SOON)
    if not ends:
        return ""
    return " " + _(
        "Dessa mandat slutar snart: %s. Sätt svarsdagen tidigare, eller be om längre mandat."
    ) % ending_words(ends)


def cost_of(package: Package, party: Party) -> str:
    """What the package asks of a party, as a sentence after another; nothing when its cost is not split."""
    own = next((each for each in package.shares.all() if each.party_id == party.pk), None)
    if own is None or own.amount is None:
        return ""
    return " " + _("Er del av kostnaden är %s.") % kr(own.amount)


@signed_in
def answer(request: SamverkRequest, slug: str, pk: int, number: int, name: str) -> HttpResponse:
    """Answer a package for one's own party, or confirm that one has seen why it holds no longer."""
    board, found = board_and_package(request, slug, pk, number)
    if name not in ANSWER_FORMS or board.mine is None:
        raise Http404
    asked = PackageConsent.objects.select_related(*PackageConsent.locked_with)
    consent = asked.filter(package=found, party=board.mine).first()
    if consent is None:
        raise Http404
    consent.package = found
    back = address("package", board, number)

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["row_version"]}
        if name == "accept":
            consenting.accept_package(consent, comment=data["comment"], **given)
        elif name == "decline":
            consenting.decline_package(consent, comment=data["comment"], **given)
        else:
            consenting.acknowledge_change(consent, **given)
        return back

    lead = {
        "accept": _("Du svarar för %s, inom det mandat du har. Alla parter ser svaret.") + cost_of(found, board.mine),
        "decline": _("Du svarar för %s. Alla parter ser svaret och skälet."),
        "note": _("Du bekräftar att %s har tagit del av varför paketet inte gäller längre."),
    }[name] % board.mine.name
    form = ANSWER_FORMS[name](request.POST or None, row=consent)
    return step_page(request, board, consent, name, form, act, back, lead)
