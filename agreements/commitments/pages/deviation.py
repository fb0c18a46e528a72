"""A deviation: what has happened, what each party has answered, and whose turn it is."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.text import capitalise, count, join_swedish
from governance.organisations.actors import Actor
from governance.organisations.happenings import happenings_about
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, keep, kr

from .. import permissions
from ..minuted import taken_up
from ..models import Deviation
from ..states import OPEN_DEVIATION, Answer, DeviationState, Proposal
from ..words import done_words
from .commitment import Action

State = DeviationState


def page_of(deviation: Deviation, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    commitment = deviation.commitment
    mine = actor.principal_in(deviation.partnership_id)
    answers = {each.principal_id: each for each in deviation.answers.all()}
    parties = list(commitment.agreement.parties.select_related("principal__organisation").order_by("order", "pk"))
    rows = [
        {
            "name": each.principal.organisation.name,
            "answer": answers.get(each.principal_id),
            "status": status_of(answers.get(each.principal_id)),
            "is_mine": mine is not None and mine.pk == each.principal_id,
        }
        for each in parties
    ]
    missing = [str(each.principal.organisation.short_name) for each in parties if each.principal_id not in answers]
    situation = deviation.situations[deviation.state]
    is_party = any(row["is_mine"] for row in rows) and actor.sits_as(*permissions.SPEAKERS)
    waits_for = deviation.state == State.WITH_PARTIES
    return {
        "deviation": deviation,
        "situation": situation,
        **turn_of(deviation, missing),
        "due": deviation.answer_by if waits_for and missing else None,
        "lead": lead_of(deviation, rows),
        "rows": rows if deviation.proposal else [],
        "proposal": deviation.get_proposal_display() if deviation.proposal else "",
        "facts": facts_of(deviation),
        "actions": actions_of(deviation, actor, rows, is_party=is_party),
        "amendment_url": amendment_url(deviation),
        "events": happenings_about(deviation),
    }


def status_of(answer: Any) -> tuple[str, str]:
    """An answer as a sign and a word."""
    if answer is None:
        return "todo", _("Inte svarat")
    return ("done", _("Ja")) if answer.answer == Answer.YES else ("no", _("Nej"))


def turn_of(deviation: Deviation, missing: list[str]) -> dict[str, str]:
    """Whose turn it is: those who have not answered by name, and the board's again when all have."""
    situation = deviation.situations[deviation.state]
    if deviation.state != State.WITH_PARTIES:
        return {"turn": capitalise(str(situation.turn)), "turn_note": str(situation.asked)}
    if missing:
        return {"turn": turn_words(missing), "turn_note": str(situation.asked)}
    return {"turn": _("Styrelsen"), "turn_note": _("har fått alla svar och ska gå vidare")}


def turn_words(missing: list[str]) -> str:
    """Who has not answered, by name; many are counted."""
    return join_swedish(missing) if len(missing) <= 3 else count(len(missing), "part", "parter")


def lead_of(deviation: Deviation, rows: list[dict[str, Any]]) -> str:
    """Where it stands, in a sentence."""
    if deviation.state == State.WITH_PARTIES:
        yes = sum(row["status"][0] == "done" for row in rows)
        return _("Styrelsen föreslår parterna att %(proposal)s. %(yes)s av %(all)s har svarat ja.") % {
            "proposal": deviation.get_proposal_display(),
            "yes": yes,
            "all": len(rows),
        }
    situation = deviation.situations[deviation.state]
    if not deviation.is_open:
        return f"{deviation.get_state_display()}. {capitalise(str(situation.asked))}."
    return f"{deviation.get_state_display()}. {capitalise(str(situation.turn))} {situation.asked}."


def facts_of(deviation: Deviation) -> list[Fact]:
    """What was told, where the board takes it up, and what it decided."""
    commitment = deviation.commitment
    way = reverse("commitments:commitment", args=[commitment.partnership.slug, commitment.pk])
    where = taken_up(deviation)
    found = [Fact(label=_("Åtagande"), value=str(commitment), url=way)]
    if where is not None and not deviation.paragraph:
        label = _("Beslut i styrelsen") if where.decision else _("På dagordningen")
        found.append(Fact(label=label, value=where.label, url=where.url, note=where.decision))
    told = [
        (_("Vad som har hänt"), deviation.description),
        (_("Anmäld"), day(deviation.reported_on)),
        (_("Ny bedömd dag"), day(deviation.expected_on) if deviation.expected_on else ""),
        (
            _("Ny bedömd mängd"),
            done_words(deviation.commitment, deviation.expected_value) if deviation.expected_value is not None else "",
        ),
        (_("Ny bedömd kostnad"), kr(Sek(deviation.forecast_ore)) if deviation.forecast_ore else ""),
        (_("Behandlad i styrelsen"), taken_up_words(deviation)),
        (_("Styrelsens skäl"), deviation.reason),
        (_("Avslutad"), day(deviation.closed_on) if deviation.closed_on else ""),
    ]
    minutes = {taken_up_words(deviation): where.url} if where is not None and deviation.paragraph else {}
    return [*found, *[Fact(label=label, value=value, url=minutes.get(value, "")) for label, value in told if value]]


def taken_up_words(deviation: Deviation) -> str:
    """When the board took it up, and in which paragraph."""
    return f"{day(deviation.taken_up_on)}, {keep(deviation.paragraph)}" if deviation.paragraph else ""


def amendment_url(deviation: Deviation) -> str:
    """The supplementary agreement's page."""
    if deviation.amendment_id is None:
        return ""
    return reverse("agreements:agreement", args=[deviation.commitment.partnership.slug, deviation.amendment_id])


def actions_of(deviation: Deviation, actor: Actor, rows: list[dict[str, Any]], *, is_party: bool) -> list[Action]:
    """What this actor may do now, the most important first; before all have said yes, nothing is the board's next."""
    slug = deviation.commitment.partnership.slug

    def url(name: str) -> str:
        return reverse(f"commitments:{name}", args=[slug, deviation.commitment_id, deviation.pk])

    found: list[tuple[bool, str, str]] = [
        (is_party and deviation.state == State.WITH_PARTIES, _("Svara styrelsen"), url("answer"))
    ]
    if deviation.state in OPEN_DEVIATION and permissions.may_verify(deviation.commitment, actor):
        asked = deviation.state == State.WITH_PARTIES
        found += [
            (deviation.state == State.REPORTED, _("Fråga parterna"), url("ask")),
            (asked and deviation.proposal == Proposal.RENEGOTIATE, _("Börja omförhandla"), url("renegotiate")),
            (asked and deviation.proposal == Proposal.RELEASE, _("Låt åtagandet upphöra"), url("release")),
            (True, _("Låt åtagandet fortsätta"), url("carry_on")),
        ]
    yes = all(row["status"][0] == "done" for row in rows)
    refused = any(row["status"][0] == "no" for row in rows)
    ready = {
        url("answer"): True,
        url("ask"): True,
        url("renegotiate"): yes,
        url("release"): yes,
        url("carry_on"): refused,
    }
    still = [Action(label=label, url=way, primary=ready[way]) for is_open, label, way in found if is_open]
    return sorted(still, key=lambda each: not each.primary)
