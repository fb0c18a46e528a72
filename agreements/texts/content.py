"""An agreement's text as one value: what is hashed when it is frozen, compared with another, shown and printed."""

import json
import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from governance.documents.canonical import canonical_json, sha256

if TYPE_CHECKING:
    from .models import AgreementVersion

FORM = 1
"""The form of the frozen text; another form is a new number, and the old ones stay readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyText:
    """A party as the agreement names it."""

    name: str
    organisation_number: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """A section with its paragraphs."""

    number: int
    title: str
    part: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexText:
    """An annex in the issue that goes with the text."""

    number: int
    title: str
    life: str
    issue: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancingText:
    """What a party pays: in öre, and as a share of the whole where it was agreed as one."""

    party: str
    what: str
    amount_ore: int | None
    share_ppm: int | None
    price_level_on: str
    index_series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableText:
    """A day to keep."""

    what: str
    due_on: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """The whole text of one version (avtalstext)."""

    form: int
    kind: str
    number: str
    title: str
    detail_level: str
    sign_order: str
    legal_basis: str
    period_from: str
    period_until: str
    last_on: str
    amends: str
    supersedes: str
    cost_ore: int | None
    updating_reason: str
    parties: tuple[PartyText, ...]
    sections: tuple[SectionText, ...]
    financing: tuple[FinancingText, ...]
    timetable: tuple[TimetableText, ...]
    annexes: tuple[AnnexText, ...]

    def as_json(self) -> str:
        """One way of writing it, so that the same text always has the same fingerprint."""
        return canonical_json(self)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text written in that one way."""
        return sha256(self.as_json())

    @property
    def words(self) -> int:
        """How many words its paragraphs have."""
        bodies = [*(each.paragraphs for each in self.sections), *(each.paragraphs for each in self.annexes)]
        return sum(len(paragraph.split()) for body in bodies for paragraph in body)


_BREAK = re.compile(r"\n[ \t]*\n\s*")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a section as they are numbered: an empty line begins a new one (stycken)."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return tuple(part.strip() for part in _BREAK.split(bare) if part.strip())


def read_text(data: str) -> AgreementText:
    """A frozen text as it was written down."""
    raw: dict[str, Any] = json.loads(data)
    whole = {each.name: raw[each.name] for each in fields(AgreementText)}
    return AgreementText(
        **{
            **whole,
            "parties": tuple(PartyText(**each) for each in raw["parties"]),
            "sections": tuple(
                SectionText(**{**each, "paragraphs": tuple(each["paragraphs"])}) for each in raw["sections"]
            ),
            "financing": tuple(FinancingText(**each) for each in raw["financing"]),
            "timetable": tuple(TimetableText(**each) for each in raw["timetable"]),
            "annexes": tuple(AnnexText(**{**each, "paragraphs": tuple(each["paragraphs"])}) for each in raw["annexes"]),
        }
    )


@lru_cache(maxsize=32)
def frozen_text(sha: str, data: str) -> AgreementText:
    """A frozen text, read once: it never changes. `sha` is what it is kept under."""
    return read_text(data)


def iso(day: Any) -> str:
    """A day as text, or nothing."""
    return day.isoformat() if day else ""


def text_of(version: "AgreementVersion") -> AgreementText:
    """The text of a version: the frozen one, or what the rows of a draft say now."""
    if version.text:
        return frozen_text(version.text_sha256, version.text)
    return build_text(version)


def build_text(version: "AgreementVersion") -> AgreementText:
    """Put a draft together from its rows; five questions."""
    from .financing import plan_of  # noqa: PLC0415 -- financing reads models

    agreement = version.agreement
    plan = plan_of(version)
    parties = list(agreement.parties.select_related("principal__organisation"))
    names = {each.pk: str(each) for each in parties}
    return AgreementText(
        form=FORM,
        kind=str(agreement.kind),
        number=agreement.number,
        title=agreement.title,
        detail_level=str(agreement.detail_level),
        sign_order=str(agreement.sign_order),
        legal_basis=str(agreement.legal_basis),
        period_from=iso(agreement.period_from),
        period_until=iso(agreement.period_until),
        last_on=iso(agreement.last_on),
        amends=agreement.parent.number if agreement.is_amendment and agreement.parent else "",
        supersedes=agreement.supersedes.number if agreement.supersedes else "",
        cost_ore=plan.cost_ore,
        updating_reason=version.updating_reason.strip(),
        parties=tuple(
            PartyText(
                name=str(each), organisation_number=each.principal.organisation.organisation_number, role=each.role
            )
            for each in parties
        ),
        sections=tuple(
            SectionText(
                number=each.number, title=each.title, part=str(each.part), paragraphs=paragraphs_of(each.clauses)
            )
            for each in version.sections.all()
        ),
        financing=tuple(
            FinancingText(
                party=row.party_name,
                what=row.what,
                amount_ore=row.amount_ore,
                share_ppm=row.share_ppm,
                price_level_on=iso(row.price_level_on),
                index_series=row.index_series,
            )
            for row in plan.rows
        ),
        timetable=tuple(
            TimetableText(what=each.what, due_on=iso(each.due_on), party=names.get(each.party_id or 0, ""))
            for each in version.timetable.all()
        ),
        annexes=tuple(annex_texts(version)),
    )


def annex_texts(version: "AgreementVersion") -> list[AnnexText]:
    """The annexes in the issue that goes with the text; one question for the annexes and one for their issues.

    While the agreement holds, an issue that the board has not adopted yet is no part of it.
    """
    holds = version.agreement.is_binding
    found = []
    for annex in version.agreement.annexes.prefetch_related("issues"):
        issues = [each for each in annex.issues.all() if each.adopted_on is not None or not holds]
        if not issues:
            continue
        newest = max(issues, key=lambda issue: issue.number)
        found.append(
            AnnexText(
                number=annex.number,
                title=annex.title,
                life=str(annex.life),
                issue=newest.number,
                paragraphs=paragraphs_of(newest.text),
            )
        )
    return found
