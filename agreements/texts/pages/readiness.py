"""What an agreement needs before it holds, as a list of tasks in groups."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import count, join_swedish
from governance.organisations.actors import Actor

from .. import registry
from ..content import text_of
from ..financing import plan_in, plan_of
from ..guards import no_party_objects, plan_says
from ..kinds import MANDATORY, Part
from ..models import Agreement, AgreementParty, AgreementVersion, Objection
from ..queries import latest_of, objection_of
from ..registry import Group, Item
from ..states import ANSWERED_ON

Sections = dict[str, list[tuple[int, int]]]
"""Part -> number and key of each of its sections that hold text; the key is nothing in a frozen text."""


def all_groups(
    agreement: Agreement,
    newest: AgreementVersion | None,
    parties: Iterable[AgreementParty],
    *,
    actor: Actor,
    today: date,
    may_write: bool,
) -> list[Group]:
    """Our own groups and those of apps above, in order."""
    own = []
    if newest is not None:
        own = [parts_group(agreement, newest, may_write=may_write), text_group(agreement, newest, list(parties))]
    return sorted([*own, *registry.groups(agreement, actor, today)], key=lambda group: group.order)


def filled_sections(version: AgreementVersion) -> Sections:
    """The sections that hold text, by part; one question for a draft, none for a frozen text."""
    found: Sections = {}
    if version.is_drafting:
        rows = version.sections.values_list("part", "number", "pk", "clauses")
        filled = [(part, number, pk) for part, number, pk, clauses in rows if clauses.strip()]
    else:
        filled = [(each.part, each.number, 0) for each in text_of(version).sections if each.paragraphs]
    for part, number, pk in filled:
        if part:
            found.setdefault(part, []).append((number, pk))
    return found


def parts_group(agreement: Agreement, version: AgreementVersion, *, may_write: bool) -> Group:
    """The five mandatory parts, and the sixth that should be there (AG-1, AG-2)."""
    filled = filled_sections(version)
    wrong = what_is_wrong_with_the_plan(version)
    items = []
    for part in (*MANDATORY, Part.UPDATING):
        numbers = [number for number, _pk in filled.get(part, [])]
        url = part_url(agreement, version, filled.get(part, []), may_write=may_write)
        status, words, note = part_status(part, numbers, version)
        if part == Part.COST and wrong:
            status, words, note = "stop", _("Summerar inte"), wrong
        items.append(Item(title=part.label, status=status, words=words, note=note, url=url))
    return Group(title=_("Obligatoriska delar"), items=tuple(items), order=10)


def part_status(part: Part, numbers: list[int], version: AgreementVersion) -> tuple[str, str, str]:
    """A part's status, in a word and with where it stands."""
    if numbers:
        return "done", _("Klar"), f"§\u00a0{spans(numbers)}"
    if part != Part.UPDATING:
        return "todo", _("Saknas"), _("Inget avsnitt med den här delen har text")
    if version.updating_reason.strip():
        return "done", _("Skälet är skrivet"), version.updating_reason
    return "warn", _("Saknas"), _("Delen bör finnas. Utan den behövs ett skriftligt skäl")


def what_is_wrong_with_the_plan(version: AgreementVersion) -> str:
    """What the financing plan leaves over or under, in a sentence; a frozen plan is read of its text."""
    plan = plan_of(version) if version.is_drafting else plan_in(text_of(version))
    return plan_says(plan) or ""


def part_url(agreement: Agreement, version: AgreementVersion, rows: list[tuple[int, int]], *, may_write: bool) -> str:
    """Where a part is written, or read."""
    slug = agreement.partnership.slug
    if may_write and version.is_drafting and agreement.is_written:
        if rows:
            return reverse("agreements:section", args=[slug, rows[0][1]])
        return reverse("agreements:text", args=[slug, agreement.pk])
    url = reverse("agreements:version", args=[slug, version.pk])
    return f"{url}#avsnitt-{rows[0][0]}" if rows else url


def spans(numbers: list[int]) -> str:
    """Numbers as they are written: "2–3", "4", "5, 8"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def text_group(agreement: Agreement, version: AgreementVersion, parties: list[AgreementParty]) -> Group:
    """The text stands still, and the parties have said that they agree to it."""
    slug = agreement.partnership.slug
    url = reverse("agreements:version", args=[slug, version.pk])
    if version.is_drafting:
        lock = Item(
            title=_("Texten är låst"),
            status="work",
            words=_("Skrivs"),
            note=_("Version %s är inte låst än") % version.number,
            url=reverse("agreements:text", args=[slug, agreement.pk]),
        )
        return Group(title=_("Texten"), items=(lock,), order=15)
    agreed = [each for each in parties if (last := latest_of(each)) and last.version_of_id == version.pk]
    missing = [str(each) for each in parties if each not in agreed]
    done = not missing
    lock = Item(
        title=_("Texten är låst"), status="done", words=_("Klar"), note=_("Version %s") % version.number, url=url
    )
    against = [said for each in parties if (said := objection_of(each, version)) is not None]
    if against and agreement.state in ANSWERED_ON:
        return Group(title=_("Texten"), items=(lock, objected_item(agreement, against)), order=15)
    if not agreement.is_written:
        return Group(title=_("Texten"), items=(lock,), order=15)
    words = _("Klar") if done else _("%(agreed)s av %(all)s klara") % {"agreed": len(agreed), "all": len(parties)}
    agreeing = Item(
        title=_("Parterna godkänner texten"),
        status="done" if done else "work" if agreed else "todo",
        words=words,
        note="" if done else who_is_left(missing),
        url=url,
    )
    return Group(title=_("Texten"), items=(lock, agreeing), order=15)


def objected_item(agreement: Agreement, against: list[Objection]) -> Item:
    """That parties do not agree to the text: who, why, and who can mend it."""
    told = "; ".join(f"{each.party}: {each.reasons}" for each in against)
    url = reverse("agreements:agreement", args=[agreement.partnership.slug, agreement.pk])
    return Item(
        title=_("Parterna godkänner texten"),
        status="stop",
        words=_("%s säger nej") % count(len(against), _("part"), _("parter")),
        note=_("%(told)s · Kan lösas av %(who)s") % {"told": told, "who": no_party_objects.mended_by},
        url=f"{url}#besked",
    )


def who_is_left(names: list[str]) -> str:
    """Who has not done it, by name while they are few."""
    if len(names) > 4:
        return _("%s återstår") % count(len(names), _("part"), _("parter"))
    return _("%s återstår") % join_swedish(names)
