"""How an agreement comes to hold, is amended and ends; what follows for its parent and its amendments.

Apps above call these rather than the steps themselves: what follows belongs to the same transaction.
"""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require_right
from governance.workflow.steps import lock

from .. import citations, permissions, registry
from ..kinds import AgreementKind, AnnexLife
from ..models import Agreement, Annex, AnnexIssue
from ..states import BINDING, UNDER_WAY, AgreementState
from .common import copy_of
from .drafting import FIRST, place_party
from .versions import copy_version, freeze, number_after
from .writing import settle_issue

COPIED = ("negotiation", "detail_level", "period_from", "period_until", "sign_order", "legal_basis", "is_public")
CARRIED = ("detail_level", "legal_basis", "period_from", "period_until")
"""What an amendment may change of its agreement's particulars; the others say which document it is, and how it came
to hold (docs/decisions/2026-11-28-amended-text.md)."""


def take(
    agreement: Agreement, name: str, *, by: Any, today: date, version: int | None = None, **details: Any
) -> Agreement:
    """Take a step, and let those who follow it act in the same transaction."""
    with transaction.atomic():
        held: Agreement = steps.perform(agreement, name, by=by, today=today, version=version, **details).subject
        registry.tell_followers(name, held, by=by, today=today)
    return held


def prepare_agreement(agreement: Agreement, *, by: Any, today: date, version: int | None = None) -> Agreement:
    """Put the draft before the parties (bereda)."""
    return take(agreement, "prepare", by=by, today=today, version=version)


def rework_agreement(
    agreement: Agreement, *, by: Any, today: date, reason: str = "", version: int | None = None
) -> Agreement:
    """Take the agreement back to be written anew."""
    return take(agreement, "rework", by=by, today=today, version=version, reason=reason)


def make_ready(agreement: Agreement, *, by: Any, today: date, version: int | None = None) -> Agreement:
    """Say that the frozen text is the one to sign (AG-1, AG-2)."""
    return take(agreement, "make_ready", by=by, today=today, version=version)


def begin_signing(agreement: Agreement, *, by: Any, today: date) -> Agreement:
    """The first party has signed."""
    return take(agreement, "begin_signing", by=by, today=today)


def note_all_signed(agreement: Agreement, *, by: Any, today: date) -> Agreement:
    """Every party has signed (AG-6)."""
    return take(agreement, "note_all_signed", by=by, today=today)


def stop_signing(agreement: Agreement, *, reason: str, by: Any, today: date) -> Agreement:
    """The round was rejected or withdrawn; the text goes back to be written."""
    return take(agreement, "stop_signing", by=by, today=today, reason=reason)


def sign_anew(agreement: Agreement, *, by: Any, today: date) -> Agreement:
    """A signatory was replaced: the same text is signed from the beginning."""
    return take(agreement, "sign_anew", by=by, today=today)


@transaction.atomic
def bring_into_force(agreement: Agreement, *, by: Any, today: date, on: date | None = None) -> Agreement:
    """Let an agreement hold; what it amends or succeeds follows in the same transaction (träda i kraft)."""
    held: Agreement = steps.perform(agreement, "bring_into_force", by=by, today=today, on=on).subject
    if held.is_amendment and held.parent is not None:
        adopt_amendment(held.parent, held, today=today)
    if held.supersedes is not None:
        succeed(held.supersedes, held, today=today, on=on or today)
    registry.tell_followers("bring_into_force", held, by=by, today=today)
    return held


def adopt_amendment(parent: Agreement, amendment: Agreement, *, today: date) -> Agreement:
    """The amended text is the parent's own from now on; the old version stays readable."""
    held: Agreement = lock(parent)
    source: Any = amendment.agreed_version
    before: Any = held.agreed_version
    carry_parties(amendment, held, today=today)
    carry_annexes(amendment, held, today=today)
    draft = copy_version(
        source, held, number=number_after(before, major=True), by=SYSTEM, today=today, amended_by=amendment
    )
    if changes := differing(amendment, held, CARRIED):
        held = steps.edit(held, by=SYSTEM, today=today, version=None, changes=changes).subject
        draft.agreement = held
    text = freeze(draft, by=SYSTEM, today=today, change_note=f"Ändrat genom {amendment}")
    if held.state == AgreementState.UNDER_AMENDMENT:
        return take(held, "end_amendment", by=SYSTEM, today=today, text=text)
    edited: Agreement = steps.edit(held, by=SYSTEM, today=today, version=None, changes={"agreed_version": text}).subject
    return edited


def differing(source: Any, target: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What the source says of itself that the target does not say."""
    return {name: getattr(source, name) for name in names if getattr(source, name) != getattr(target, name)}


def carry_parties(source: Agreement, target: Agreement, *, today: date) -> None:
    """Give the target the source's parties, with their roles and in their order; none is taken away."""
    theirs = {each.principal_id: each for each in target.parties.all()}
    for party in source.parties.select_related("principal__organisation"):
        mine = theirs.get(party.principal_id) or place_party(
            target, party.principal, party.role, by=SYSTEM, today=today
        )
        if changes := differing(party, mine, ("role", "order")):
            steps.edit(mine, by=SYSTEM, today=today, version=None, changes=changes)


def carry_annexes(source: Agreement, target: Agreement, *, today: date) -> None:
    """Give the target's annexes the source's title, text and life; a new issue where title or text differs."""
    theirs = {each.number: each for each in target.annexes.prefetch_related("issues")}
    for annex in source.annexes.prefetch_related("issues"):
        newest = annex.issues.first()
        text = newest.text if newest else ""
        mine = theirs.get(annex.number)
        if mine is None:
            mine = Annex(agreement=target, number=annex.number, title=annex.title, life=annex.life)
            steps.create(mine, by=SYSTEM, today=today)
        else:
            last = mine.issues.first()
            changes = differing(annex, mine, ("title", "life"))
            if changes:
                mine = steps.edit(mine, by=SYSTEM, today=today, version=None, changes=changes).subject
            if "title" not in changes and last is not None and last.text == text:
                continue
        issue = AnnexIssue(annex=mine, number=next_number(mine.issues.all(), "number"), text=text)
        steps.create(issue, by=SYSTEM, today=today)
        settle_issue(issue, reference=str(source), by=SYSTEM, today=today)


def succeed(old: Agreement, new: Agreement, *, today: date, on: date) -> None:
    """A later agreement holds in place of this one and its amendments (AG-5)."""
    held: Agreement = lock(old)
    if held.state not in BINDING:
        return
    end_amendments(held, "replace", today=today, on=on, reason=f"Ersatt av {new}")
    take(held, "replace", by=SYSTEM, today=today, on=on, reason=f"Ersatt av {new}")


def end_amendments(agreement: Agreement, name: str, *, today: date, **details: Any) -> None:
    """Let the amendments follow their agreement: those that hold end as it does, those under way lapse."""
    for each in agreement.children.amendments():
        if each.state in UNDER_WAY:
            take(each, "lapse", by=SYSTEM, today=today, reason=f"{agreement} upphörde")
        elif each.state in BINDING:
            take(each, name, by=SYSTEM, today=today, **details)


@transaction.atomic
def lapse_agreement(agreement: Agreement, *, reason: str, by: Any, today: date, on: date | None = None) -> Agreement:
    """A condition cannot be met: the agreement comes to nothing; one that it would amend goes on as it was."""
    held: Agreement = steps.perform(agreement, "lapse", by=by, today=today, reason=reason, on=on).subject
    end_amendments(held, "lapse", today=today, reason=reason)
    free_parent(held, today=today)
    registry.tell_followers("lapse", held, by=by, today=today)
    return held


@transaction.atomic
def abandon_agreement(
    agreement: Agreement, *, reason: str, by: Any, today: date, version: int | None = None
) -> Agreement:
    """The parties do not go on with a draft (lägga ned)."""
    held = take(agreement, "abandon", by=by, today=today, version=version, reason=reason)
    free_parent(held, today=today)
    return held


def free_parent(amendment: Agreement, *, today: date) -> None:
    """An amendment came to nothing: its agreement is not under amendment any more."""
    if not amendment.is_amendment or amendment.parent is None:
        return
    parent: Agreement = lock(amendment.parent)
    if parent.state == AgreementState.UNDER_AMENDMENT and not parent.children.amendments().under_way().exists():
        take(parent, "end_amendment", by=SYSTEM, today=today)


@transaction.atomic
def start_amendment(
    agreement: Agreement,
    *,
    reason: str,
    by: Any,
    today: date,
    title: str = "",
    number: str = "",
    version: int | None = None,
) -> Agreement:
    """Begin an amendment of an agreement that holds (börja på ett tilläggsavtal).

    It begins with the agreement's own text, so that the redline shows what is to change. The agreement holds
    meanwhile; when the amendment does, its text is the agreement's next version.
    """
    if not reason.strip():
        raise refuse("Skriv varför avtalet ska ändras.", citations.AMENDED_OPENLY, mended_by="du själv: skriv skälet")
    root = agreement.root
    held = take(root, "begin_amendment", by=by, today=today, version=version, reason=reason.strip())
    source: Any = held.agreed_version
    place = held.children.amendments().count() + 1
    amendment = Agreement(
        partnership=held.partnership,
        kind=AgreementKind.AMENDMENT,
        number=number.strip() or f"{held.number}-T{place}",
        title=title.strip() or f"Tilläggsavtal till {held.title}"[:200],
        parent=held,
        **{name: getattr(held, name) for name in COPIED},
    )
    require_right(amendment, by, permissions.may_write, permissions.WHO_WRITES)
    steps.create(amendment, by=by, today=today, reason=reason.strip())
    for party in held.parties.select_related("principal__organisation"):
        place_party(amendment, party.principal, party.role, by=by, today=today)
    for annex in held.annexes.filter(life=AnnexLife.PARTIES).prefetch_related("issues"):
        copy_annex(annex, amendment, by=by, today=today)
    copy_version(source, amendment, number=FIRST, by=by, today=today)
    return amendment


def copy_annex(annex: Annex, target: Agreement, *, by: Any, today: date) -> None:
    """Give an amendment a draft of an annex, with its text as it stands."""
    copy = copy_of(annex, agreement=target)
    steps.create(copy, by=by, today=today)
    newest = annex.issues.first()
    steps.create(AnnexIssue(annex=copy, number=1, text=newest.text if newest else ""), by=by, today=today)


@transaction.atomic
def complete_agreement(
    agreement: Agreement, *, by: Any, today: date, reason: str = "", version: int | None = None
) -> Agreement:
    """All that was promised is realised (slutföra); the amendments end with their agreement."""
    held: Agreement = steps.perform(agreement, "complete", by=by, today=today, version=version, reason=reason).subject
    end_amendments(held, "complete", today=today)
    registry.tell_followers("complete", held, by=by, today=today)
    return held


@transaction.atomic
def terminate_agreement(
    agreement: Agreement, *, reason: str, by: Any, today: date, on: date | None = None, version: int | None = None
) -> Agreement:
    """The parties end the agreement before all is done (avsluta i förtid)."""
    held: Agreement = steps.perform(
        agreement, "terminate", by=by, today=today, version=version, reason=reason, on=on
    ).subject
    end_amendments(held, "terminate", today=today, reason=reason)
    free_parent(held, today=today)
    registry.tell_followers("terminate", held, by=by, today=today)
    return held
