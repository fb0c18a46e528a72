"""What differs between two texts: word by word, never confetti, and fast on sixty pages."""

import time
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreements.texts.content import FORM, AgreementText, AnnexText, FinancingText, PartyText, SectionText
from agreements.texts.redline import ADDED, REMOVED, SAME, Piece, compare, words_between

NBSP = "\u00a0"


def text(*sections: tuple[str, tuple[str, ...]], **fields: object) -> AgreementText:
    given = AgreementText(
        form=FORM,
        kind="framework",
        number="2026-01",
        title="Ramavtal om digitala remisser",
        detail_level="framework",
        sign_order="decide_first",
        legal_basis="",
        period_from="",
        period_until="",
        last_on="2026-11-15",
        amends="",
        supersedes="",
        cost_ore=None,
        updating_reason="",
        parties=(PartyText(name="Staten", organisation_number="", role=""),),
        sections=tuple(
            SectionText(number=place, title=title, part="", paragraphs=paragraphs)
            for place, (title, paragraphs) in enumerate(sections, start=1)
        ),
        financing=(),
        timetable=(),
        annexes=(),
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def told(old: AgreementText, new: AgreementText) -> list[tuple[str, str, str]]:
    """Reference, kind, and the changed words as [-removed-] and {+added+}."""
    marks = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return [
        (change.ref, change.kind, "".join(marks[piece.op].format(piece.text) for piece in change.pieces))
        for change in compare(old, new).changes
    ]


def test_equal_texts_differ_in_nothing() -> None:
    one = text(("Kostnad", ("Staten betalar.",)))

    assert compare(one, one).changes == ()


def test_changed_words_stand_inside_their_paragraph() -> None:
    before = f"Staten svarar för 45{NBSP}procent av investeringen, dock högst 412 000 000 kr i 2025 års prisnivå."
    after = f"Staten svarar för 50{NBSP}procent av investeringen, dock högst 412 000 000 kr i 2026 års prisnivå."

    assert told(text(("Kostnad", (before,))), text(("Kostnad", (after,)))) == [
        (
            "§ 1.1",
            "changed",
            f"Staten svarar för [-45{NBSP}procent-]{{+50{NBSP}procent+}} av investeringen, "
            "dock högst 412 000 000 kr i [-2025-]{+2026+} års prisnivå.",
        )
    ]


def test_a_date_kept_together_is_one_change() -> None:
    old = f"Klart senast den 30{NBSP}juni{NBSP}2028."
    new = f"Klart senast den 31{NBSP}december{NBSP}2028."

    assert words_between(old, new) == (
        Piece(SAME, "Klart senast den "),
        Piece(REMOVED, f"30{NBSP}juni{NBSP}2028"),
        Piece(ADDED, f"31{NBSP}december{NBSP}2028"),
        Piece(SAME, "."),
    )


def test_two_changed_words_with_a_blank_between_are_one_change() -> None:
    assert words_between("i två steg därefter", "i fyra delar därefter") == (
        Piece(SAME, "i "),
        Piece(REMOVED, "två steg"),
        Piece(ADDED, "fyra delar"),
        Piece(SAME, " därefter"),
    )


def test_new_paragraph_is_added_and_the_others_keep_still() -> None:
    kept = ("Styrelsen följer upp avtalet varje år.", "Staten utser ordförande i styrelsen.")
    added = "Om kostnaden stiger med mer än 15 procent ska styrelsen pröva om villkoren ska omförhandlas."

    assert told(text(("Uppföljning", kept)), text(("Uppföljning", (kept[0], added, kept[1])))) == [
        ("§ 1.2", ADDED, f"{{+{added}+}}")
    ]


def test_paragraphs_that_share_little_are_removed_and_added_whole() -> None:
    old, new = "Regionen driver tjänsten.", "Samtliga kommuner ansluter vårdcentralerna före årsskiftet."

    assert told(text(("Drift", (old,))), text(("Drift", (new,)))) == [
        ("§ 1.1", REMOVED, f"[-{old}-]"),
        ("§ 1.1", ADDED, f"{{+{new}+}}"),
    ]


def test_section_that_moved_and_was_renumbered_is_the_same_section() -> None:
    parties, cost = ("Parter", ("Parter är tre.",)), ("Kostnad", ("Staten betalar hälften av kostnaden.",))

    assert told(text(parties, cost), text(("Inledning", ("Det här är nytt.",)), parties, cost)) == [
        ("§ 1", ADDED, "{+Inledning+}"),
        ("§ 1.1", ADDED, "{+Det här är nytt.+}"),
    ]


def test_section_with_a_new_heading_is_found_by_what_it_says() -> None:
    said = ("Avtalet gäller tills alla åtaganden är realiserade.", "Det kan inte sägas upp av en part ensam.")

    assert told(text(("Avtalstid", said)), text(("Avtalstid och uppsägning", said))) == [
        ("§ 1", "changed", "Avtalstid{+ och uppsägning+}")
    ]


def test_sections_of_one_title_are_each_compared_with_their_own() -> None:
    travel, archive = ("Övrigt", ("Resor betalas av var och en.",)), ("Övrigt", ("Handlingar arkiveras hos staten.",))
    both = text(travel, archive)

    assert told(both, both) == []
    assert told(both, text(travel, ("Övrigt", ("Handlingar arkiveras hos regionen.",)))) == [
        ("§ 2.1", "changed", "Handlingar arkiveras hos [-staten-]{+regionen+}.")
    ]
    assert told(both, text(archive)) == [
        ("§ 1", "removed", "[-Övrigt-]"),
        ("§ 1.1", "removed", "[-Resor betalas av var och en.-]"),
    ]


def test_removed_section_is_told() -> None:
    parties = ("Parter", ("Parter är tre.",))

    assert told(text(parties, ("Mark", ("Mark upplåts.",))), text(parties)) == [
        ("§ 2", REMOVED, "[-Mark-]"),
        ("§ 2.1", REMOVED, "[-Mark upplåts.-]"),
    ]


def test_money_and_particulars_and_annexes_are_told_in_words() -> None:
    def line(ppm: int, ore: int) -> FinancingText:
        return FinancingText(
            party="Staten",
            what="Andel",
            amount_ore=ore,
            share_ppm=ppm,
            price_level_on="2026-01-01",
            index_series="KPIF",
        )

    def annex(said: str) -> AnnexText:
        return AnnexText(number=1, title="Begrepp", life="parties", issue=1, paragraphs=(said,))

    old = text(last_on="2026-11-15", cost_ore=10_000, financing=(line(450_000, 4_500),), annexes=(annex("A är B."),))
    new = text(last_on="2026-12-15", cost_ore=10_000, financing=(line(500_000, 5_000),), annexes=(annex("A är C."),))

    assert told(old, new) == [
        (
            "Inledning",
            "changed",
            f"Ska ha trätt i kraft senast [-15{NBSP}november{NBSP}2026-]{{+15{NBSP}december{NBSP}2026+}}.",
        ),
        (
            "Rad 2",
            "changed",
            f"Staten: Andel, [-45{NBSP}%, 45,00{NBSP}kr-]{{+50{NBSP}%, 50,00{NBSP}kr+}}, "
            f"prisnivå{NBSP}januari{NBSP}2026, räknas om med KPIF.",
        ),
        ("Bilaga 1.1", "changed", "A är [-B-]{+C+}."),
    ]


words = st.lists(st.sampled_from(["staten", "regionen", "betalar", "50 %", "klart", "senast", ",", ".", "  ", "\n"]))
paragraphs = words.map(" ".join)


@given(paragraphs, paragraphs)
@example("", "a")
@example("a b", "a b ")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_redline_holds_both_texts_whole(old: str, new: str) -> None:
    pieces = words_between(old, new)

    assert "".join(piece.text for piece in pieces if piece.op != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.op != REMOVED) == new


@given(st.lists(paragraphs, max_size=8), st.lists(paragraphs, max_size=8))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_paragraph_that_differs_is_told_once(old: list[str], new: list[str]) -> None:
    before, after = text(("A", tuple(old))), text(("A", tuple(new)))

    changes = compare(before, after).changes

    gone, come = [], []
    for change in changes:
        if any(piece.op != ADDED for piece in change.pieces):
            gone.append("".join(piece.text for piece in change.pieces if piece.op != ADDED))
        if any(piece.op != REMOVED for piece in change.pieces):
            come.append("".join(piece.text for piece in change.pieces if piece.op != REMOVED))
    rest = [each for each in old if each]
    for each in gone:
        assert each in rest
        rest.remove(each)
    kept = [each for each in new if each]
    for each in come:
        assert each in kept
        kept.remove(each)
    assert sorted(rest) == sorted(kept)


def long_text(pages: int) -> AgreementText:
    """Some four hundred words a page in fifteen sections, no two paragraphs alike."""
    each = pages * 400 // 50 // 15
    return text(
        *(
            (
                f"Avsnitt {number}",
                tuple(
                    " ".join(f"ord{(place * 7 + number * 13 + at * at) % 997}" for at in range(50))
                    for place in range(each)
                ),
            )
            for number in range(15)
        )
    )


def test_sixty_pages_are_compared_within_a_patient_second() -> None:
    old = long_text(60)
    changed = tuple(
        replace(
            section,
            paragraphs=tuple(
                paragraph.replace("ord5", "nytt5") if place % 2 else paragraph
                for place, paragraph in enumerate(section.paragraphs)
            ),
        )
        for section in old.sections
    )
    new = replace(old, sections=changed)

    started = time.perf_counter()
    found = compare(old, new)
    took = time.perf_counter() - started

    assert old.words == 24_000
    assert found.count > 100
    assert all(change.kind == "changed" for change in found.changes)
    assert took < 2


def test_one_endless_paragraph_or_very_many_alike_keep_nobody_waiting() -> None:
    endless = " ".join(f"ord{at * at % 997} och" for at in range(15_000))
    many = ("Samma stycke.",) * 20_000
    old = text(("Ett", (endless,)), ("Två", many))
    new = text(("Ett", (f"{endless} slut",)), ("Två", (*many, "Ett nytt.")))

    started = time.perf_counter()
    changes = compare(old, new).changes
    took = time.perf_counter() - started

    assert [change.ref for change in changes] == ["§ 1.1", "§ 2.20001"]
    assert took < 10
