"""What differs between two texts, so that it can be read: word by word inside a paragraph, by section (ändringar).

Paragraphs are paired first, in order, by the words that they share; only a pair is then compared word by word. That
keeps the work small (sixty pages in a blink) and the answer readable: a paragraph that has little in common with any
other is shown as removed or added, whole.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.text import percent

from .content import AgreementText, AnnexText, FinancingText, SectionText, TimetableText, text_of
from .financing import WHOLE, month_name
from .kinds import AgreementKind, AnnexLife, DetailLevel, LegalBasis, SignOrder

if TYPE_CHECKING:
    from .models import AgreementVersion

SAME, ADDED, REMOVED = "same", "added", "removed"
ALIKE = 0.4
"""How much two paragraphs must share to be one paragraph that was changed, rather than one removed and one added."""
LONG = 2_000
"""Beyond so many words or paragraphs, common ones are no longer what others are found by: they would be too many."""
LARGEST_TABLE = 250_000
"""Pairs of paragraphs that are weighed against each other at most; beyond that, only equal ones are paired."""

_WORD = re.compile(r"\s+|[^\W_]+(?:[\u00a0.,:/\-–][^\W_]+)*|[^\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph: unchanged, added or removed."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that differs (ändring): where it stands, under which heading, and its words."""

    ref: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        """Whether the paragraph is new, gone, or changed."""
        ops = {piece.op for piece in self.pieces}
        return ops.pop() if len(ops) == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Redline:
    """Everything that differs between two texts, in the order of the text."""

    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        """How many paragraphs differ."""
        return len(self.changes)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings under which something differs, each once."""
        return tuple(dict.fromkeys(change.label for change in self.changes))


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs under one heading, with how each is referred to."""

    key: tuple[str, ...]
    label: str
    paragraphs: tuple[str, ...]
    refer: Callable[[int], str]


def compare(old: "AgreementVersion | AgreementText", new: "AgreementVersion | AgreementText") -> Redline:
    """Compare two versions of an agreement, or two texts."""
    before, after = (each if isinstance(each, AgreementText) else text_of(each) for each in (old, new))
    found: list[Change] = []
    for earlier, later in paired_blocks(list(blocks(before)), list(blocks(after))):
        found += block_changes(earlier, later)
    return Redline(tuple(found))


# Blocks: the text as headings with paragraphs --------------------------------------------------------------------


def blocks(text: AgreementText) -> Iterator[Block]:
    """The text as headings with paragraphs: particulars, sections, financing, timetable, annexes."""
    yield Block(("particulars",), "Uppgifter om avtalet", particulars(text), lambda at: "Inledning")
    for section in text.sections:
        yield section_block(section)
    yield Block(("financing",), "Finansieringsplan", financing_lines(text), lambda at: f"Rad {at + 1}")
    times = tuple(timetable_line(each) for each in text.timetable)
    yield Block(("timetable",), "Hålltider", times, lambda at: f"Rad {at + 1}")
    for annex in text.annexes:
        yield annex_block(annex)


def section_block(section: SectionText) -> Block:
    """A section; its own title is a paragraph, so that a new heading shows."""
    number = section.number
    return Block(
        ("section", section.title.casefold()),
        section.title,
        (section.title, *section.paragraphs),
        lambda at: f"§ {number}.{at}" if at else f"§ {number}",
    )


def annex_block(annex: AnnexText) -> Block:
    """An annex, with its title and how it may be changed."""
    number = annex.number
    life = f"{annex.title}. {AnnexLife(annex.life).label}."
    return Block(
        ("annex", str(number)), f"Bilaga {number}", (life, *annex.paragraphs), lambda at: f"Bilaga {number}.{at}"
    )


def particulars(text: AgreementText) -> tuple[str, ...]:
    """What the agreement says of itself, as sentences."""
    parties = (
        " ".join(part for part in (each.name, each.organisation_number, f"({each.role})" if each.role else "") if part)
        for each in text.parties
    )
    said = [
        f"{AgreementKind(text.kind).label} {text.number}: {text.title}.",
        f"Parter: {'; '.join(parties)}.",
        f"Detaljeringsgrad: {DetailLevel(text.detail_level).label}.",
        f"Ordning: {SignOrder(text.sign_order).label}.",
        f"Rättslig grund: {LegalBasis(text.legal_basis).label}.",
        f"Gäller från {in_words(text.period_from)}." if text.period_from else "",
        f"Gäller till och med {in_words(text.period_until)}." if text.period_until else "",
        f"Ska ha trätt i kraft senast {in_words(text.last_on)}." if text.last_on else "",
        f"Ändrar avtalet {text.amends}." if text.amends else "",
        f"Efterträder avtalet {text.supersedes}." if text.supersedes else "",
        f"Därför saknas en regel om hur avtalet uppdateras: {text.updating_reason}" if text.updating_reason else "",
    ]
    return tuple(each for each in said if each)


def in_words(day: str) -> str:
    """A day written as text, in words."""
    return swedish_date(date.fromisoformat(day)).replace(" ", "\u00a0") if day else "–"


def financing_lines(text: AgreementText) -> tuple[str, ...]:
    """The financing plan as sentences, with the whole first."""
    if not text.financing:
        return ()
    whole = f"Samlad kostnad: {money(text.cost_ore)}."
    return (whole, *(financing_line(each) for each in text.financing))


def money(ore: int | None) -> str:
    """An amount in kronor, kept together."""
    return "inte angiven" if ore is None else f"{Sek(ore).swedish()}\u00a0kr"


def financing_line(line: FinancingText) -> str:
    """What a party pays, in a sentence."""
    said = [f"{line.party}: {line.what}", money(line.amount_ore)]
    if line.share_ppm is not None:
        said.insert(1, share_words(line.share_ppm))
    if line.price_level_on:
        said.append(f"prisnivå {month_name(date.fromisoformat(line.price_level_on))}".replace(" ", "\u00a0"))
    if line.index_series:
        said.append(f"räknas om med {line.index_series}")
    return f"{', '.join(said)}."


def share_words(ppm: int) -> str:
    """A share with as many decimals as it needs: "50 %", "12,5 %", "33,3333 %"."""
    decimals = next(number for number in range(5) if ppm % 10 ** (4 - number) == 0)
    return percent(ppm, WHOLE, decimals=decimals)


def timetable_line(item: TimetableText) -> str:
    """A day to keep, in a sentence."""
    return f"Senast {in_words(item.due_on)}: {item.what}{f' ({item.party})' if item.party else ''}."


# Pairing ---------------------------------------------------------------------------------------------------------


def paired_blocks(old: list[Block], new: list[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Pair headings that are the same, then those left over that say much the same; in the order of the new text."""
    spare = list(old)
    pairs: dict[int, Block] = {}
    for is_same in (says_the_same, is_headed_alike):  # several may have one heading: those that say the same come first
        for at, block in enumerate(new):
            found = None if at in pairs else next((each for each in spare if is_same(each, block)), None)
            if found is not None:
                pairs[at] = found
                spare.remove(found)
    for at, block in enumerate(new):
        if at in pairs or not spare:
            continue
        nearest = max(spare, key=lambda each: alike(bag(" ".join(each.paragraphs)), bag(" ".join(block.paragraphs))))
        if nearest.key[0] == block.key[0] and (
            alike(bag(" ".join(nearest.paragraphs)), bag(" ".join(block.paragraphs))) >= ALIKE
        ):
            pairs[at] = nearest
            spare.remove(nearest)
    for at, block in enumerate(new):
        yield pairs.get(at), block
    for block in spare:
        yield block, None


def is_headed_alike(old: Block, new: Block) -> bool:
    """Whether two blocks have the same heading."""
    return old.key == new.key


def says_the_same(old: Block, new: Block) -> bool:
    """Whether two blocks have the same heading and the same paragraphs."""
    return old.key == new.key and old.paragraphs == new.paragraphs


def block_changes(old: Block | None, new: Block | None) -> list[Change]:
    """What differs under one heading."""
    before, after = (block.paragraphs if block else () for block in (old, new))
    if before == after:
        return []
    found = []
    for left, right in aligned(before, after):
        if left is not None and right is not None and before[left] == after[right]:
            continue
        shown = new if right is not None else old
        at = right if right is not None else left
        if shown is None or at is None:
            continue
        said = words_between(before[left] if left is not None else "", after[right] if right is not None else "")
        found.append(Change(shown.refer(at), shown.label, said))
    return found


def bag(paragraph: str) -> frozenset[tuple[str, int]]:
    """The words of a paragraph, however they stand: each with which time it comes, so that sets count like bags."""
    seen: Counter[str] = Counter()
    found = []
    for word in _WORD.findall(paragraph):
        if word[0].isalnum():
            word = word.casefold()  # noqa: PLW2901 -- the same word, written one way
            seen[word] += 1
            found.append((word, seen[word]))
    return frozenset(found)


def alike(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> float:
    """How much two paragraphs share: 0 nothing, 1 the same words."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 1.0


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pair paragraphs in order: equal ones first, and between those the pairs that share the most words."""
    found: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > LONG)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += zip(range(i1, i2), range(j1, j2), strict=True)
        elif (i2 - i1) * (j2 - j1) > LARGEST_TABLE:
            found += [*((i, None) for i in range(i1, i2)), *((None, j) for j in range(j1, j2))]
        else:
            found += weighed(old, new, range(i1, i2), range(j1, j2))
    return found


def weighed(old: Sequence[str], new: Sequence[str], rows: range, columns: range) -> list[tuple[int | None, int | None]]:
    """The pairing in order that shares the most words, by a table over both runs of paragraphs."""
    left, right = [bag(old[i]) for i in rows], [bag(new[j]) for j in columns]
    gain = [[score if (score := alike(a, b)) >= ALIKE else 0.0 for b in right] for a in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            paired = best[i + 1][j + 1] + gain[i][j] if gain[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if gain[i][j] and best[i][j] == best[i + 1][j + 1] + gain[i][j]:
            found.append((rows[i], columns[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((rows[i], None))
            i += 1
        else:
            found.append((None, columns[j]))
            j += 1
    return [
        *found,
        *((rows[at], None) for at in range(i, len(left))),
        *((None, columns[at]) for at in range(j, len(right))),
    ]


# Words -----------------------------------------------------------------------------------------------------------


def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """The words of a paragraph as they were and are; runs of changed words stand together, removed before added."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    runs: list[tuple[bool, list[str], list[str]]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > LONG)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        runs.append((tag == "equal", before[i1:i2], after[j1:j2]))
    return tuple(pieces_of(joined(runs)))


def joined(runs: list[tuple[bool, list[str], list[str]]]) -> list[tuple[bool, list[str], list[str]]]:
    """Let a blank or a lone mark between two changes belong to them: "45 procent" is one change, not two."""
    found: list[tuple[bool, list[str], list[str]]] = []
    for at, (same, removed, added) in enumerate(runs):
        inside = 0 < at < len(runs) - 1
        changed = not same or (inside and not any(token[0].isalnum() for token in removed))
        found.append((not changed, removed, added))
    whole = []
    for same, group in groupby(found, key=lambda run: run[0]):
        parts = list(group)
        whole.append((same, [t for _, r, _ in parts for t in r], [t for _, _, a in parts for t in a]))
    return whole


def pieces_of(runs: list[tuple[bool, list[str], list[str]]]) -> Iterator[Piece]:
    """Runs of words as pieces of text; the blanks at the end of a change stand outside it."""
    for same, removed, added in runs:
        if same:
            yield Piece(SAME, "".join(added))
            continue
        gone, come = "".join(removed), "".join(added)
        lead = _shared_blank(gone, come, start=True)
        tail = _shared_blank(gone[len(lead) :], come[len(lead) :], start=False)
        yield from (Piece(SAME, lead),) if lead else ()
        bare = [text[len(lead) : len(text) - len(tail)] for text in (gone, come)]
        yield from (Piece(op, text) for op, text in zip((REMOVED, ADDED), bare, strict=True) if text)
        yield from (Piece(SAME, tail),) if tail else ()


def _shared_blank(one: str, other: str, *, start: bool) -> str:
    """The blank that both texts begin (or end) with."""
    if not one or not other:
        return ""
    ends = [text[: len(text) - len(text.lstrip())] if start else text[len(text.rstrip()) :] for text in (one, other)]
    return ends[0] if ends[0] == ends[1] else ""
