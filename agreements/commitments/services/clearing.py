"""Clearing: which offers hold together today, shown before the act, and made binding all at once."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM
from governance.audit.canonical import canonical_json
from governance.lib.text import capitalise, count, join_swedish
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require, require_right
from governance.workflow.guards import Act

from .. import citations, guards, permissions
from ..clearing import Clearing as Outcome
from ..clearing import Fall, Level, Offer, clear
from ..mandates import Mandates
from ..models import Clearing, Commitment, OfferCondition
from ..resting import resting_on
from ..states import DRAFTS, CommitmentState
from ..terms import measures_of, read_terms
from ..words import failed_words, figures_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What clearing would do with one offer: bind it at a level, or leave it, because (rad i klareringen)."""

    commitment: Commitment
    level: int
    of: int
    figures: str
    reasons: tuple[str, ...]
    is_new: bool

    @property
    def binds(self) -> bool:
        """Whether the offer becomes binding now."""
        return self.is_new and self.level > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What clearing would do (förhandsvisning); `fingerprint` says of which offers it was told."""

    lines: tuple[Line, ...]
    outcome: Outcome
    fingerprint: str

    @property
    def binding(self) -> tuple[Line, ...]:
        """What becomes binding."""
        return tuple(line for line in self.lines if line.binds)

    @property
    def staying(self) -> tuple[Line, ...]:
        """What stays an offer."""
        return tuple(line for line in self.lines if line.is_new and not line.binds)


def read_offers(agreement: Any) -> list[Commitment]:
    """Every offer of an agreement and what is agreed in it already, with levels and conditions; two questions."""
    found = Commitment.objects.filter(agreement=agreement, state__in=DRAFTS).order_by("pk")
    commitments = list(found.select_related("principal__organisation", "agreement"))
    read_terms(commitments)
    return commitments


def held_back(commitment: Commitment, mandates: Mandates, today: date) -> str:
    """Why an offer cannot become binding, whatever the others do; nothing when it can."""
    if missing := guards.missing_parts(commitment):
        return _("Det saknas: %s.") % join_swedish(missing)
    if passed := guards.day_has_passed(commitment, today):
        return _("%s Parten ska ange en ny dag.") % passed
    if commitment.flagged_on is not None:
        return _("Budet är flaggat: %s Parten ska bekräfta eller ändra det.") % commitment.flag_reason
    return mandates.outside(commitment) or ""


def as_offer(commitment: Commitment, mandates: Mandates, today: date) -> Offer:
    """A commitment as clearing reads it; what is agreed already stands where it is, whatever the others do."""
    key = str(commitment.pk)
    if commitment.state == CommitmentState.AGREED:
        return Offer(key=key, levels=(Level(measures=measures_of(commitment)),))
    levels = tuple(each.level for each in commitment.terms)
    return Offer(key=key, levels=levels, held_back=held_back(commitment, mandates, today))


def fall_words(fall: Fall, of: int, offers: dict[str, Commitment]) -> list[str]:
    """Why an offer did not stay at a level, in sentences; the level is named when there are several."""
    told = [fall.held_back] if fall.held_back else [failed_words(each, offers) for each in fall.failed]
    return [_("Nivå %(level)s: %(why)s") % {"level": fall.level, "why": each} for each in told] if of > 1 else told


def preview_clearing(agreement: Any, today: date) -> Preview:
    """What would become binding today and what would stay, because; only reads."""
    commitments = read_offers(agreement)
    mandates = Mandates.of(agreement, commitments, today)
    offers = [as_offer(each, mandates, today) for each in commitments]
    outcome = clear(offers)
    by_key = {str(each.pk): each for each in commitments}
    lines = tuple(line_of(by_key[offer.key], offer, outcome, by_key) for offer in offers)
    return Preview(lines=lines, outcome=outcome, fingerprint=fingerprint_of(commitments, offers, outcome))


def line_of(commitment: Commitment, offer: Offer, outcome: Outcome, by_key: dict[str, Commitment]) -> Line:
    """What clearing would do with one offer."""
    level, of = outcome.levels[offer.key], len(offer.levels)
    reasons = [sentence for fall in outcome.falls.get(offer.key, ()) for sentence in fall_words(fall, of, by_key)]
    is_new = commitment.is_offer
    row = commitment.terms[level - 1] if is_new and level else commitment
    figures = figures_words(row, unit=commitment.unit, share_of=commitment.share_of)
    return Line(commitment=commitment, level=level, of=of, figures=figures, reasons=tuple(reasons), is_new=is_new)


def fingerprint_of(commitments: list[Commitment], offers: list[Offer], outcome: Outcome) -> str:
    """A checksum over the offers as they were read and what came of them."""
    asked = [
        [
            [
                sorted((str(name), str(value)) for name, value in level.measures.items()),
                sorted(map(str, level.conditions)),
            ]
        ]
        for offer in offers
        for level in offer.levels
    ]
    rows = [[each.pk, each.version, each.state] for each in commitments]
    told = canonical_json({"rows": rows, "asked": asked, "levels": dict(outcome.levels)})
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def clear_offers(agreement: Any, *, by: Any, today: date, fingerprint: str = "") -> Clearing:
    """Make the greatest set of offers that hold together binding, all at once or not at all (klarera).

    `fingerprint` is that of the preview which the actor saw; when the offers have changed since, nothing is done.
    """
    held = steps.lock(agreement)
    require_right(held, by, permissions.may_clear, permissions.WHO_LEADS)
    preview = preview_clearing(held, today)
    if fingerprint and fingerprint != preview.fingerprint:
        raise refuse(
            _("Buden har ändrats sedan förhandsvisningen. Läs vad som nu skulle bli bindande, och klarera sedan."),
            citations.ALL_AT_ONCE,
            mended_by="du själv",
            title=_("Buden har ändrats"),
        )
    if not preview.binding:
        raise refuse(
            _("Inget bud håller tillsammans med de andra än."),
            citations.TOGETHER,
            mended_by="de parter vars villkor inte är uppfyllda",
        )
    clearing = begin_clearing(held, preview, by=by, today=today)
    for line in preview.binding:
        steps.perform(line.commitment, "agree", by=by, today=today, clearing=clearing, level=line.level)
    bound = Commitment.objects.filter(clearing=clearing).count()
    done: Clearing = steps.edit(
        clearing, by=by, today=today, version=None, changes={"bound": bound}, kind="bind"
    ).subject
    return done


def begin_clearing(agreement: Any, preview: Preview, *, by: Any, today: date) -> Clearing:
    """Write what the clearing is to do, before any offer becomes binding."""
    clearing = Clearing(
        partnership_id=agreement.partnership_id,
        agreement=agreement,
        number=next_number(Clearing.objects.filter(agreement=agreement)),
        cleared_on=today,
        to_bind=len(preview.binding),
        staying=len(preview.staying),
        outcome={
            "levels": {str(line.commitment.pk): line.level for line in preview.binding},
            "stays": {str(line.commitment.pk): list(line.reasons) for line in preview.staying},
            "fingerprint": preview.fingerprint,
        },
    )
    made: Clearing = steps.create(clearing, by=by, today=today, kind="clear", outcome=clearing.outcome).subject
    return made


@transaction.atomic
def dissolve_clearing(clearing: Clearing, *, reason: str, by: Any, today: date) -> Clearing:
    """Make everything that cleared together offers again, while the agreement is still negotiated (lösa upp)."""
    agreement = steps.lock(clearing.agreement)
    require_right(agreement, by, permissions.may_clear, permissions.WHO_LEADS)
    bound = list(clearing.commitments.select_related("agreement").order_by("pk"))
    require(clearing, [guards.reason_is_given], Act(by, today, details={"reason": reason}))
    if clearing.dissolved_on is not None:
        raise refuse(_("Klareringen är redan upplöst."), citations.ALL_AT_ONCE, mended_by="ingen: det är gjort")
    require_nothing_rests_on(clearing)
    changes = {"bound": 0, "dissolved_on": today, "dissolved_because": reason.strip()}
    dissolved: Clearing = steps.edit(
        clearing, by=by, today=today, version=None, changes=changes, kind="dissolve", reason=reason
    ).subject
    for each in bound:
        opened = steps.perform(each, "reopen", by=by, today=today, reason=reason).subject
        if OfferCondition.objects.filter(level__commitment=opened).exists():
            steps.perform(opened, "condition", by=SYSTEM, today=today)
    return dissolved


def require_nothing_rests_on(clearing: Clearing) -> None:
    """Raise Refused when other clearings bound something on condition of this one: together or not at all."""
    if not (found := resting_on(clearing)):
        return
    names = join_swedish([str(each) for each in found])
    later = sorted({each.clearing.number for each in found if each.clearing is not None}, reverse=True)
    first = _("lös upp klarering %s först") % join_swedish([str(each) for each in later])
    raise refuse(
        _("%(count)s bindande på villkor av det som klareringen gjorde bindande: %(which)s. %(first)s.")
        % {
            "count": count(len(found), "åtagande blev", "åtaganden blev"),
            "which": names,
            "first": capitalise(first),
        },
        citations.ALL_AT_ONCE,
        mended_by=_("förhandlingspersonerna: %s") % first,
        title=_("Andra åtaganden vilar på klareringen"),
    )
