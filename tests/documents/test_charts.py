import json
from typing import Any

from governance.documents import charts, progress_charts

from . import board_samples, samples


def data_of(shape: Any) -> dict[str, Any]:
    return dict(json.loads(shape.to_canonical_json()))


def test_band_names_the_lead_the_reader_and_the_rest() -> None:
    drawn = charts.band(data_of(samples.annual_report()), 470.5, 118)

    assert "<title>28\u00a0620\u00a0000 kronor delade mellan 34 huvudmän: Region Skåne" in drawn
    assert "32 kommuner" in drawn
    assert drawn.count("<rect") == 34


def test_band_of_the_region_names_it_once() -> None:
    drawn = charts.band(data_of(samples.annual_report("12", "Region Skåne")), 470.5, 118)

    assert drawn.count(">Region Skåne<") == 1
    assert "33 kommuner" in drawn


def test_waterfall_tells_every_term_and_its_sign() -> None:
    drawn = charts.waterfall(data_of(samples.annual_report()), 225)

    assert "Andel 2024" in drawn
    assert "folkmängd +" in drawn


def test_charts_without_anything_to_show_are_left_out() -> None:
    bare = data_of(samples.bare_annual_report())

    drawn = [charts.mine(bare, 225), charts.waterfall(bare, 225), charts.phases(bare, 225), charts.bullets(bare, 470)]
    drawn += [charts.goals(bare, 470), charts.adopted(bare, 470), charts.years([], 2026, 354)]

    assert drawn == [""] * 7


def test_charts_escape_names() -> None:
    data = data_of(samples.annual_report())
    data["services"][0]["name"] = data["services"][0]["short"] = "<script>alert(1)</script>"

    drawn = charts.bullets(data, 470.5) + charts.mine(data, 225)

    assert "<script" not in drawn
    assert "&lt;script" in drawn


def test_long_names_are_cut_in_charts_alone() -> None:
    assert charts.fit("En tjänst med ett mycket långt namn", 60) == "En tjänst me…"


def test_adopted_survives_decisions_in_the_year_before_the_deadline() -> None:
    data = data_of(samples.annual_report())
    data["rulings"] = [{**data["rulings"][0], "on": "2023-12-30"}, {**data["rulings"][1], "on": "2025-01-02"}]

    assert charts.adopted(data, 470.5).count("<circle") == 2


def test_a_long_chart_of_promises_is_drawn_in_parts_that_a_page_may_part() -> None:
    few, many = (data_of(made()) for made in (board_samples.commitment_report, board_samples.many_commitments))

    assert progress_charts.commitments(few, 470.5).count("<svg") == 1
    assert progress_charts.commitments(many, 470.5).count("<svg") == 7
    assert progress_charts.commitments(many, 470.5).count("Ram: utlovat.") == 1


def test_rings_of_one_day_never_stand_higher_than_a_third_of_a_page() -> None:
    data = data_of(board_samples.commitment_report())
    data["commitments"] = [data["commitments"][0]] * 60

    drawn = progress_charts.timeline(data, 470.5)

    assert drawn.count("<circle") == 60
    assert 'height="224pt"' in drawn
