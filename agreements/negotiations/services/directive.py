"""Acts on the negotiation itself: its directive, its financial frame, and its steps."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import checklists, citations, permissions
from ..models import ChecklistItem, Negotiation, Precedent
from ..states import Gate, NegotiationState
from .common import hold, require_state, require_text, tell_parties
from .gates import lapse_confirmations

S = NegotiationState
GATES_OF_FIELD: dict[str, tuple[Gate, ...]] = {
    "purpose": (Gate.PURPOSE, Gate.DIRECTIVE),
    "scope": (Gate.PURPOSE, Gate.DIRECTIVE),
    "delimitations": (Gate.DELIMITATIONS, Gate.DIRECTIVE),
    "possible_outcomes": (Gate.DELIMITATIONS, Gate.DIRECTIVE),
    "approach": (Gate.TYPE,),
    "directive_reference": (Gate.DIRECTIVE,),
    "directive_decided_on": (Gate.DIRECTIVE,),
}
"""Which gates must be confirmed anew when a part of the directive changes."""


@transaction.atomic
def register_negotiation(*, partnership: Partnership, title: str, by: Any, today: date, **facts: Any) -> Negotiation:
    """Propose a negotiation with what is known of its directive, and lay out the checklists of its phases (N-27)."""
    negotiation = Negotiation(
        partnership=partnership,
        number=facts.pop("number", "") or next_free_number(partnership, today.year),
        title=require_text(title, _("Ange vad förhandlingen gäller.")),
        state_since=today,
        **stored(facts),
    )
    require_right(negotiation, by, permissions.may_propose, permissions.WHO_PROPOSES)
    steps.create(negotiation, by=by, today=today)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(negotiation=negotiation, phase=phase, number=number, text=text)
        for number, (phase, text) in enumerate(checklists.FACTORS, start=1)
    )
    Precedent.objects.bulk_create(
        Precedent(negotiation=negotiation, **precedent) for precedent in checklists.PRECEDENTS
    )
    return negotiation


def stored(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the columns hold them: amounts as whole öre, texts without space around."""
    amounts = {"frame": "frame_ore", "own_cost": "own_cost_ore"}
    return {amounts.get(name, name): as_stored(value) for name, value in facts.items()}


def as_stored(value: Any) -> Any:
    """One fact as its column holds it."""
    if isinstance(value, Sek):
        return value.ore
    return value.strip() if isinstance(value, str) else value


def next_free_number(partnership: Partnership, year: int) -> str:
    """The next number of the year: 2026:1, 2026:2."""
    taken = set(Negotiation.objects.filter(partnership=partnership).values_list("number", flat=True))
    return next(f"{year}:{n}" for n in range(1, len(taken) + 2) if f"{year}:{n}" not in taken)


@transaction.atomic
def edit_directive(
    negotiation: Negotiation, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None
) -> Negotiation:
    """Change the directive before the negotiation begins; what the parties had confirmed of it is asked anew."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_propose, permissions.WHO_PROPOSES)
    require_state(held, (S.PROPOSED, S.INITIATING), _("ändra direktivet"))
    wanted = stored(changes)
    touched = {gate for name in wanted if getattr(held, name) != wanted[name] for gate in GATES_OF_FIELD.get(name, ())}
    if held.state == S.INITIATING and touched:
        wanted["directive_edition"] = held.directive_edition + 1
    edited: Negotiation = steps.edit(held, by=by, today=today, version=version, changes=wanted).subject
    if held.state == S.INITIATING and touched:
        asked = lapse_confirmations(edited, sorted(touched), by=by, today=today)
        gates = ", ".join(str(int(gate)) for gate in sorted(touched))
        words = _("Direktivet har ändrats. Grind %s ska bekräftas på nytt.") if asked else _("Direktivet har ändrats.")
        tell_parties(edited, words % gates if asked else words, by=by, today=today)
    return edited


@transaction.atomic
def set_frame(
    negotiation: Negotiation, *, frame: Sek, note: str = "", by: Any, today: date, version: int | None = None
) -> Negotiation:
    """State the financial frame that the parties negotiate within (N-13), and let every party know."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, (S.PROPOSED, S.INITIATING, S.NEGOTIATING), _("ändra den ekonomiska ramen"))
    changes = {"frame_ore": frame.ore, "frame_note": note.strip()}
    known = held.frame_ore
    edited: Negotiation = steps.edit(
        held, by=by, today=today, version=version, changes=changes, kind="set_frame"
    ).subject
    if known != frame.ore:
        tell_parties(edited, _("Den ekonomiska ramen är %s kr.") % frame.kronor(), by=by, today=today)
    return edited


@transaction.atomic
def publish_negotiation(
    negotiation: Negotiation, *, is_public: bool, by: Any, today: date, version: int | None = None
) -> Negotiation:
    """Let anybody read of the negotiation, or no longer."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_lead, permissions.WHO_LEADS)
    changes = {"is_public": is_public}
    edited: Negotiation = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    return edited


STEP_NEWS = {
    "initiate": _("Förhandlingen initieras. Läs direktivet och bekräfta de fem grindarna."),
    "begin_negotiating": _("Alla grindar är klara. Förhandlingen har börjat."),
    "reopen_initiation": _("Förhandlingen går tillbaka till att initieras: %s"),
    "begin_agreeing": _("Parterna börjar skriva avtal."),
    "reopen_negotiating": _("Parterna förhandlar på nytt: %s"),
    "implement": _("Det som är avtalat genomförs nu."),
    "conclude": _("Förhandlingen är avslutad. Alla åtaganden är uppfyllda."),
    "pause": _("Förhandlingen är pausad: %s"),
    "resume_initiating": _("Förhandlingen är återupptagen."),
    "resume_negotiating": _("Förhandlingen är återupptagen."),
    "resume_agreeing": _("Förhandlingen är återupptagen."),
    "resume_implementing": _("Förhandlingen är återupptagen."),
    "abort": _("Förhandlingen är avbruten: %s"),
}


@transaction.atomic
def take_step(
    negotiation: Negotiation, name: str, *, by: Any, today: date, version: int | None = None, **details: Any
) -> Negotiation:
    """Take a step of the negotiation, and let every party know of it in the same transaction (N-20)."""
    moved: Negotiation = steps.perform(negotiation, name, by=by, today=today, version=version, **details).subject
    words = str(STEP_NEWS[name])
    tell_parties(moved, words % details.get("reason", "") if "%s" in words else words, by=by, today=today)
    return moved


def resume(negotiation: Negotiation, *, by: Any, today: date, version: int | None = None) -> Negotiation:
    """Let a paused negotiation go on where it stood."""
    if not negotiation.resumes_to:
        raise refuse(_("Förhandlingen är inte pausad."), citations.PHASES_IN_ORDER, mended_by=_("ingen"))
    return take_step(negotiation, f"resume_{negotiation.resumes_to}", by=by, today=today, version=version)
