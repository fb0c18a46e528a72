from hypothesis import given
from hypothesis import strategies as st

from budgets.cost_sharing import spread
from budgets.reports.words import kr, millions, paragraph_sign, permille, ppm, signed_kr, whole_kr
from governance.lib.sharing import WHOLE, Line, Principle, budget_shares, shares


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_amounts_in_sentences() -> None:
    assert plain(kr(2_100_000_000)) == "21 000 000 kr"
    assert plain(kr(269_572_990)) == "2 695 729,90 kr"
    assert plain(whole_kr(269_572_950)) == "2 695 730 kr"
    assert plain(signed_kr(18_750_787)) == "+187 508 kr"
    assert plain(signed_kr(-18_750_787)) == "−187 508 kr"
    assert [millions(ore) for ore in (2_862_000_000, 500_000, 499_999, -1_000_000)] == [
        "28,62",
        "0,01",
        "0,00",
        "−0,01",
    ]


def test_parts_are_whole_numbers_also_of_nothing() -> None:
    assert (ppm(1, 3), permille(2, 3), ppm(1, 0), permille(1, 0)) == (333_333, 667, 0, 0)
    assert [plain(paragraph_sign(text)) for text in ("6", "§ 6", " §6 ", "")] == ["§ 6", "§ 6", "§ 6", ""]


@given(
    populations=st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 400_000), min_size=1),
    amounts=st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from((0, 400_000, 500_000, WHOLE))), min_size=1),
)
def test_the_parts_of_lines_add_up_to_the_share_and_miss_it_by_little(
    populations: dict[str, int], amounts: list[tuple[int, int]]
) -> None:
    lines = [Line(str(at), ore, Principle.by_region(part)) for at, (ore, part) in enumerate(amounts)]
    totals = budget_shares(lines, region="x", populations=populations)

    for code, total in totals.items():
        parts = {
            line.key: shares(line.principle, line.amount, region="x", populations=populations)[code] for line in lines
        }
        single = dict(parts)
        assert sum(spread(parts, total).values()) == total
        assert sum(abs(parts[key] - single[key]) for key in parts) <= 2 * len(lines)
