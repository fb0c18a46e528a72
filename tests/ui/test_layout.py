"""How parts of a page stand to each other in a browser: widths that are shared, and room between neighbours."""

from typing import Any

import pytest

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]


def put(page: Any, live_server: Any, html: str, width: int = 1280) -> None:
    """Show markup in the frame of a page."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(live_server.url + "/ordlista/")
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", html)


def left_edges(page: Any, selector: str) -> list[list[int]]:
    """Where the cells of each row begin."""
    found: list[list[int]] = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map("
        "row => [...row.children].map(cell => Math.round(cell.getBoundingClientRect().left)))",
        selector,
    )
    return found


@pytest.mark.parametrize("columns", [4, 5, 6])
def test_tables_of_the_same_columns_have_the_same_widths(live_server: Any, page: Any, columns: int) -> None:
    def table(*words: str) -> str:
        cells = "".join(f"<td>{word}</td>" for word in words[1:])
        heads = "".join("<th scope='col'>Rubrik</th>" for _word in words)
        return (
            '<table class="ds-table tbl tbl--card tbl--alike"><caption class="sr">Rader</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody><tr><th scope='row'>{words[0]}</th>{cells}</tr></tbody></table>"
        )

    put(page, live_server, table(*["kort"] * columns) + table("lång " * 40, *["mycket längre än så"] * (columns - 1)))

    first, second = left_edges(page, "thead tr")
    assert first == second


@pytest.mark.parametrize("width", [1280, 700])
def test_facts_share_one_width_of_labels_in_a_narrow_column(live_server: Any, page: Any, width: int) -> None:
    rows = (("Slag", "Årsrapport"), ("Beställt", "29\u00a0november\u00a02026 kl.\u00a005.34"), ("Omfång", "13 sidor"))
    inner = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in rows)
    put(page, live_server, f'<dl class="dl dl--rows">{inner}</dl>', width)
    page.evaluate("document.querySelector('.dl').style.width = '16rem'")

    assert len({edges[1] for edges in left_edges(page, ".dl > div")}) == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_parts_of_a_partnership_do_not_touch_what_has_happened(live_server: Any, page: Any, width: int) -> None:
    html = (
        '<nav class="subnav" aria-label="Delar"><ul class="chips"><li><a href="#a">Budget</a></li></ul></nav>'
        '<ol class="plain rows small trail"><li><span>3 mars</span><span>Lämnad</span></li></ol>'
    )
    put(page, live_server, html, width)

    gap = page.evaluate(
        "document.querySelector('.trail').getBoundingClientRect().top"
        " - document.querySelector('.subnav').getBoundingClientRect().bottom"
    )
    assert gap >= 16
