import random
from collections.abc import Iterator
from dataclasses import replace

from agreements.texts.content import FORM, AgreementText, SectionText
from agreements.texts.kinds import AgreementKind, DetailLevel, SignOrder
from agreements.texts.redline import compare

from .measure import Figure, wall

PAGES, WORDS_A_PAGE, WORDS_A_PARAGRAPH, SECTIONS = 60, 400, 50, 15


def agreement_text() -> AgreementText:
    """An agreement of sixty pages in fifteen sections, of words drawn as in a language: few are common, many rare."""
    dice = random.Random(20171)  # noqa: S311 -- made-up words, no secret
    vocabulary = [f"ord{place}" for place in range(3_000)]
    weights = [1 / (place + 1) for place in range(3_000)]
    each = PAGES * WORDS_A_PAGE // WORDS_A_PARAGRAPH // SECTIONS
    return AgreementText(
        form=FORM,
        kind=AgreementKind.FRAMEWORK,
        number="2026-01",
        title="Påhittat avtal",
        detail_level=DetailLevel.FRAMEWORK,
        sign_order=SignOrder.DECIDE_FIRST,
        legal_basis="",
        period_from="",
        period_until="",
        last_on="",
        amends="",
        supersedes="",
        cost_ore=None,
        updating_reason="",
        parties=(),
        sections=tuple(
            SectionText(
                number=number,
                title=f"Avsnitt {number}",
                part="",
                paragraphs=tuple(
                    " ".join(dice.choices(vocabulary, weights, k=WORDS_A_PARAGRAPH)) for _place in range(each)
                ),
            )
            for number in range(1, SECTIONS + 1)
        ),
        financing=(),
        timetable=(),
        annexes=(),
    )


def changed(text: AgreementText, *, every: int) -> AgreementText:
    """The same text with a few words changed in every so many paragraphs, some paragraphs gone and some new."""
    dice = random.Random(20172)  # noqa: S311 -- made-up words, no secret

    def rewrite(paragraph: str) -> str:
        words = paragraph.split()
        for at in dice.sample(range(len(words)), 5):
            words[at] = f"nytt{at}"
        return " ".join(words)

    def section(one: SectionText) -> SectionText:
        kept = [rewrite(each) if at % every == 0 else each for at, each in enumerate(one.paragraphs) if at % 17 != 5]
        return replace(one, paragraphs=(*kept, f"Ett nytt stycke i avsnitt {one.number}."))

    return replace(text, sections=tuple(section(each) for each in text.sections))


def figures() -> Iterator[Figure]:
    """Redline of two versions of sixty pages: a few changes, and every paragraph changed."""
    text = agreement_text()
    for case, every in (("var tionde stycke ändrat", 10), ("vartenda stycke ändrat", 1)):
        other = changed(text, every=every)
        found = compare(text, other)
        slowest = max(wall(lambda other=other: compare(text, other)) for _ in range(3))  # type: ignore[misc]
        name = f"Ändringar mellan två versioner på {PAGES} sidor, {case} ({found.count} ändringar)"
        yield Figure(name, round(slowest, 3), "sekunder", 2)
