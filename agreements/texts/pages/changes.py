"""What changed in an agreement's text since a party last agreed, its versions, and what each party says of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import count
from governance.ui.templatetags.swedish import day

from ..models import Agreement, AgreementParty, AgreementVersion, Objection
from ..queries import latest_of, with_texts
from ..redline import Change, compare
from ..states import BINDING, SIGNED_ON, UNDER_WAY, AgreementState

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What changed since a party last agreed, or since the version before."""

    heading: str
    note: str
    lead: str
    changes: tuple[Change, ...]
    count: int
    url: str

    @property
    def is_cut(self) -> bool:
        """Whether only the first changes are shown."""
        return self.count > len(self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version in the table of versions."""

    version: AgreementVersion
    status: str
    words: str
    compare_url: str
    compare_words: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a party has said of the text."""

    party: AgreementParty
    status: str
    words: str
    note: str
    is_mine: bool


def what_changed(
    agreement: Agreement,
    versions: list[AgreementVersion],
    frozen: AgreementVersion | None,
    mine: AgreementParty | None,
) -> Changed | None:
    """The newest frozen text against what one's party agreed to last, or against the version before."""
    if frozen is None or agreement.state not in UNDER_WAY:
        return None
    slug = agreement.partnership.slug
    last = latest_of(mine) if mine is not None else None
    before = next((each for each in versions if each.order < frozen.order), None)
    heading = _("Ändrat sedan ni senast godkände")
    url = reverse("agreements:version", args=[slug, frozen.pk])
    if mine is not None and last is None and agreement.is_written:
        words = _("Ni har inte godkänt någon version av texten än. Läs den hela.")
        return Changed(heading=heading, note="", lead=words, changes=(), count=0, url=url)
    if last is not None and last.version_of_id == frozen.pk:
        words = _("Ni godkände version %(number)s den %(day)s. Inget har ändrats sedan dess.") % {
            "number": frozen.number,
            "day": day(last.agreed_on),
        }
        return Changed(heading=heading, note="", lead=words, changes=(), count=0, url=url)
    old = last.version_of if last is not None else before
    if old is None:
        return None
    if last is None:
        heading = _("Ändrat sedan version %s") % old.number
    old = next(each for each in versions if each.pk == old.pk)
    texts = with_texts([old, frozen])
    found = compare(texts[old.pk], texts[frozen.pk])
    note = _("version %(old)s jämförd med %(new)s · %(changes)s") % {
        "old": old.number,
        "new": frozen.number,
        "changes": count(found.count, _("ändring"), _("ändringar")),
    }
    return Changed(
        heading=heading,
        note=note,
        lead="" if found.count else _("Texten är densamma."),
        changes=found.changes[:MOST_CHANGES],
        count=found.count,
        url=compare_url(slug, frozen, old),
    )


def compare_url(slug: str, version: AgreementVersion, other: AgreementVersion) -> str:
    """Where two versions are compared, whole."""
    return f"{reverse('agreements:compare', args=[slug, version.pk])}?med={other.pk}"


def version_rows(agreement: Agreement, versions: list[AgreementVersion]) -> list[VersionRow]:
    """Every version, newest first, with a comparison with the one before."""
    rows = []
    for at, each in enumerate(versions):
        before = versions[at + 1] if at + 1 < len(versions) else None
        status, words = version_status(agreement, each)
        rows.append(
            VersionRow(
                version=each,
                status=status,
                words=words,
                compare_url=compare_url(agreement.partnership.slug, each, before) if before else "",
                compare_words=_("med %s") % before.number if before else "",
                is_current=at == 0,
            )
        )
    return rows


def version_status(agreement: Agreement, version: AgreementVersion) -> tuple[str, str]:
    """A version's status in a word: written, locked, being signed, in force, replaced."""
    if version.pk == agreement.agreed_version_id:
        if agreement.state == AgreementState.READY_TO_SIGN:
            return "work", _("Ska undertecknas")
        if agreement.state in SIGNED_ON:
            return "work", _("Undertecknas")
        if agreement.state == AgreementState.AWAITING_DECISIONS:
            return "work", _("Undertecknad")
        if agreement.state in BINDING:
            return "done", _("Gäller")
    if version.is_drafting:
        return "work", str(version.get_state_display())
    return "lock", str(version.get_state_display())


def said_by(parties: list[AgreementParty], frozen: AgreementVersion, mine: AgreementParty | None) -> list[Said]:
    """What each party has said of the frozen text; one that objected and then agreed has said both."""
    rows = []
    for party in parties:
        last, said = latest_of(party), last_objection(party)
        notes, about_this = [], said is not None and said.version_of_id == frozen.pk
        if last is not None and last.version_of_id == frozen.pk:
            status, words = "done", _("Godkänner version %s") % frozen.number
            notes += [day(last.agreed_on), last.remark]
        elif about_this:
            status, words = "stop", _("Godkänner inte version %s") % frozen.number
        elif last is not None:
            status, words = "back", _("Godkände version %s") % last.version_of.number
            notes.append(day(last.agreed_on))
        else:
            status, words = "todo", _("Inget besked än")
        if said is not None and (about_this or last is None or last.version_of.order < said.version_of.order):
            notes.append(objected_words(said, frozen, is_answered=status == "done"))
        note = " · ".join(each for each in notes if each)
        rows.append(Said(party=party, status=status, words=words, note=note, is_mine=party is mine))
    return rows


def last_objection(party: AgreementParty) -> Objection | None:
    """What a party with its answers read objected to last."""
    said = list(party.objections.all())
    return said[-1] if said else None


def objected_words(said: Objection, frozen: AgreementVersion, *, is_answered: bool) -> str:
    """When a party objected, to which version where it is another, and why."""
    given = {"day": day(said.objected_on), "number": said.version_of.number, "reasons": said.reasons}
    if said.version_of_id != frozen.pk:
        return _("Godkände inte version %(number)s %(day)s: %(reasons)s") % given
    if is_answered:
        return _("Hade invänt %(day)s: %(reasons)s") % given
    return _("%(day)s: %(reasons)s") % given
