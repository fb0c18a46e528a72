"""What must be true before an agreement takes a step; each explains itself, and only reads."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.documents.canonical import sha256
from governance.lib.money import Sek
from governance.lib.text import count, join_swedish
from governance.ui.templatetags.swedish import kr
from governance.workflow.citations import ORDER_OF_STEPS
from governance.workflow.guards import Act, Guard, guard
from governance.workflow.refusals import Refusal

from . import citations, registry
from .kinds import MANDATORY, Part
from .states import VersionState

LEADERS = gettext_lazy("förhandlingspersonerna eller kansliet")


def filled_parts(version: Any) -> dict[str, list[int]]:
    """Part -> the numbers of its sections that hold text, of a version's rows; one question."""
    found: dict[str, list[int]] = {}
    for number, part, clauses in version.sections.values_list("number", "part", "clauses"):
        if part and clauses.strip():
            found.setdefault(part, []).append(number)
    return found


@guard(
    citations.SEVERAL_PARTIES,
    mended_by=LEADERS,
    fulfilled=gettext_lazy("Avtalet har minst två parter"),
)
def parties_are_several(agreement: Any, act: Act) -> str | None:
    """The agreement is between at least two parties."""
    number = agreement.parties.count()
    if number >= 2:
        return None
    return _("Avtalet har %s. Ett avtal sluts mellan minst två.") % count(number, "part", "parter")


@guard(
    citations.FIVE_PARTS,
    mended_by=LEADERS,
    fulfilled=gettext_lazy("Avtalet har text"),
)
def text_is_begun(agreement: Any, act: Act) -> str | None:
    """There is text in at least one section."""
    version = agreement.newest_version
    if version is not None and version.sections.exclude(clauses="").exists():
        return None
    return _("Inget avsnitt har text än.")


@guard(
    citations.FIVE_PARTS,
    mended_by=gettext_lazy("förhandlingspersonerna eller kansliet: skriv det avsnitt som saknas"),
    fulfilled=gettext_lazy("De fem obligatoriska delarna finns"),
)
def mandatory_parts_are_filled(agreement: Any, act: Act) -> str | None:
    """Function, cost, timetable, responsibility and follow-up each have a section with text."""
    version = agreement.newest_version
    filled = filled_parts(version) if version is not None else {}
    missing = [str(part.label).lower() for part in MANDATORY if part not in filled]
    if not missing:
        return None
    return _("Avtalet saknar %s.") % join_swedish(missing)


@guard(
    citations.WARNING_ANSWERED,
    mended_by=gettext_lazy("förhandlingspersonerna: skriv delen, eller skriv varför den saknas"),
    fulfilled=gettext_lazy("Avtalet säger hur det uppdateras, eller varför inte"),
)
def updating_is_written_or_explained(agreement: Any, act: Act) -> str | None:
    """The sixth part, how the agreement is updated, has text; or there is a written reason why not."""
    version = agreement.newest_version
    if version is not None and (version.updating_reason.strip() or Part.UPDATING in filled_parts(version)):
        return None
    return _("Avtalet säger inte hur det uppdateras, och det står inte varför.")


@guard(
    citations.TEXT_STANDS,
    mended_by=gettext_lazy("förhandlingspersonerna: lås texten"),
    fulfilled=gettext_lazy("Texten är låst"),
)
def text_is_frozen(agreement: Any, act: Act) -> str | None:
    """The newest version of the text stands still, with its fingerprint."""
    version = agreement.newest_version
    if version is None or version.state != VersionState.FROZEN:
        return _("Den senaste texten är inte låst än.")
    if sha256(version.text) != version.text_sha256:
        return _("Den låsta texten har inte längre det fingeravtryck som den låstes med.")
    return None


@guard(
    citations.OBJECTION_ANSWERED,
    mended_by=gettext_lazy("förhandlingspersonerna: lås en ny version, eller parten själv: godkänn texten"),
    fulfilled=gettext_lazy("Ingen part har sagt nej till texten"),
)
def no_party_objects(agreement: Any, act: Act) -> str | None:
    """No party has said that it does not agree to the frozen text, or each that did has been answered."""
    frozen = agreement.versions.filter(state=VersionState.FROZEN).defer("text").first()
    return None if frozen is None else objections_say(frozen)


def objections_say(version: Any) -> str | None:
    """Who does not agree to a frozen version, and why, in a sentence each; one question."""
    found = version.objections.standing().select_related("party__principal__organisation")
    told = [
        _("%(party)s godkänner inte version %(number)s: %(reasons)s")
        % {"party": each.party, "number": version.number, "reasons": as_sentence(each.reasons)}
        for each in found
    ]
    return " ".join(told) or None


def as_sentence(words: str) -> str:
    """What somebody wrote, with a full stop if it has no end of its own."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


@guard(
    citations.PLAN_ADDS_UP,
    mended_by=gettext_lazy("förhandlingspersonerna eller kansliet: rätta finansieringsplanen"),
    fulfilled=gettext_lazy("Finansieringsplanen summerar"),
)
def financing_adds_up(agreement: Any, act: Act) -> str | None:
    """What the parties pay is the whole cost, to the last öre; a plan without rows promises nothing."""
    version = agreement.newest_version
    return None if version is None else version_adds_up(version)


@guard(
    citations.PLAN_ADDS_UP,
    mended_by=financing_adds_up.mended_by,
    fulfilled=financing_adds_up.fulfilled,
)
def plan_adds_up(version: Any, act: Act) -> str | None:
    """The text to be frozen asks the parties for the whole cost, no more and no less, before they read it."""
    return version_adds_up(version)


def version_adds_up(version: Any) -> str | None:
    """The sentence to say when a version's plan leaves something over or under."""
    from .financing import plan_of  # noqa: PLC0415 -- financing reads models, models need guards

    return plan_says(plan_of(version))


def plan_says(plan: Any) -> str | None:
    """What a plan leaves over or under, in a sentence; nothing when it adds up or has no rows."""
    if not plan.rows:
        return None
    if plan.cost_ore is None:
        return _("Finansieringsplanen har andelar, men den samlade kostnaden är inte angiven.")
    if plan.left_ore == 0:
        return None
    word = _("saknas") if plan.left_ore > 0 else _("är för mycket")
    return _("Parternas delar är %(sum)s och kostnaden %(cost)s: %(left)s %(word)s.") % {
        "sum": kr(Sek(plan.total_ore)),
        "cost": kr(Sek(plan.cost_ore)),
        "left": kr(Sek(abs(plan.left_ore))),
        "word": word,
    }


@guard(
    citations.REASON_GIVEN,
    mended_by=gettext_lazy("du själv: skriv skälet"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
)
def reason_is_given(agreement: Any, act: Act) -> str | None:
    """It is written why the agreement ends."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför avtalet avslutas.")


@guard(
    citations.AMENDED_OPENLY,
    mended_by=gettext_lazy("förhandlingspersonerna: avsluta det tilläggsavtal som är på väg"),
    fulfilled=gettext_lazy("Inget tilläggsavtal är på väg"),
)
def no_amendment_is_under_way(agreement: Any, act: Act) -> str | None:
    """No amendment of the agreement is being negotiated."""
    under_way = agreement.children.amendments().under_way().first()
    if under_way is None:
        return None
    return _("Tilläggsavtalet %s är på väg.") % under_way


def asked_by_others(step: str, words: str) -> Guard:
    """The questions that higher apps ask before a step; each answers with its own rule."""

    def check(agreement: Any, act: Act) -> Refusal | None:
        return registry.ask(step, agreement, act)

    check.__name__ = f"others_let_{step}"
    check.__doc__ = words
    asked: Callable[[Any], Guard] = guard(
        ORDER_OF_STEPS,
        mended_by=gettext_lazy("den som frågan gäller"),
        fulfilled=gettext_lazy("Åtaganden, beslut och underskrifter hindrar inte"),
    )
    return asked(check)


OTHERS_LET_PREPARE = asked_by_others("prepare", "Nothing else stands in the way of preparing the agreement.")
OTHERS_LET_MAKE_READY = asked_by_others("make_ready", "Nothing else stands in the way of signing.")
OTHERS_LET_BEGIN = asked_by_others("begin_signing", "Everything that the signing asks for is in place.")
OTHERS_LET_SIGN = asked_by_others("note_all_signed", "Every party has signed.")
OTHERS_LET_HOLD = asked_by_others("bring_into_force", "Every condition of the agreement is met.")
OTHERS_LET_AMEND = asked_by_others("begin_amendment", "Nothing else stands in the way of an amendment.")
OTHERS_LET_COMPLETE = asked_by_others("complete", "Every commitment is realised and the board is closed.")
OTHERS_LET_TERMINATE = asked_by_others("terminate", "Nothing else stands in the way of ending the agreement.")
