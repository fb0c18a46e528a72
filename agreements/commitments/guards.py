"""What must be true before a commitment takes a step; each explains itself, and only reads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.states import BINDING, WRITTEN
from governance.lib.dates import swedish_date
from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard

from . import citations
from .minuted import Decided, why_not_decided
from .states import OPEN_DEVIATION, Answer, CommitmentState, DeviationState, Proposal, ReportState

PARTY_MENDS = gettext_lazy("den ansvariga parten")
BOARD_MENDS = gettext_lazy("avtalets styrelse")
LEADERS_MEND = gettext_lazy("förhandlingspersonerna")
TAKEN_UP_NEXT = gettext_lazy(
    "styrelsens sekreterare: ta upp ärendet vid nästa sammanträde, och skriv beslutet i protokollet"
)


def answer_day(subject: Any, act: Act) -> date | None:
    """The last day for the parties to answer, if one was set."""
    deviation = latest_deviation(subject)
    return deviation.answer_by if deviation is not None else None


def latest_deviation(subject: Any) -> Any:
    """A deviation itself, or the latest one of a commitment."""
    return subject if hasattr(subject, "answers") else subject.deviations.order_by("-number").first()


@guard(
    citations.CLEAR_COMMITMENT,
    mended_by=LEADERS_MEND,
    fulfilled=gettext_lazy("Avtalet förhandlas"),
)
def agreement_is_negotiated(commitment: Any, act: Act) -> str | None:
    """The agreement is still written, so that what is promised in it can change."""
    if commitment.agreement.state in WRITTEN:
        return None
    return _("Avtalet är ”%s”. Buden i det ändras inte längre.") % commitment.agreement.get_state_display().lower()


@guard(
    citations.TOGETHER,
    mended_by=gettext_lazy("den part som har ställt villkoren"),
    fulfilled=gettext_lazy("Budet har inga villkor"),
)
def no_condition_is_left(commitment: Any, act: Act) -> str | None:
    """Every condition of the offer has been taken away."""
    if commitment.levels.filter(conditions__isnull=False).exists():
        return _("Budet har villkor kvar.")
    return None


@guard(
    citations.ALL_AT_ONCE,
    mended_by=gettext_lazy("förhandlingspersonerna: klarera buden tillsammans"),
    fulfilled=gettext_lazy("Budet håller tillsammans med de andra"),
)
def offer_clears_with_the_rest(commitment: Any, act: Act) -> str | None:
    """The offer becomes binding as one of those that hold together, at the level of the clearing."""
    found = act.details.get("clearing")
    is_own = found is not None and found.agreement_id == commitment.agreement_id and found.bound == 0
    level = found.outcome.get("levels", {}).get(str(commitment.pk)) if found is not None and is_own else None
    if level and level == act.details.get("level"):
        return None
    return _("Ett bud blir inte bindande ensamt. Det klareras tillsammans med de andra.")


def missing_parts(commitment: Any) -> list[str]:
    """What a commitment lacks before anybody can be held to it (C-01, C-05, C-08)."""
    parts = (
        (commitment.counting_rule.strip(), _("räkneregel")),
        (commitment.due_on, _("sista dag")),
        (commitment.owner_role.strip(), _("ansvarig roll hos parten")),
    )
    return [name for given, name in parts if not given]


@guard(
    citations.CLEAR_COMMITMENT,
    mended_by=PARTY_MENDS,
    fulfilled=gettext_lazy("Åtagandet har räkneregel, sista dag och ansvarig roll"),
)
def commitment_is_complete(commitment: Any, act: Act) -> str | None:
    """It says how it is counted, by when, and who answers for it."""
    missing = missing_parts(commitment)
    return _("%(what)s saknar %(parts)s.") % {"what": commitment, "parts": join_swedish(missing)} if missing else None


@guard(
    citations.CLEAR_COMMITMENT,
    mended_by=gettext_lazy("den ansvariga parten: ange en dag som inte har passerat"),
    fulfilled=gettext_lazy("Sista dagen har inte passerat"),
)
def last_day_is_ahead(commitment: Any, act: Act) -> str | None:
    """Nobody promises what should have been done already."""
    return day_has_passed(commitment, act.today)


def day_has_passed(commitment: Any, today: date) -> str | None:
    """The sentence to say when the last day of an offer is behind us."""
    if commitment.due_on is None or commitment.due_on >= today:
        return None
    return _("”%(what)s” skulle vara uppfyllt senast den %(day)s, och den dagen har passerat.") % {
        "what": commitment.title,
        "day": swedish_date(commitment.due_on),
    }


@guard(
    citations.LONG_TERM,
    mended_by=PARTY_MENDS,
    fulfilled=gettext_lazy("En roll hos parten svarar för åtagandet"),
)
def a_role_answers_for_it(commitment: Any, act: Act) -> str | None:
    """A role with the party answers for the commitment, so that it survives a change of office holder."""
    if commitment.owner_role.strip():
        return None
    return _("%s saknar ansvarig roll hos parten.") % commitment


@guard(
    citations.WHO_GETS_THE_VALUE,
    mended_by=PARTY_MENDS,
    fulfilled=gettext_lazy("Det står vem som får nyttan"),
)
def value_has_an_owner(commitment: Any, act: Act) -> str | None:
    """Where the value appears with somebody else than the one who pays, it says with whom."""
    if not commitment.value_elsewhere or commitment.beneficiary.strip():
        return None
    return _("%s säger inte vem som får nyttan.") % commitment


@guard(
    citations.LATE_CHANGE,
    mended_by=gettext_lazy("parten: bekräfta budet, ändra det eller ta tillbaka det"),
    fulfilled=gettext_lazy("Budet står fast"),
)
def offer_still_stands(commitment: Any, act: Act) -> str | None:
    """No change in anybody's finances has put the offer in doubt since its party last confirmed it."""
    if commitment.flagged_on is None:
        return None
    return _("Budet ”%(what)s” är flaggat sedan %(day)s: %(why)s") % {
        "what": commitment.title,
        "day": swedish_date(commitment.flagged_on),
        "why": commitment.flag_reason,
    }


@guard(
    citations.MANDATES_FIRST,
    mended_by=gettext_lazy("partens uppdragsgivare: besluta om mandat"),
    fulfilled=gettext_lazy("Parten har mandat för budet"),
)
def party_has_mandate(commitment: Any, act: Act) -> str | None:
    """Somebody holds a live mandate for the party, and its frame covers what the party offers in the agreement."""
    from .mandates import outside_mandate_of  # noqa: PLC0415 -- mandates reads models, models need guards

    return outside_mandate_of(commitment, act.today)


@guard(
    citations.EXPLAINED,
    mended_by=gettext_lazy("du själv: skriv skälet"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
)
def reason_is_given(subject: Any, act: Act) -> str | None:
    """It is written why."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför.")


@guard(
    citations.CLEAR_COMMITMENT,
    mended_by=gettext_lazy("avtalets parter"),
    fulfilled=gettext_lazy("Avtalet gäller"),
)
def agreement_holds(commitment: Any, act: Act) -> str | None:
    """The agreement is in force."""
    return None if commitment.agreement.state in BINDING else _("Avtalet har inte trätt i kraft.")


# The board ---------------------------------------------------------------------------------------------------------


@guard(
    citations.MINUTED,
    mended_by=gettext_lazy("styrelsens sekreterare: ange paragrafen"),
    fulfilled=gettext_lazy("Styrelsens paragraf är angiven"),
)
def decision_is_minuted(subject: Any, act: Act) -> str | None:
    """What the board has decided has its paragraph in the minutes, and is not of tomorrow."""
    if not str(act.details.get("paragraph", "")).strip():
        return _("Ange paragrafen i styrelsens protokoll.")
    on = act.details.get("on")
    return _("Dagen ligger framåt i tiden.") if on is not None and on > act.today else None


@guard(
    citations.MINUTED,
    mended_by=TAKEN_UP_NEXT,
    fulfilled=gettext_lazy("Beslutet är från dagen då ärendet kom in eller senare"),
)
def decision_came_after(subject: Any, act: Act) -> str | None:
    """No board has decided of a report or a deviation before it came in."""
    on = act.details.get("on") or act.today
    if on >= subject.reported_on:
        return None
    return _("Styrelsen kan inte ha beslutat den %(day)s om det som kom in den %(came)s.") % {
        "day": swedish_date(on),
        "came": swedish_date(subject.reported_on),
    }


def refused_by_minutes(subject: Any, act: Act, decided: Decided) -> str | None:
    """The sentence to say when the day and the paragraph are not what the board of the agreement decided."""
    paragraph = str(act.details.get("paragraph", "")).strip()
    on = act.details.get("on") or act.today
    return why_not_decided(subject, decided, on, paragraph) if paragraph else None


@guard(
    citations.MINUTED,
    mended_by=TAKEN_UP_NEXT,
    fulfilled=gettext_lazy("Styrelsen har verifierat rapporten vid ett sammanträde"),
)
def board_has_verified(report: Any, act: Act) -> str | None:
    """Where the agreement has a board in Samverk, the paragraph is its own, about the report, and verifies it."""
    return refused_by_minutes(report, act, Decided.VERIFIED)


@guard(
    citations.MINUTED,
    mended_by=TAKEN_UP_NEXT,
    fulfilled=gettext_lazy("Styrelsen har sänt tillbaka rapporten vid ett sammanträde"),
)
def board_has_sent_back(report: Any, act: Act) -> str | None:
    """Where the agreement has a board in Samverk, the paragraph is its own, about the report, and sends it back."""
    return refused_by_minutes(report, act, Decided.SENT_BACK)


@guard(
    citations.MINUTED,
    mended_by=TAKEN_UP_NEXT,
    fulfilled=gettext_lazy("Styrelsen har beslutat om avvikelsen vid ett sammanträde"),
)
def board_has_decided(deviation: Any, act: Act) -> str | None:
    """Where the agreement has a board in Samverk, the paragraph is its own and about the deviation."""
    return refused_by_minutes(deviation, act, Decided.ON_DEVIATION)


@guard(
    citations.REPORTED_IS_NOT_REALISED,
    mended_by=BOARD_MENDS,
    fulfilled=gettext_lazy("Styrelsen har besvarat rapporten"),
)
def every_report_is_answered(commitment: Any, act: Act) -> str | None:
    """No report waits for the board."""
    if commitment.reports.filter(state=ReportState.WAITING).exists():
        return _("En rapport väntar på styrelsen.")
    return None


@guard(
    citations.REPORTED_IS_NOT_REALISED,
    mended_by=BOARD_MENDS,
    fulfilled=gettext_lazy("Styrelsen har verifierat rapporten"),
)
def verification_is_minuted(commitment: Any, act: Act) -> str | None:
    """The figure is that of a report which the board has verified by a paragraph of its minutes."""
    verified = commitment.reports.filter(state=ReportState.VERIFIED).order_by("-number").first()
    if verified is not None and verified.paragraph and verified.value == act.details.get("value"):
        return None
    return _("Styrelsen har inte verifierat någon rapport med det värdet.")


@guard(
    citations.UNTIL_REALISED,
    mended_by=gettext_lazy("den ansvariga parten och avtalets styrelse"),
    fulfilled=gettext_lazy("Allt som är utlovat är verifierat"),
)
def everything_is_verified(commitment: Any, act: Act) -> str | None:
    """What the board has verified reaches what was promised."""
    if commitment.verified_value >= commitment.promised > 0:
        return None
    return _("Allt som är utlovat är inte verifierat av styrelsen.")


# Deviations --------------------------------------------------------------------------------------------------------


@guard(
    citations.CHANGED_BY_AGREEMENT,
    mended_by=BOARD_MENDS,
    fulfilled=gettext_lazy("Avvikelsen är avslutad"),
)
def no_deviation_is_open(commitment: Any, act: Act) -> str | None:
    """The board has closed the deviation."""
    if commitment.deviations.filter(state__in=OPEN_DEVIATION).exists():
        return _("Avvikelsen är inte avslutad.")
    return None


def parties_without_yes(deviation: Any) -> list[str]:
    """The parties of the agreement that have not said yes, by name."""
    yes = {each.principal_id for each in deviation.answers.all() if each.answer == Answer.YES}
    parties = deviation.commitment.agreement.parties.select_related("principal__organisation")
    return [str(each.principal.organisation.short_name) for each in parties if each.principal_id not in yes]


def refused_by_parties(deviation: Any, proposal: str) -> str | None:
    """The sentence to say when not every party agrees to what the board asked."""
    if deviation is None or deviation.proposal != proposal:
        return _("Styrelsen har inte frågat parterna om detta.")
    missing = parties_without_yes(deviation)
    return _("Alla parter har inte svarat ja: %s.") % join_swedish(missing) if missing else None


@guard(
    citations.CHANGED_BY_AGREEMENT,
    mended_by=gettext_lazy("de parter som inte har svarat ja"),
    fulfilled=gettext_lazy("Alla parter vill omförhandla"),
    by_when=answer_day,
)
def every_party_agrees_to_renegotiate(deviation: Any, act: Act) -> str | None:
    """Each party of the agreement has said yes to renegotiating."""
    return refused_by_parties(deviation, Proposal.RENEGOTIATE)


@guard(
    citations.CHANGED_BY_AGREEMENT,
    mended_by=gettext_lazy("de parter som inte har svarat ja"),
    fulfilled=gettext_lazy("Alla parter vill låta åtagandet upphöra"),
    by_when=answer_day,
)
def every_party_agrees_to_let_go(deviation: Any, act: Act) -> str | None:
    """Each party of the agreement has said yes to letting the commitment go."""
    return refused_by_parties(deviation, Proposal.RELEASE)


@guard(
    citations.CHANGED_BY_AGREEMENT,
    mended_by=gettext_lazy("de parter som inte har svarat ja"),
    fulfilled=gettext_lazy("Alla parter vill låta åtagandet upphöra"),
    by_when=answer_day,
)
def every_party_agrees_to_release(commitment: Any, act: Act) -> str | None:
    """The board has asked every party of the agreement, and each has said yes."""
    deviation = latest_deviation(commitment)
    if deviation is None or deviation.state != DeviationState.RELEASED:
        return _("Styrelsen har inte låtit åtagandet upphöra efter att ha frågat parterna.")
    return refused_by_parties(deviation, Proposal.RELEASE)


@guard(
    citations.CHANGED_BY_AGREEMENT,
    mended_by=gettext_lazy("parterna: slut tilläggsavtalet"),
    fulfilled=gettext_lazy("Ett nytt åtagande gäller i stället"),
)
def successor_holds(commitment: Any, act: Act) -> str | None:
    """A commitment of a supplementary agreement that is in force takes its place."""
    if commitment.successors.filter(state=CommitmentState.UNDER_WAY, agreement__state__in=BINDING).exists():
        return None
    return _("Inget nytt åtagande gäller i stället än.")
