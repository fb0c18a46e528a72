"""The issues with their options, the State's own choice, and what lies outside a party's mandate."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.lib.text import count_in_words, join_swedish
from governance.organisations.pages import answer_step
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, registry, services
from ..forms.base import RowForm
from ..forms.process import ChoiceForm, IssueForm, LimitForm, OptionForm
from ..models import Issue, MandateLimit, Negotiation, Option, Party
from ..queries import issues_with_parties
from ..services.issues import WRITTEN_IN, may_edit_option, why_kept
from ..states import CATALOGUE
from .common import (
    find_negotiation,
    find_part,
    form_page,
    frame,
    post_only,
    require,
    require_assistant,
    require_speaker,
    url_of,
    version_of,
)


@signed_in
def issues(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Every issue with its options, and for whom an option lies outside the mandate."""
    held = find_negotiation(request, slug, pk)
    found = issues_with_parties(held)
    mine = permissions.party_of(held, request.actor)
    speaks = mine is not None and permissions.may_speak_for(mine, request.actor)
    assists = permissions.may_assist(held, request.actor)
    is_open = held.state in WRITTEN_IN
    limits = [limit for each in found for option in each.options.all() for limit in option.limits.all()]
    lacking = [str(kind.label) for kind in CATALOGUE if kind not in {each.kind for each in found}]
    context = {
        **frame(held, "issues"),
        "rows": [(each, may_add(each, mine, speaks, assists) and is_open) for each in found],
        "mine": mine if speaks else None,
        "my_limits": {each.option_id: each.pk for each in limits if each.party_id == mine.pk} if speaks else {},
        "may_write": assists and is_open,
        "may_limit": speaks and is_open,
        "may_choose": speaks and mine.is_state and is_open,
        "lacking": join_swedish(lacking),
        "lead": lead_of(found),
    }
    return render(request, "agreements/negotiations/issues.html", context)


def may_add(issue: Issue, mine: Party | None, speaks: bool, assists: bool) -> bool:
    """Who may propose an option, from what the page has read already."""
    if issue.state_only:
        return bool(speaks and mine is not None and mine.is_state)
    return speaks or assists


def lead_of(found: list[Issue]) -> str:
    """How many issues, and how many the State decides."""
    if not found:
        return _("Förhandlingen har inga frågor än.")
    own = sum(each.state_only for each in found)
    others = count_in_words(len(found) - own, _("fråga"), _("frågor"))
    told = _("Parterna förhandlar om %s.") % others if len(found) > own else ""
    alone = _("I %s bestämmer staten ensam.") % count_in_words(own, _("fråga"), _("frågor")) if own else ""
    return f"{told} {alone}".strip()


@signed_in
def issue_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add an issue."""
    held = find_negotiation(request, slug, pk)
    require_assistant(held, request)
    form = IssueForm(request.POST or None)
    ends = join_swedish([str(each) for each in registry.standing_in(held)])

    def act(data: dict[str, Any]) -> None:
        services.add_issue(held, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Lägg till en fråga"),
        lead=_("%s gäller inte längre när frågan läggs till. Parterna får veta varför.") % ends if ends else "",
        button=_("Lägg till frågan"),
        back="issues",
        done=_("Frågan är tillagd."),
    )


def find_issue(negotiation: Negotiation, pk: int) -> Issue:
    """An issue of the negotiation."""
    found: Issue = find_part(negotiation.issues.all(), pk)
    found.negotiation = negotiation
    return found


@signed_in
def issue_edit(request: SamverkRequest, slug: str, pk: int, issue_pk: int) -> HttpResponse:
    """Change the words of an issue."""
    held = find_negotiation(request, slug, pk)
    issue = find_issue(held, issue_pk)
    require_assistant(held, request)
    form = IssueForm(request.POST or None, row=issue)

    def act(data: dict[str, Any]) -> None:
        services.edit_issue(
            issue, changes=form.facts(), by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ändra frågan"),
        button=_("Spara frågan"),
        back="issues",
        done=_("Frågan är sparad."),
    )


@signed_in
def option_new(request: SamverkRequest, slug: str, pk: int, issue_pk: int) -> HttpResponse:
    """Propose a way to settle an issue."""
    held = find_negotiation(request, slug, pk)
    issue = find_issue(held, issue_pk)
    from ..services.issues import may_add_option, who_adds_options  # noqa: PLC0415 -- used here alone

    require(may_add_option(issue, request.actor), who_adds_options(issue))
    form = OptionForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        services.add_option(issue, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Föreslå ett alternativ"),
        lead=str(issue),
        button=_("Föreslå alternativet"),
        back="issues",
        done=_("Alternativet är tillagt."),
    )


def find_option(negotiation: Negotiation, pk: int) -> Option:
    """An option of one of the negotiation's issues."""
    rows = Option.objects.filter(issue__negotiation=negotiation).select_related(
        "issue", "proposed_by__principal__organisation"
    )
    found: Option = find_part(rows, pk)
    found.issue.negotiation = negotiation
    return found


@signed_in
def option_edit(request: SamverkRequest, slug: str, pk: int, option_pk: int) -> HttpResponse:
    """Change the words of an option."""
    held = find_negotiation(request, slug, pk)
    option = find_option(held, option_pk)
    require(may_edit_option(option, request.actor), _("den som föreslog alternativet"))
    form = OptionForm(request.POST or None, row=option)

    def act(data: dict[str, Any]) -> None:
        services.edit_option(
            option, changes=form.facts(), by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ändra alternativet"),
        lead=str(option.issue),
        button=_("Spara alternativet"),
        back="issues",
        done=_("Alternativet är sparat."),
    )


@signed_in
def option_remove(request: SamverkRequest, slug: str, pk: int, option_pk: int) -> HttpResponse:
    """Ask before an option is taken away, and take it away."""
    held = find_negotiation(request, slug, pk)
    option = find_option(held, option_pk)
    require(may_edit_option(option, request.actor), _("den som föreslog alternativet"))
    lead = _("”%(option)s” tas bort ur fråga %(issue)s. Händelsen finns kvar i loggen.")
    return remove_page(
        request,
        held,
        option,
        services.remove_option,
        title=_("Ta bort alternativet"),
        lead=lead % {"option": option, "issue": option.issue},
        kept=why_kept(None, [option]),
        done=_("Alternativet är borttaget."),
    )


@signed_in
def issue_remove(request: SamverkRequest, slug: str, pk: int, issue_pk: int) -> HttpResponse:
    """Ask before an issue is taken away with its options, and take it away."""
    held = find_negotiation(request, slug, pk)
    issue = find_issue(held, issue_pk)
    require_assistant(held, request)
    options = list(issue.options.all())
    along = count_in_words(len(options), _("alternativ"), _("alternativ"), neuter=True)
    return remove_page(
        request,
        held,
        issue,
        services.remove_issue,
        title=_("Ta bort frågan"),
        lead=_("%(issue)s tas bort, med %(along)s. Händelsen finns kvar i loggen.") % {"issue": issue, "along": along},
        kept=why_kept(issue, options),
        done=_("Frågan är borttagen."),
    )


def remove_page(
    request: SamverkRequest,
    negotiation: Negotiation,
    row: Issue | Option,
    act: Callable[..., None],
    *,
    title: str,
    lead: str,
    kept: list[str],
    done: str,
) -> HttpResponse:
    """A page that asks before a row is taken away, and says beforehand why it cannot be."""

    def go(data: dict[str, Any]) -> None:
        act(row, by=request.actor, today=request.today)

    lead = " ".join([_("Det går inte att ta bort."), *kept]) if kept else lead
    form = RowForm(request.POST or None, row=row)
    return form_page(request, negotiation, form, go, title=title, button=title, back="issues", lead=lead, done=done)


@signed_in
def choose(request: SamverkRequest, slug: str, pk: int, issue_pk: int) -> HttpResponse:
    """Let the State choose in an issue of its own."""
    held = find_negotiation(request, slug, pk)
    issue = find_issue(held, issue_pk)
    if not issue.state_only:
        raise Http404
    state = held.parties.present().with_organisation().filter(is_state=True).first()
    allowed = state is not None and permissions.may_speak_for(state, request.actor)
    require(allowed, permissions.WHO_SPEAKS_FOR_STATE)
    form = ChoiceForm(request.POST or None, issue=issue)

    def act(data: dict[str, Any]) -> None:
        services.decide_state_issue(
            issue, option=data["option"], by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Statens val"),
        lead=_(
            "%s Ett paket kan sedan bara innehålla det som staten har valt. Ett framlagt eller överenskommet paket med "
            "ett annat alternativ gäller inte längre, och parterna får veta varför."
        )
        % f"{issue}.",
        button=_("Välj"),
        back="issues",
        done=_("Statens val är registrerat."),
    )


def limit_lead(option: Option, party: Party) -> str:
    """Which option it is, and what the party has consented to that holds no longer."""
    named = f"{option.issue.title}: {option.title}"
    standing = registry.standing_in(option.issue.negotiation)
    ends = [str(each) for each in standing if option.pk in each.chosen.values() and party.pk in each.consenting]
    if not ends:
        return named
    words = _("%(option)s. Ni har samtyckt till %(packages)s, som då inte gäller längre. Alla parter får veta varför.")
    return words % {"option": named, "packages": join_swedish(ends).replace("Paket", "paket")}


@signed_in
def limit(request: SamverkRequest, slug: str, pk: int, option_pk: int) -> HttpResponse:
    """Tell that an option lies outside one's party's mandate."""
    held = find_negotiation(request, slug, pk)
    option = find_option(held, option_pk)
    mine = permissions.party_of(held, request.actor)
    if mine is None:
        require(False, permissions.WHO_SPEAKS)
    require_speaker(mine, request)
    form = LimitForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        services.limit_mandate(mine, option=option, reason=data["reason"], by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Utanför mandatet"),
        lead=limit_lead(option, mine),
        button=_("Ange att alternativet ligger utanför mandatet"),
        back="issues",
        done=_("Gränsen för mandatet är angiven. Alla parter ser den."),
    )


@signed_in
def limit_lift(request: SamverkRequest, slug: str, pk: int, limit_pk: int) -> HttpResponse:
    """Tell that an option lies within the mandate after all."""
    post_only(request)
    held = find_negotiation(request, slug, pk)
    rows = MandateLimit.objects.filter(party__negotiation=held).select_related(
        "party__principal__organisation", "party__negotiation", "option"
    )
    told = find_part(rows, limit_pk)

    def act() -> str:
        services.lift_limit(told, by=request.actor, today=request.today)
        return url_of(held, "issues")

    return answer_step(request, act, done=_("Gränsen för mandatet är borttagen."))
