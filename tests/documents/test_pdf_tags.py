from django.template import Context, Engine

from governance.documents.render import calm_headings


def shown(source: str, **data: object) -> str:
    engine = Engine(builtins=["governance.documents.templatetags.pdf"])
    return engine.from_string(source).render(Context({"numbers": {}, **data})).replace("\u00a0", " ")


def test_filters_format_what_frozen_data_hold() -> None:
    source = '{{ a|ore }} {{ a|ore:"+" }} {{ a|kr }} {{ p|ppm:1 }} {{ n|number }}'
    source += " {{ d|day }} {{ none|number }} {{ w|genitive }}"

    given = {"a": 125_221_329, "p": 254_704, "n": 1_421_781, "d": "2026-03-02", "none": None, "w": "Höganäs"}

    assert shown(source, **given) == "1 252 213,29 +1 252 213,29 1 252 213 25,5 1 421 781 2 mars 2026 – Höganäs"


def test_instants_are_printed_in_swedish_time_and_stamped_in_utc() -> None:
    assert (
        shown("{{ t|instant }} {{ t|w3c }}", t="2026-03-02T07:00:00+00:00")
        == "2 mars 2026 kl. 08.00 2026-03-02T07:00:00Z"
    )


def test_tables_and_diagrams_number_themselves() -> None:
    source = '{% table "a" %} {% diagram %} {% table %} {% table "c" %}: {% numbers_of "a" "left out" "c" %}'

    assert shown(source) == "Tabell 1 Diagram 1 Tabell 2 Tabell 3: 1 och 3"


def test_hash_is_set_in_blocks_on_two_lines_and_escaped() -> None:
    assert shown("{{ h|blocks }}", h="0123456789abcdef<") == "01234567 89abcdef<br>&lt;"


def test_headings_never_outnumber_what_they_head() -> None:
    narrow = '<table><thead><th scope="col">a</th></thead><tr><th scope="row">x</th><td>1</td></tr></table>'
    wide = '<table><th scope="col">a</th><th scope="col">b</th><th scope="col">c</th><th scope="col">d</th>'
    row = '<tr><th scope="row">x</th><td>1</td><td>2</td><td>3</td></tr>'
    headless = '<table><tr><th scope="row">x</th><td>1</td></tr></table>'

    assert "<td>x</td>" in calm_headings(narrow)
    assert "<td>x</td>" in calm_headings(f"{wide}{row}</table>")
    assert calm_headings(f"{wide}{row * 3}</table>") == f"{wide}{row * 3}</table>"
    assert calm_headings(headless) == headless
