"""What is done with matters and rulings. Every act locks the matter first, so that the last two principals to decide
at the same moment do not both believe that the other one is missing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM, Actor
from governance.audit.models import Event
from governance.organisations.models import Body, Partnership, Principal
from governance.workflow.refusals import Refusal, Refused
from governance.workflow.steps import create, lock, perform

from . import citations
from .corrections import STEPS, correct_ruling, kind_of, note_legal_force, note_received
from .models import Matter, Route, Ruling, bare_paragraph
from .notices import inform_principals, remind_principals
from .outcomes import settle_matter
from .queries import Tally, matter_for, tally
from .routes import ROUTES, Stage
from .states import RulingState

__all__ = [
    "Tally",
    "answer_return",
    "correct_ruling",
    "ensure_routes",
    "hand_over",
    "matter_for",
    "note_legal_force",
    "note_received",
    "open_matter",
    "plan_meeting",
    "register_ruling",
    "remind_principals",
    "tally",
    "withdraw_matter",
]


def ensure_routes(partnership: Partnership) -> list[Route]:
    """Write the routes that a partnership of this kind begins with; those that exist stay as they are."""
    shipped = ROUTES.get(partnership.kind, ())
    if not shipped:
        return []
    known = {(route.code, route.version): route for route in Route.objects.filter(partnership=partnership)}
    for row in shipped:
        key = (row["code"], row["version"])
        if key not in known:
            known[key] = Route.objects.create(partnership=partnership, **row)
    return list(known.values())


def body_of_stage(partnership: Partnership, stage: Stage) -> Body:
    """The partnership's body for a stage. Raises Refused where the partnership has none."""
    kind = stage["body"]["kind"] if stage["body"] else ""
    found = Body.objects.filter(partnership=partnership, kind=kind).order_by("pk").first()
    if found is None:
        sentence = _("Partnerskapet saknar organet %s.") % stage["name"]
        raise Refused([Refusal(sentence, citations.ROUTE, mended_by=_("partnerskapets administratör"))])
    return found


@transaction.atomic
def open_matter(
    *,
    partnership: Partnership,
    route: Route,
    title: str,
    subject: models.Model,
    by: Actor,
    today: date,
    decide_by: date | None = None,
    principals: Iterable[Principal] | None = None,
) -> Matter:
    """Put a subject on a route (öppna ärende), with a ruling for each body on the way.

    `principals` names those that are asked: always where the route asks named ones, and where it asks all, when all are
    others than on the day of the handover. Without a body on the way it is ready.
    """
    named = list(principals or ())
    matter = Matter(
        partnership=partnership,
        route=route,
        title=title,
        subject_type=subject._meta.label_lower,
        subject_key=str(subject.pk),
        opened_on=today,
        decide_by=decide_by,
    )
    create(matter, by=by, today=today, kind="open", route=str(route), principals=[str(each) for each in named])
    matter.named.set(named)
    for stage in route.trunk:
        body = body_of_stage(partnership, stage)
        create(Ruling(matter=matter, stage=stage["key"], body=body, kind=stage["kind"]), by=by, today=today)
    if not route.trunk and route.principal_stage:
        ready: Matter = perform(matter, "become_ready", by=SYSTEM, today=today).subject
        return ready
    return matter


@transaction.atomic
def register_ruling(  # noqa: PLR0913 -- a decision has that many facts
    ruling: Ruling,
    *,
    outcome: str,
    decided_on: date | None,
    paragraph: str,
    by: Actor,
    today: date,
    version: int | None = None,
    diary_number: str = "",
    minutes: str = "",
    announced_on: date | None = None,
    appeal_until: date | None = None,
    legal_force_on: date | None = None,
    reasons: str = "",
) -> Event:
    """Register what a body or a principal decided (registrera beslut), and let the matter follow."""
    lock(ruling.matter)
    event = perform(
        ruling,
        STEPS[RulingState(outcome)],
        by=by,
        today=today,
        version=version,
        occurred_on=decided_on,
        decided_on=decided_on,
        paragraph=paragraph,
        diary_number=diary_number,
        minutes=minutes,
        announced_on=announced_on,
        appeal_until=appeal_until,
        legal_force_on=legal_force_on,
        reasons=reasons,
        **kind_of(ruling, outcome),
    )
    settle_matter(event.subject, today=today)
    return event


@transaction.atomic
def plan_meeting(
    ruling: Ruling,
    *,
    next_meeting_on: date | None,
    by: Actor,
    today: date,
    version: int | None = None,
    diary_number: str = "",
    preparation: str = "",
) -> Event:
    """Name the meeting that will treat the matter (ange sammanträde)."""
    return perform(
        ruling,
        "plan",
        by=by,
        today=today,
        version=version,
        next_meeting_on=next_meeting_on,
        diary_number=diary_number.strip(),
        preparation=preparation.strip(),
    )


@transaction.atomic
def hand_over(
    matter: Matter, *, by: Any, today: date, occurred_on: date | None = None, version: int | None = None
) -> Event:
    """Put the matter before the principals (lämna över): one ruling each, and the bodies that advise a branch."""
    event = perform(
        matter,
        "hand_over",
        by=by,
        today=today,
        version=version,
        occurred_on=occurred_on,
        handed_over_on=occurred_on or today,
        to=str(matter.words.the_many),
    )
    held: Matter = event.subject
    asked = held.principals_to_ask(today)
    bodies, stage = held.deciding_bodies_of(asked), held.route.principal_stage
    for branch in dict.fromkeys(each.group for each in asked):
        for step in (each for each in held.route.branch(branch) if each["body"]):
            body = body_of_stage(held.partnership, step)
            create(Ruling(matter=held, stage=step["key"], body=body, kind=step["kind"]), by=by, today=today)
    if stage is not None:
        for principal in asked:
            body = bodies[principal.organisation_id]
            row = Ruling(matter=held, stage=stage["key"], body=body, principal=principal, kind=stage["kind"])
            create(row, by=by, today=today)
    inform_principals(held, held.principals_to_inform(today), by=by, today=today)
    held.__dict__.pop("current_rulings", None)
    held.follower.handed_over(held, today=today)
    return event


@transaction.atomic
def answer_return(
    matter: Matter,
    ruling: Ruling,
    *,
    answer: str,
    by: Actor,
    today: date,
    decided_on: date | None,
    paragraph: str = "",
    version: int | None = None,
) -> Event:
    """Answer a rejection or a return (svara på skälen): the old round stays as it is, a new one begins.

    The answer is an act of the body that put the proposal forward: `decided_on` and `paragraph` tell where it is found.
    """
    lock(matter)
    event = perform(
        ruling,
        "give_answer",
        by=by,
        today=today,
        version=version,
        occurred_on=decided_on,
        answer=answer,
        decided_on=decided_on,
        paragraph=bare_paragraph(paragraph),
    )
    old: Ruling = event.subject
    new = Ruling(
        matter=old.matter,
        stage=old.stage,
        body=old.body,
        principal=old.principal,
        kind=old.kind,
        round=old.round + 1,
        diary_number=old.diary_number,
        received_on=today if old.principal_id else None,
    )
    create(new, by=by, today=today, kind="new_round", answers=old.pk)
    settle_matter(new, today=today, resumed=True)
    return event


@transaction.atomic
def withdraw_matter(matter: Matter, *, reason: str, by: Any, today: date, version: int | None = None) -> Event:
    """End the matter without a decision (dra tillbaka); what was decided stays on record."""
    event = perform(matter, "withdraw", by=by, today=today, version=version, reason=reason.strip())
    event.subject.follower.withdrawn(event.subject, today=today)
    return event
