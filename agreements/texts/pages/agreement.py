"""An agreement's own page: may I sign, what is missing, and what changed since we last agreed."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.organisations.actors import Actor
from governance.ui.templatetags.swedish import day
from governance.workflow.guards import Act
from governance.workflow.steps import may_take, state_of, steps_of
from governance.workflow.together import hand_out

from .. import permissions, registry
from ..content import text_of
from ..models import Agreement, AgreementParty, AgreementVersion
from ..queries import latest_of, objection_of, parties_of, parties_wish, party_of, versions_of, with_texts
from ..registry import Action, Group, Turn
from ..states import ANSWERED_ON, BINDING, HAS_HELD, LEADERS, AgreementState, VersionState
from .changes import said_by, version_rows, what_changed
from .facts import facts_of, family_of
from .money import money_of
from .readiness import all_groups, who_is_left

FEWEST_PARTIES = 2
LEADS: dict[str, Any] = {
    AgreementState.DRAFT: gettext_lazy("Avtalet skrivs."),
    AgreementState.PREPARED: gettext_lazy("Avtalet är under beredning. Parterna läser texten innan den undertecknas."),
    AgreementState.READY_TO_SIGN: gettext_lazy(
        "Avtalet är klart att underteckna. Det träder i kraft när alla villkor är uppfyllda."
    ),
    AgreementState.PARTLY_SIGNED: gettext_lazy(
        "Avtalet undertecknas. Det träder i kraft först när alla villkor är uppfyllda."
    ),
    AgreementState.AWAITING_DECISIONS: gettext_lazy(
        "Alla har undertecknat. Avtalet träder i kraft när alla villkor är uppfyllda."
    ),
    AgreementState.UNDER_AMENDMENT: gettext_lazy("Avtalet gäller. Ett tilläggsavtal är på väg."),
    AgreementState.REPLACED: gettext_lazy("Avtalet är ersatt. Texten går fortfarande att läsa."),
    AgreementState.COMPLETED: gettext_lazy("Avtalet är slutfört: allt som parterna lovade är realiserat."),
    AgreementState.TERMINATED: gettext_lazy("Avtalet har upphört i förtid."),
    AgreementState.LAPSED: gettext_lazy("Avtalet är förfallet. Det gäller inte."),
}
PEOPLES_STEPS = ("prepare", "rework", "make_ready", "complete", "terminate", "abandon")


def page_of(agreement: Agreement, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    found, *rest = registry.read_all(agreement, actor, parties_wish(agreement, versions=True))
    versions, parties = versions_of(agreement, found), parties_of(agreement, rest)
    newest = versions[0] if versions else None
    agreement.__dict__["newest_version"] = newest
    hand_out([agreement], "parties", parties, by="agreement_id")
    mine = party_of(parties, actor, agreement.partnership_id)
    may_write = permissions.may_write(agreement, actor)
    frozen = next((each for each in versions if each.state == VersionState.FROZEN), None)
    changed = what_changed(agreement, versions, frozen, mine)
    agreed = next((each for each in versions if each.pk == agreement.agreed_version_id), None)
    groups = all_groups(agreement, newest, parties, actor=actor, today=today, may_write=may_write)
    items = [item for group in groups for item in group.items]
    read = agreed or frozen or newest
    actions = all_actions(agreement, newest, frozen, parties, read, actor=actor, today=today)
    return {
        "agreement": agreement,
        "eyebrow": _("%(agreement)s · version %(number)s") % {"agreement": agreement, "number": newest.number}
        if newest
        else str(agreement),
        "newest": newest,
        "frozen": frozen,
        "parties": parties,
        "mine": mine,
        "situation": situation(agreement, parties, frozen, groups, actor=actor, today=today),
        "groups": list(enumerate(groups, start=1)),
        "done": sum(item.is_done for item in items),
        "asked": len(items),
        "is_over": agreement.state in HAS_HELD,
        **(
            money_of(agreement, text_of(with_texts([agreed])[agreed.pk]), today) if agreed is not None else {"plan": []}
        ),
        "may_begin_version": may_write and agreement.is_written and newest is not None and not newest.is_drafting,
        "primary": next((each for each in actions if each.primary), None),
        "actions": [each for each in actions if not each.primary],
        "changed": changed,
        "version_rows": version_rows(agreement, versions),
        "said": said_by(parties, frozen, mine) if frozen is not None and agreement.state in ANSWERED_ON else [],
        "facts": facts_of(agreement, parties),
        "family": family_of(agreement),
        "panels": registry.panels(agreement, actor, today),
        "binding": agreement.state in BINDING,
    }


# Situation -------------------------------------------------------------------------------------------------------


def situation(
    agreement: Agreement,
    parties: list[AgreementParty],
    frozen: AgreementVersion | None,
    groups: list[Group],
    *,
    actor: Actor,
    today: date,
) -> dict[str, Any]:
    """Läge, vems tur, senast; an app above may know better than the state alone."""
    told = registry.turn(agreement, actor, today) or own_turn(agreement, parties, frozen, groups, actor)
    due, label = due_of(agreement)
    return {
        "state": str(agreement.get_state_display()),
        "state_note": str(told.state_note),
        "turn": capitalise(str(told.turn)),
        "turn_note": str(told.turn_note),
        "due": told.due_on or due,
        "due_label": label,
        "lead": str(told.lead or LEADS.get(agreement.state, "")),
    }


def due_of(agreement: Agreement) -> tuple[Any, str]:
    """The day that matters where the agreement stands, and what it is: the last one, until when, or when it ended."""
    if agreement.ended_on:
        return day(agreement.ended_on), _("Avslutat")
    if agreement.state in HAS_HELD:
        last = agreement.period_until
        return (last, _("Gäller till och med")) if last else (_("Tills vidare"), _("Gäller"))
    return agreement.last_on or "", _("Senast")


def own_turn(
    agreement: Agreement,
    parties: list[AgreementParty],
    frozen: AgreementVersion | None,
    groups: list[Group],
    actor: Actor,
) -> Turn:
    """Whose turn it is, as far as the text alone knows."""
    known = agreement.situations[agreement.state]
    asked = capitalise(str(known.asked))
    if agreement.state == AgreementState.LAPSED:
        lead = f"{LEADS[AgreementState.LAPSED]} {agreement.end_reason}".strip()
        return Turn(turn=known.turn, turn_note=asked, lead=lead if lead.endswith(".") else f"{lead}.")
    if agreement.state == AgreementState.IN_FORCE:
        lead = _("Avtalet gäller sedan den %s.") % day(agreement.in_force_on)
        return Turn(turn=known.turn, turn_note=asked, lead=lead)
    if agreement.state == AgreementState.DRAFT:
        said = (LEADS[AgreementState.DRAFT], lacking(parties), what_is_missing(groups))
        return Turn(turn=known.turn, turn_note=asked, lead=" ".join(str(each) for each in said if each))
    if agreement.state not in ANSWERED_ON or frozen is None:
        return Turn(turn=known.turn, turn_note=asked)
    return answering_turn(agreement, parties, frozen, actor)


def answering_turn(agreement: Agreement, parties: list[AgreementParty], frozen: AgreementVersion, actor: Actor) -> Turn:
    """Whose turn it is while the parties may say whether they agree to the frozen text."""
    known = agreement.situations[agreement.state]
    asked = capitalise(str(known.asked))
    against = [each for each in parties if objection_of(each, frozen)]
    if agreement.state != AgreementState.PREPARED:
        return to_be_answered(against, frozen) if against else Turn(turn=known.turn, turn_note=asked)
    left = [each for each in parties if each not in against and not agrees(each, frozen)]
    lead = _("%(agreed)s av %(all)s parter har godkänt version %(number)s.") % {
        "agreed": sum(agrees(each, frozen) for each in parties),
        "all": len(parties),
        "number": frozen.number,
    }
    if against:
        told = to_be_answered(against, frozen, lead)
        if party_of(left, actor, agreement.partnership_id) is None:
            return told
        lead = str(told.lead)
    if not left:
        return Turn(turn=LEADERS, turn_note=_("Ska göra avtalet klart att underteckna"), lead=lead)
    mine = party_of(left, actor, agreement.partnership_id)
    turn = _("%s (ni)") % mine if mine is not None else str(left[0]) if len(left) == 1 else str(known.turn)
    return Turn(turn=turn, turn_note=asked, lead=f"{lead} {capitalise(who_is_left([str(each) for each in left]))}.")


def to_be_answered(against: list[AgreementParty], frozen: AgreementVersion, lead: str = "") -> Turn:
    """Those who lead have a party's objection to answer."""
    who = join_swedish([str(each) for each in against])
    said = _("%(who)s godkänner inte version %(number)s.") % {"who": who, "number": frozen.number}
    return Turn(
        turn=LEADERS,
        turn_note=_("Ska svara på invändningen från %s") % who,
        lead=f"{lead} {said}".strip(),
    )


def agrees(party: AgreementParty, version: AgreementVersion) -> bool:
    """Whether a party has agreed to this very version."""
    last = latest_of(party)
    return last is not None and last.version_of_id == version.pk


def what_is_missing(groups: list[Group]) -> str:
    """How many of the mandatory parts are missing, in a sentence."""
    missing = sum(not item.is_done for item in groups[0].items) if groups else 0
    if not missing:
        return _("Alla obligatoriska delar är klara.")
    return _("%s återstår.") % capitalise(count_in_words(missing, _("obligatorisk del"), _("obligatoriska delar")))


def lacking(parties: list[AgreementParty]) -> str:
    """That an agreement needs one party more, or two."""
    if len(parties) >= FEWEST_PARTIES:
        return ""
    return _("Det har bara en part än, %s.") % parties[0] if parties else _("Det har inga parter än.")


# What to do ------------------------------------------------------------------------------------------------------


def all_actions(
    agreement: Agreement,
    newest: AgreementVersion | None,
    frozen: AgreementVersion | None,
    parties: list[AgreementParty],
    read: AgreementVersion | None,
    *,
    actor: Actor,
    today: date,
) -> list[Action]:
    """What one may do from here; only the first that is primary keeps its filled button."""
    found = [
        *registry.actions(agreement, actor, today),
        *own_actions(agreement, newest, frozen, parties, read, actor, today),
    ]
    if lacking(parties) and permissions.may_write(agreement, actor) and agreement.is_written:
        url = reverse("agreements:parties", args=[agreement.partnership.slug, agreement.pk])
        found = [
            Action(label=_("Lägg till parter"), url=url, primary=True),
            *(each for each in found if each.url != url),
        ]
    filled = next((each for each in found if each.primary), None)
    return [
        each if each is filled or not each.primary else Action(label=each.label, url=each.url, symbol=each.symbol)
        for each in found
    ]


def own_actions(
    agreement: Agreement,
    newest: AgreementVersion | None,
    frozen: AgreementVersion | None,
    parties: list[AgreementParty],
    read: AgreementVersion | None,
    actor: Actor,
    today: date,
) -> list[Action]:
    """What this app lets one do."""
    slug, pk = agreement.partnership.slug, agreement.pk
    mine = party_of(parties, actor, agreement.partnership_id)
    found = []
    if frozen is not None and mine is not None and permissions.may_speak_for(mine, actor):
        found += answers(agreement, frozen, mine, Act(actor, today))
    writes = permissions.may_write(agreement, actor) and agreement.is_written
    steps = {name for name in PEOPLES_STEPS if starts_here(agreement, name, actor)}
    if writes and newest is not None and newest.is_drafting:
        found.append(Action(label=_("Skriv texten"), url=reverse("agreements:text", args=[slug, pk]), primary=True))
    if "make_ready" in steps:
        url = reverse("agreements:step", args=[slug, pk, "make_ready"])
        all_agree = frozen is not None and all(agrees(each, frozen) for each in parties)
        found.append(Action(label=_("Gör avtalet klart att underteckna"), url=url, primary=all_agree))
    if "prepare" in steps:
        url = reverse("agreements:step", args=[slug, pk, "prepare"])
        found.append(Action(label=_("Lämna till beredning"), url=url, primary=True))
    if read is not None and newest is not None and not (writes and newest.is_drafting):
        url = reverse("agreements:version", args=[slug, read.pk])
        found.append(Action(label=_("Läs hela texten"), url=url, symbol="file"))
    if not agreement.is_written:
        found.append(Action(label=_("Avsnitt och bilagor"), url=reverse("agreements:text", args=[slug, pk])))
    if writes:
        found.append(Action(label=_("Ändra uppgifter"), url=reverse("agreements:particulars", args=[slug, pk])))
        found.append(Action(label=_("Parter"), url=reverse("agreements:parties", args=[slug, pk])))
    if starts_here(agreement, "begin_amendment", actor):
        url = reverse("agreements:amendment", args=[slug, pk])
        found.append(Action(label=_("Börja på ett tilläggsavtal"), url=url))
    labels = {
        "rework": _("Ta tillbaka till utkast"),
        "complete": _("Slutför avtalet"),
        "terminate": _("Avsluta i förtid"),
        "abandon": _("Lägg ned"),
    }
    for name, label in labels.items():
        if name in steps:
            found.append(Action(label=label, url=reverse("agreements:step", args=[slug, pk, name])))
    return found


def answers(agreement: Agreement, frozen: AgreementVersion, mine: AgreementParty, act: Act) -> list[Action]:
    """What a party may say of the frozen text while it is not signed: that it agrees, or not and why."""
    if agreement.state not in ANSWERED_ON or agrees(mine, frozen):
        return []
    objected = objection_of(mine, frozen) is not None
    found = []
    if agreement.is_written or objected:
        url = reverse("agreements:acknowledge", args=[agreement.partnership.slug, frozen.pk])
        found.append(Action(label=_("Läs och godkänn version %s") % frozen.number, url=url, primary=not objected))
    if not objected and registry.ask("object", agreement, act) is None:
        url = reverse("agreements:object", args=[agreement.partnership.slug, frozen.pk])
        found.append(Action(label=_("Säg nej till version %s, med skäl") % frozen.number, url=url))
    return found


def starts_here(agreement: Agreement, name: str, actor: Actor) -> bool:
    """Whether the step starts where the agreement stands and this actor may take it; asks no guard."""
    step = steps_of(Agreement)[name]
    return state_of(agreement) in step.sources and may_take(agreement, step, actor)
