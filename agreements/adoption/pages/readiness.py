"""An agreement's conditions in the words of its list of what is missing, and whose turn they make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.kinds import SignOrder
from agreements.texts.models import Agreement
from agreements.texts.registry import Action, Group, Item, Reads, Turn
from agreements.texts.states import HAS_HELD, SIGNED_ON, AgreementState
from governance.decisions.models import Ruling
from governance.decisions.states import RulingState
from governance.lib.text import capitalise, count, join_swedish
from governance.organisations.actors import Actor
from governance.ui.templatetags.swedish import near, section
from governance.workflow.together import Wish

from ..models import Condition
from ..services.conditions import ORDERS, label_of, parties_of
from ..states import DECISIONS, ConditionKind, ConditionState
from ..verdict import in_time, needs_legal_force, wanted_conditions

DECISIONS_ORDER = 20
OTHERS_ORDER = 40
MOST_REASONS = 200

WORDS: dict[str, tuple[str, Any]] = {
    RulingState.NOT_STARTED: ("todo", gettext_lazy("Ej påbörjad")),
    RulingState.IN_PREPARATION: ("work", gettext_lazy("Bereds")),
    RulingState.REMITTED: ("back", gettext_lazy("Återremitterat")),
    RulingState.REJECTED: ("no", gettext_lazy("Avslaget")),
    RulingState.SENT_BACK: ("back", gettext_lazy("Sänt tillbaka")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a condition stands as shape, word and one line."""

    status: str
    words: str
    note: str = ""


def validity_url(agreement: Agreement) -> str:
    """The page of an agreement's conditions."""
    return reverse("adoption:validity", args=[agreement.partnership.slug, agreement.pk])


def conditions_asked(agreement_id: int) -> QuerySet[Condition]:
    """The agreement's conditions with parties and rulings."""
    found = Condition.objects.filter(agreement_id=agreement_id)
    return found.select_related("principal__organisation", "ruling__body", "ruling__matter")


def keep_conditions(agreement: Agreement, actor: Actor, rows: Iterable[Condition]) -> list[Condition]:
    """The conditions of an agreement whose page is shown, kept for the request."""

    def placed() -> list[Condition]:
        found = list(rows)
        for each in found:
            each.agreement = agreement
            if each.ruling is not None:
                each.ruling.matter.partnership = agreement.partnership
        return found

    return actor.recall(f"adoption.conditions.{agreement.pk}", placed)


def read_conditions(agreement: Agreement, actor: Actor) -> list[Condition]:
    """The same, read once a request."""
    return keep_conditions(agreement, actor, conditions_asked(agreement.pk))


def reads(agreement: Agreement, actor: Actor) -> Reads:
    """What the parts of the agreement's page need read."""
    wish = Wish("adoption.conditions", lambda key: [conditions_asked(key)], (agreement.pk,))
    return Reads(wish, partial(keep_conditions, agreement, actor))


def expected(agreement: Agreement, known: list[Condition]) -> list[Condition]:
    """The conditions that will follow from the parties of an agreement that is still written; nothing is saved."""
    if not agreement.is_written or any(each.kind in DECISIONS for each in known):
        return []
    principals = {each.pk: each for each in parties_of(agreement)}
    wanted = wanted_conditions((pk, each.organisation.kind) for pk, each in principals.items())
    return [
        Condition(
            agreement=agreement,
            kind=each.kind,
            principal=principals.get(each.principal_id or 0),
            label=label_of(each, principals),
            order=ORDERS[each.kind] + place,
            last_on=agreement.last_on,
        )
        for place, each in enumerate(wanted)
    ]


def title_of(condition: Condition) -> str:
    """The condition as a list names it: the body that decides, where one does."""
    if condition.kind == ConditionKind.PARTY_DECISION and condition.ruling is not None:
        return _("%(party)s, %(body)s") % {
            "party": condition.party_name,
            "body": condition.ruling.body.name[:1].lower() + condition.ruling.body.name[1:],
        }
    return condition.label


def standing_of(condition: Condition, today: date) -> Standing:
    """Where one condition stands."""
    match condition.state:
        case ConditionState.MET:
            return Standing("done", _("Klar"), met_note(condition, today))
        case ConditionState.FAILED:
            return Standing("no", _("Kan inte uppfyllas"), condition.reason)
        case ConditionState.BREACHED:
            return Standing("warn", _("Överskridet"), condition.reason)
    standing = pending_standing(condition, today)
    if condition.agreement.ended_on:
        return Standing("lock", _("Blev inte uppfyllt"), condition.reason)
    if condition.is_past(today):
        return Standing(
            "late",
            standing.words,
            " ".join(part for part in (stopped(standing.note), past_note(condition, today)) if part),
        )
    return standing


def past_note(condition: Condition, today: date) -> str:
    """When the last day was, and when the agreement falls unless what meets it is registered."""
    said = _("Sista dagen var %s.") % near(condition.last_on, today)
    if condition.is_lost(today):
        return said + " " + _("Avtalet förfaller vid nästa genomgång.")
    return said + " " + _("Avtalet förfaller %s om villkoret inte uppfylldes i tid.") % near(condition.falls_on, today)


def stopped(sentence: str) -> str:
    """A sentence with its full stop."""
    return f"{sentence}." if sentence and sentence[-1] not in ".!?" else sentence


def met_note(condition: Condition, today: date) -> str:
    """When and by what a condition was met."""
    ruling = condition.ruling
    if condition.kind in DECISIONS and ruling is not None and ruling.decided_on:
        said = _("Godkände %(day)s, %(paragraph)s") % {
            "day": near(ruling.decided_on, today),
            "paragraph": section(ruling.paragraph),
        }
        return said + (_(", laga kraft %s") % near(ruling.legal_force_on, today) if ruling.legal_force_on else "")
    return f"{condition.evidence}, {near(condition.met_on, today)}"


def pending_standing(condition: Condition, today: date) -> Standing:
    """Where a condition that is not met stands."""
    if condition.kind in DECISIONS:
        return decision_standing(condition, today)
    if condition.kind == ConditionKind.SIGNATURES:
        return Standing("todo", _("Återstår"), _("Alla parter har inte undertecknat"))
    return Standing("todo", _("Återstår"), condition.reason)


def decision_standing(condition: Condition, today: date) -> Standing:
    """Where a party's own decision stands."""
    ruling = condition.ruling
    if ruling is None:
        if condition.agreement.is_written:
            return Standing("todo", _("När texten är klar"))
        if condition.kind == ConditionKind.GOVERNMENT:
            return Standing("todo", _("Inte överlämnat"), _("Tas upp när parterna har undertecknat"))
        return Standing("todo", _("Inte överlämnat"), _("Avtalet har inte lämnats över till parten för beslut"))
    if ruling.state == RulingState.ADOPTED:
        return adopted_standing(condition, ruling, today)
    status, words = WORDS[ruling.state]
    note = ""
    if ruling.decided_on:
        note = _("%(body)s %(day)s, %(paragraph)s") % {
            "body": ruling.body.name,
            "day": near(ruling.decided_on, today),
            "paragraph": section(ruling.paragraph),
        }
        if condition.is_refused and ruling.reasons:
            note = f"{note}: {Truncator(ruling.reasons).chars(MOST_REASONS)}"
    elif ruling.next_meeting_on:
        note = _("Behandlas %s") % near(ruling.next_meeting_on, today)
    elif condition.kind == ConditionKind.GOVERNMENT and condition.agreement.state in SIGNED_ON:
        note = _("Tas upp när parterna har undertecknat")
    return Standing(status, str(words), note)


def adopted_standing(condition: Condition, ruling: Ruling, today: date) -> Standing:
    """A decision that does not count yet: it may be appealed against, or it came too late."""
    said = _("Godkände %(day)s, %(paragraph)s.") % {
        "day": near(ruling.decided_on, today),
        "paragraph": section(ruling.paragraph),
    }
    kind = condition.principal.organisation.kind if condition.principal else ""
    counts_on = ruling.legal_force_on if needs_legal_force(kind) else ruling.decided_on
    if counts_on is None:
        last = ruling.appeal_until
        if last is None:
            more = _("Anslagsdagen är inte registrerad.")
        elif last >= today:
            more = _("Kan överklagas till och med %s.") % near(last, today)
        else:
            more = _("Tiden för att överklaga gick ut %s.") % near(last, today)
        return Standing("work", _("Väntar på laga kraft"), f"{said} {more}")
    if not in_time(counts_on, condition.last_on):
        return Standing("late", _("Efter sista dagen"), said)
    return Standing("work", _("Godkänt"), said)


def item_of(condition: Condition, today: date) -> Item:
    """One condition in the agreement's list."""
    standing = standing_of(condition, today)
    url = condition.ruling.url() if condition.kind in DECISIONS and condition.ruling else ""
    return Item(
        title=title_of(condition),
        status=standing.status,
        words=standing.words,
        note=standing.note,
        url=url or validity_url(condition.agreement),
    )


def decisions_group(agreement: Agreement, actor: Actor, today: date) -> Group | None:
    """What the parties' own bodies decide."""
    known = read_conditions(agreement, actor)
    rows = [each for each in (*known, *expected(agreement, known)) if each.kind in DECISIONS]
    items = tuple(item_of(each, today) for each in sorted(rows, key=lambda each: (each.order, each.pk or 0)))
    return Group(title=_("Beslut hos parterna"), items=items, order=DECISIONS_ORDER)


def others_group(agreement: Agreement, actor: Actor, today: date) -> Group | None:
    """The cost cap and the text's own conditions; the signatures have a group of their own."""
    rows = [
        each for each in read_conditions(agreement, actor) if each.kind in (ConditionKind.COST_CAP, ConditionKind.OTHER)
    ]
    return Group(title=_("Övriga villkor"), items=tuple(item_of(each, today) for each in rows), order=OTHERS_ORDER)


def actions(agreement: Agreement, actor: Actor, today: date) -> list[Action]:
    """The way to the conditions of an agreement that holds, or has held; until then each has its line on the page."""
    if agreement.state not in HAS_HELD:
        return []
    return [Action(label=_("Villkor och kostnadstak"), url=validity_url(agreement))]


def turn(agreement: Agreement, actor: Actor, today: date) -> Turn | None:
    """Whose turn the conditions make it: the parties that have not decided, before or after the signing."""
    is_deciding = agreement.state == AgreementState.READY_TO_SIGN and agreement.sign_order == SignOrder.DECIDE_FIRST
    if agreement.state != AgreementState.AWAITING_DECISIONS and not is_deciding:
        return None
    rows = read_conditions(agreement, actor)
    kinds = (ConditionKind.PARTY_DECISION,) if is_deciding else tuple(ConditionKind)
    waiting = [each for each in rows if each.state == ConditionState.PENDING and each.kind in kinds]
    if is_deciding:
        waiting = [each for each in waiting if each.ruling is None or each.ruling.state != RulingState.ADOPTED]
    if not waiting:
        return None
    met = sum(1 for each in rows if each.is_met)
    return Turn(
        turn=capitalise(turn_of(waiting)),
        turn_note=_("Ska uppfylla det som återstår") if len(waiting) > 1 else capitalise(waiting[0].label),
        state_note=_("%(met)s av %(all)s uppfyllda") % {"met": met, "all": count(len(rows), "villkor", "villkor")},
        lead=_("Avtalet gäller när varje villkor är uppfyllt, i vilken ordning det än sker. %(left)s återstår.")
        % {"left": capitalise(count(len(waiting), "villkor", "villkor"))},
        due_on=min((each.last_on for each in waiting if each.last_on), default=None),
    )


def turn_of(waiting: list[Condition]) -> str:
    """Whose turn it is, by name while there are few."""
    names = list(dict.fromkeys(each.party_name for each in waiting if each.principal is not None))
    if not names:
        return _("den som leder avtalet")
    return join_swedish(names) if len(names) <= 3 else count(len(names), _("part"), _("parter"))
