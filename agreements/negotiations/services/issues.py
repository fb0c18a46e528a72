"""Acts on the issues, their options, and what lies outside a party's mandate."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.lib.text import join_swedish
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right

from .. import citations, permissions, registry
from ..mandates import require_mandate
from ..models import Issue, MandateLimit, Negotiation, Option, Party
from ..states import OF_THE_STATE, IssueKind, NegotiationState
from .common import hold, require_state, require_text, tell_parties

S = NegotiationState
WRITTEN_IN = (S.PROPOSED, S.INITIATING, S.NEGOTIATING)
Standing = registry.Standing


def require_words_free(negotiation: Negotiation, stands: Callable[[Standing], bool], what: str) -> None:
    """Refuse to change the words of what the parties have before them or have agreed to: a yes is to what was read."""
    found = next((each for each in registry.standing_in(negotiation) if stands(each)), None)
    if found is not None:
        raise refuse(
            _("%(what)s ingår i %(package)s. Det som parterna har sett ändras inte.")
            % {"what": what, "package": str(found).replace("Paket", "paket")},
            citations.STANDS_STILL,
            mended_by=found.freed_by,
        )


def end_standing(
    negotiation: Negotiation, ends: Callable[[Standing], bool], reason: str, *, by: Any, today: date
) -> None:
    """Let what no longer is what the parties answered stop to hold, and tell every party why."""
    ended = [each for each in registry.standing_in(negotiation) if ends(each)]
    for each in ended:
        each.end(reason, today=today)
    if ended:
        names = join_swedish([str(each).replace("Paket", "paket") for each in ended])
        told = _("%(reason)s Därför gäller %(packages)s inte längre.") % {"reason": reason, "packages": names}
        tell_parties(negotiation, told, by=by, today=today)


def require_leader_where_packages_stand(negotiation: Negotiation, by: Any) -> None:
    """A new issue ends what the parties have answered, so the neutral negotiators alone add it then."""
    standing = registry.standing_in(negotiation)
    if standing and not by.is_system and not permissions.may_lead(negotiation, by):
        raise refuse(
            _("%s saknar då den nya frågan och kan inte gälla längre.")
            % join_swedish([str(each) for each in standing]),
            citations.STANDS_STILL,
            mended_by=_("förhandlingspersonerna: lägg till frågan, eller ta upp den senare"),
        )


@transaction.atomic
def add_issue(
    negotiation: Negotiation,
    *,
    title: str,
    kind: str,
    by: Any,
    today: date,
    description: str = "",
    state_only: bool = False,
) -> Issue:
    """Add what is to be settled; the State's own kinds are state-only by themselves (N-17, N-18).

    Nobody has consented to how the new issue is settled, so packages that are laid or agreed hold no longer. It is not
    refused instead: a package that all have agreed to cannot be taken back, so nobody could mend the refusal.
    """
    held = hold(negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, WRITTEN_IN, _("lägga till en fråga"))
    require_leader_where_packages_stand(held, by)
    issue = Issue(
        negotiation=held,
        number=next_number(held.issues.all()),
        title=require_text(title, _("Ange frågan.")),
        kind=IssueKind(kind),
        state_only=state_only or kind in OF_THE_STATE,
        description=description.strip(),
    )
    steps.create(issue, by=by, today=today)
    reason = _("En ny fråga har kommit till, %s. Paketet säger inte hur den löses.") % issue
    end_standing(held, lambda each: True, reason, by=by, today=today)
    return issue


@transaction.atomic
def edit_issue(issue: Issue, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None) -> Issue:
    """Change the words of an issue before it is agreed; its kind stays when the State has chosen."""
    held = hold(issue.negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, WRITTEN_IN, _("ändra en fråga"))
    require_words_free(held, lambda each: issue.pk in each.chosen, _("Frågan ”%s”") % issue)
    wanted = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    if wanted.get("kind", issue.kind) in OF_THE_STATE:
        wanted["state_only"] = True
    edited: Issue = steps.edit(issue, by=by, today=today, version=version, changes=wanted).subject
    return edited


def may_add_option(issue: Issue, actor: Any) -> bool:
    """The negotiators' office and every party; in the State's own issues the State alone."""
    party = permissions.party_of(issue.negotiation, actor)
    speaks = party is not None and permissions.may_speak_for(party, actor)
    if issue.state_only:
        return bool(speaks and party.is_state)
    return bool(speaks or permissions.may_assist(issue.negotiation, actor))


def who_adds_options(issue: Issue) -> Any:
    """Who that is, in words."""
    return permissions.WHO_SPEAKS_FOR_STATE if issue.state_only else _("kansliet eller en partsföreträdare")


@transaction.atomic
def add_option(issue: Issue, *, title: str, by: Any, today: date, description: str = "") -> Option:
    """Propose a way to settle an issue. Once the negotiation has begun, a party does so within its mandate alone."""
    held = hold(issue.negotiation)
    require_right(issue, by, may_add_option, who_adds_options(issue))
    require_state(held, WRITTEN_IN, _("föreslå ett alternativ"))
    party = None if by.is_system else permissions.party_of(held, by)
    if party is not None and held.state == S.NEGOTIATING:
        require_mandate(party, by, today)
    option = Option(
        issue=issue,
        number=next_number(issue.options.all()),
        title=require_text(title, _("Ange alternativet.")),
        description=description.strip(),
        proposed_by=party,
    )
    steps.create(option, by=by, today=today, issue=issue.title)
    return option


def may_edit_option(option: Option, actor: Any) -> bool:
    """The party that proposed it, or the office when nobody did; in the State's own issues the State."""
    issue = option.issue
    if issue.state_only:
        return may_add_option(issue, actor)
    if option.proposed_by is not None:
        return permissions.may_speak_for(option.proposed_by, actor)
    return permissions.may_assist(issue.negotiation, actor)


@transaction.atomic
def edit_option(option: Option, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None) -> Option:
    """Change the words of an option while it is negotiated."""
    held = hold(option.issue.negotiation)
    require_right(option, by, may_edit_option, _("den som föreslog alternativet"))
    require_state(held, WRITTEN_IN, _("ändra ett alternativ"))
    require_words_free(held, lambda each: option.pk in each.chosen.values(), _("Alternativet ”%s”") % option)
    wanted = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    edited: Option = steps.edit(option, by=by, today=today, version=version, changes=wanted).subject
    return edited


@transaction.atomic
def decide_state_issue(issue: Issue, *, option: Option, by: Any, today: date, version: int | None = None) -> Issue:
    """Let the State choose in an issue that is its alone; from then on a package may take that option alone (N-18).

    The State is not refused what it decides alone: packages that take another option hold no longer.
    """
    held = hold(issue.negotiation)
    state = held.parties.present().with_organisation().filter(is_state=True).first()
    if not issue.state_only or option.issue_id != issue.pk or state is None:
        raise refuse(
            _("Staten väljer ensam bara i sina egna frågor, och bland deras alternativ."),
            citations.STATE_DECIDES,
            mended_by=_("parterna: välj alternativ i ett paket"),
        )
    require_right(state, by, permissions.may_speak_for, permissions.WHO_SPEAKS_FOR_STATE)
    require_state(held, WRITTEN_IN, _("välja i statens egna frågor"))
    if not by.is_system:
        require_mandate(state, by, today, option_ids=[option.pk])
    changes = {"decided_option": option, "decided_on": today}
    event = steps.edit(issue, by=by, today=today, version=version, changes=changes, kind="decide")
    decided: Issue = event.subject
    reason = _("Staten har bestämt ”%(option)s” i fråga %(issue)s. Paketet har ett annat alternativ.") % {
        "option": option,
        "issue": issue,
    }
    end_standing(held, lambda each: each.chosen.get(issue.pk) not in (None, option.pk), reason, by=by, today=today)
    return decided


def why_kept(issue: Issue | None, options: list[Option]) -> list[str]:
    """Why an issue (or none) and some options cannot be taken away: somebody has said something of them."""
    keys = tuple(each.pk for each in options)
    found = []
    if Issue.objects.filter(decided_option__in=keys).exists():
        found.append(_("Staten har bestämt alternativet."))
    limits = MandateLimit.objects.filter(option__in=keys).select_related("party__principal__organisation")
    if names := sorted({each.party.name for each in limits}):
        found.append(_("Det ligger utanför mandatet för %s.") % join_swedish(names))
    if issue is not None and issue.decisions.exists():
        found.append(_("Ett beslut under förhandlingen gäller frågan."))
    return [*found, *registry.uses_of(issue, keys)]


def require_unused(issue: Issue | None, options: list[Option]) -> None:
    """Refuse to take away what somebody has built on, with the reasons."""
    if kept := why_kept(issue, options):
        raise refuse(
            " ".join(kept),
            citations.STANDS_STILL,
            mended_by=_("de som har använt det: ta bort det där först"),
            title=_("Frågan är använd") if issue is not None else _("Alternativet är använt"),
        )


@transaction.atomic
def remove_option(option: Option, *, by: Any, today: date) -> None:
    """Take an option away (ta bort) that nobody has valued, limited, chosen or put in a package."""
    held = hold(option.issue.negotiation)
    require_right(option, by, may_edit_option, _("den som föreslog alternativet"))
    require_state(held, WRITTEN_IN, _("ta bort ett alternativ"))
    require_unused(None, [option])
    remove(option, by=by, today=today, issue=option.issue.title, title=option.title)


@transaction.atomic
def remove_issue(issue: Issue, *, by: Any, today: date) -> None:
    """Take an issue away (ta bort) with its options, when nobody has built on it."""
    held = hold(issue.negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, WRITTEN_IN, _("ta bort en fråga"))
    options = list(issue.options.select_related("issue__negotiation"))
    require_unused(issue, options)
    for each in options:
        remove(each, by=by, today=today, issue=issue.title, title=each.title)
    remove(issue, by=by, today=today, title=issue.title)


@transaction.atomic
def limit_mandate(party: Party, *, option: Option, reason: str, by: Any, today: date) -> MandateLimit:
    """Tell that an option lies outside one's own party's mandate, and why.

    What the party has consented to with that option in it holds no longer: the consent rested on the mandate.
    """
    held = hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(held, (*WRITTEN_IN, S.AGREEING), _("ange en gräns för mandatet"))
    if option.issue.negotiation_id != held.pk:
        message = "Alternativet hör till en annan förhandling."
        raise ValueError(message)
    limit = MandateLimit(
        party=party,
        option=option,
        reason=require_text(reason, _("Ange skälet.")),
        told_on=today,
    )
    steps.create(limit, by=by, today=today, option=option.title)
    reason = _("%(party)s har angett att ”%(option)s” i fråga %(issue)s ligger utanför partens mandat.") % {
        "party": party,
        "option": option,
        "issue": option.issue,
    }

    def rests_on_it(each: Standing) -> bool:
        """Whether the party has said yes to something with the option in it."""
        return option.pk in each.chosen.values() and party.pk in each.consenting

    end_standing(held, rests_on_it, reason, by=by, today=today)
    return limit


@transaction.atomic
def lift_limit(limit: MandateLimit, *, by: Any, today: date) -> None:
    """Tell that an option lies within the mandate after all."""
    held = hold(limit.party.negotiation)
    require_right(limit.party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(held, (*WRITTEN_IN, S.AGREEING), _("ta bort en gräns för mandatet"))
    remove(limit, by=by, today=today, option=limit.option.title)
