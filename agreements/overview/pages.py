"""What anybody may read of negotiations and agreements, without signing in.

Only what is marked as public: no names of persons, no valuations, no drafts, no remarks.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.commitments.models import Commitment
from agreements.commitments.pages.listing import (
    CommitmentRow,
    commitment_row,
    late_first,
    late_words,
    read_all,
)
from agreements.commitments.pages.timeline import Scale
from agreements.commitments.states import OPEN, CommitmentState
from agreements.negotiations.models import Negotiation, Party
from agreements.negotiations.pages.room import Phase, phases_of
from agreements.texts.models import Agreement, AgreementParty
from agreements.texts.pages.public import public_agreement
from governance.lib.text import capitalise, count, count_in_words, join_swedish
from governance.workflow.together import hand_out, read_together


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A negotiation or an agreement in the public list."""

    title: str
    note: str
    url: str
    tone: str
    state: str
    since: date | None
    parties: str


def names_of(rows: Any) -> str:
    """The parties by name."""
    return join_swedish([each.principal.organisation.name for each in rows])


def public_rows() -> tuple[list[PublicRow], list[PublicRow]]:
    """Every public negotiation, and every public agreement that holds or has held, newest first; one question."""
    talks, agreements = Negotiation.objects.public(), Agreement.objects.public()
    along = "principal__organisation"
    found, there, held, bound = read_together(
        [
            talks.select_related("partnership").order_by("-pk"),
            Party.objects.present().filter(negotiation__in=talks.order_by()).select_related(along),
            agreements.select_related("partnership").order_by("-in_force_on", "-pk"),
            AgreementParty.objects.filter(agreement__in=agreements.order_by()).select_related(along),
        ]
    )
    hand_out(found, "parties", there, by="negotiation_id")
    hand_out(held, "parties", bound, by="agreement_id")
    return negotiation_rows(found), agreement_rows(held)


def negotiation_rows(found: list[Negotiation]) -> list[PublicRow]:
    """Negotiations with the parties that take part, as rows."""
    return [
        PublicRow(
            title=each.title,
            note=f"{each.number}, {each.partnership.name}",
            url=reverse("public:negotiation", args=[each.pk]),
            tone=str(each.situations[each.state].tone),
            state=str(each.get_state_display()),
            since=each.state_since,
            parties=names_of(each.parties.all()),
        )
        for each in found
    ]


def agreement_rows(found: list[Agreement]) -> list[PublicRow]:
    """Agreements with their parties, as rows."""
    return [
        PublicRow(
            title=each.title,
            note=f"{each.get_kind_display()} {each.number}, {each.partnership.name}",
            url=reverse("public:agreement", args=[each.pk]),
            tone=str(each.situations[each.state].tone),
            state=str(each.get_state_display()),
            since=each.in_force_on,
            parties=names_of(each.parties.all()),
        )
        for each in found
    ]


def list_lead(negotiations: list[PublicRow], agreements: list[PublicRow]) -> str:
    """How much there is to read, in a sentence."""
    if not negotiations and not agreements:
        return _("Här visas förhandlingar och avtal som parterna har gjort öppna för alla.")
    counts = (
        count_in_words(len(negotiations), _("förhandling"), _("förhandlingar")) if negotiations else "",
        count_in_words(len(agreements), _("avtal"), _("avtal"), neuter=True) if agreements else "",
    )
    told = join_swedish([each for each in counts if each])
    if len(negotiations) + len(agreements) > 1:
        return capitalise(_("%s är öppna för alla.") % told)
    return capitalise(_("%s är öppen för alla.") % told if negotiations else _("%s är öppet för alla.") % told)


def find_negotiation(pk: int) -> Negotiation:
    """A public negotiation. Raises Http404 for one that is not."""
    found = Negotiation.objects.public().select_related("partnership").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def negotiation_page(negotiation: Negotiation, today: date) -> dict[str, Any]:
    """Directive, parties, phases, issues and what has been decided at sessions."""
    phases: tuple[Phase, ...] = phases_of(negotiation, today)
    parties, issues, milestones, decisions, agreements = read_together(
        [
            negotiation.parties.present().with_organisation().order_by("order"),
            negotiation.issues.order_by("number"),
            negotiation.milestones.order_by("planned_on"),
            negotiation.decisions.select_related("session").order_by("-session__held_on", "number"),
            Agreement.objects.public().filter(negotiation=negotiation).order_by("-in_force_on"),
        ]
    )
    situation = negotiation.situations[negotiation.state]
    return {
        "negotiation": negotiation,
        "partnership": negotiation.partnership,
        "phases": phases,
        "parties": parties,
        "issues": issues,
        "milestones": milestones,
        "decisions": decisions,
        "agreements": agreements,
        "state": negotiation.get_state_display(),
        "turn": capitalise(str(situation.turn)),
        "turn_note": str(situation.asked),
        "due": next((each.planned_on for each in milestones if each.done_on is None), None),
    }


def find_agreement(pk: int) -> Agreement:
    """A public agreement that holds or has held. Raises Http404 for any other."""
    found = Agreement.objects.public().select_related("partnership", "agreed_version", "parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def agreement_page(agreement: Agreement, today: date) -> dict[str, Any]:
    """The text that holds, and how far its commitments have come."""
    shown = public_agreement(agreement)
    if shown is None:
        raise Http404
    commitments = [each for each in read_all(agreement) if each.state in (*OPEN, CommitmentState.REALISED)]
    commitments.sort(key=lambda each: late_first(each, today))
    scale = Scale.of(commitments, today)
    rows: list[CommitmentRow] = [
        commitment_row(each, scale, None, slug=agreement.partnership.slug, today=today) for each in commitments
    ]
    return {
        "agreement": agreement,
        "partnership": agreement.partnership,
        "lead": agreement_lead(shown.parties, commitments, today),
        "rows": rows,
        "scale": scale,
        "shown": shown,
        "due": min((each.due_on for each in commitments if each.state in OPEN and each.due_on), default=None),
        "turn": join_swedish(turns(commitments)) or _("Ingen"),
        "amendments": list(Agreement.objects.public().filter(parent=agreement).order_by("in_force_on")),
        **shown.reading,
    }


def turns(commitments: list[Commitment]) -> list[str]:
    """Whose open commitments there are, by name."""
    still = [each for each in commitments if each.state in OPEN]
    return list(dict.fromkeys(str(each.principal.organisation.short_name) for each in still))


def agreement_lead(parties: tuple[str, ...], commitments: list[Commitment], today: date) -> str:
    """Between whom, and how much is done, in two sentences."""
    told = _("Ett avtal mellan %s.") % join_swedish(list(parties))
    if not commitments:
        return told
    done = sum(each.state == CommitmentState.REALISED for each in commitments)
    late = sum(each.is_late(today) for each in commitments)
    words = _("%(done)s av %(all)s är uppfyllda.") % {
        "done": done or _("Inget"),
        "all": count(len(commitments), _("åtagande"), _("åtaganden")),
    }
    if not done:
        words = _("Inget av %s är uppfyllt.") % count(len(commitments), _("åtagande"), _("åtaganden"))
    return f"{told} {words} {late_words(late)}"
