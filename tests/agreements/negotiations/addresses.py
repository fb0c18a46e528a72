"""An example of every address of the negotiations in a partnership, for those who try the walls."""

from collections.abc import Iterator
from typing import Any

from agreements.negotiations.models import ConflictOfInterest, MandateLimit, Negotiation, Option
from agreements.negotiations.states import Gate
from governance.organisations.models import Mandate, Partnership
from governance.workflow.steps import steps_of

Keys = dict[str, Any]
OF_PARTNERSHIP = ("list", "new")
OF_NEGOTIATION = (
    "room",
    "remind",
    "directive",
    "directive_edit",
    "frame",
    "publish",
    "parties",
    "party_new",
    "issues",
    "issue_new",
    "sessions",
    "session_new",
    "notices",
    "notice_new",
    "timetable",
    "milestone_new",
    "checklist",
    "negotiators",
    "negotiator_new",
    "precedents",
    "precedent_new",
)
OF_PARTY = ("party", "party_edit", "party_leave", "finances", "read", "mandate_new")
OF_GATE = ("gate", "gate_wait", "gate_withdraw")


def examples(partnership: Partnership) -> Iterator[tuple[str, Keys]]:
    """The name of each page with keys to ask it with: a negotiation in each state, and the first row of each kind."""
    home: Keys = {"slug": partnership.slug}
    for name in OF_PARTNERSHIP:
        yield f"negotiations:{name}", home
    seen: set[str] = set()
    for negotiation in Negotiation.objects.filter(partnership=partnership).order_by("pk"):
        if negotiation.state in seen:
            continue
        seen.add(negotiation.state)
        for name, keys in of_negotiation(negotiation):
            yield f"negotiations:{name}", {**home, "pk": negotiation.pk, **keys}
        yield "negotiations:find", {"kind": "negotiation", "pk": negotiation.pk}


def of_negotiation(negotiation: Negotiation) -> Iterator[tuple[str, Keys]]:
    """The pages of one negotiation."""
    for name in OF_NEGOTIATION:
        yield name, {}
    for step in steps_of(Negotiation):
        yield "step", {"name": step}
    party = negotiation.parties.with_organisation().first()
    if party is not None:
        for name in OF_PARTY:
            yield name, {"party_pk": party.pk}
        for gate in Gate:
            for name in OF_GATE:
                yield name, {"party_pk": party.pk, "number": int(gate)}
        mandate = Mandate.objects.for_party(party.principal).first()
        if mandate is not None:
            yield "mandate_revoke", {"party_pk": party.pk, "mandate_pk": mandate.pk}
    yield from of_rows(negotiation)


def of_rows(negotiation: Negotiation) -> Iterator[tuple[str, Keys]]:
    """The pages of the first row of each kind."""
    options = Option.objects.filter(issue__negotiation=negotiation)
    limits = MandateLimit.objects.filter(party__negotiation=negotiation)
    conflicts = ConflictOfInterest.objects.filter(negotiator__negotiation=negotiation)
    known = (
        (("issue", "issue_remove", "option_new", "choose"), "issue_pk", negotiation.issues.all()),
        (("choose",), "issue_pk", negotiation.issues.filter(state_only=True)),
        (("option", "option_remove", "limit"), "option_pk", options),
        (("limit_lift",), "limit_pk", limits),
        (("session", "decision_new"), "session_pk", negotiation.sessions.all()),
        (("milestone", "milestone_done", "milestone_remove"), "milestone_pk", negotiation.milestones.all()),
        (("checklist_answer",), "item_pk", negotiation.checklist.all()),
        (("negotiator_end", "declare"), "negotiator_pk", negotiation.negotiators.all()),
        (("assess",), "conflict_pk", conflicts),
        (("precedent",), "precedent_pk", negotiation.precedents.all()),
    )
    for names, key, rows in known:
        first = rows.values_list("pk", flat=True).first()
        for name in names if first is not None else ():
            yield name, {key: first}
