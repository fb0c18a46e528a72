"""Each component shows what it is given, escapes it, and says so when it is given too little."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import SafeString

from governance.ui import gallery, parts
from governance.ui.strict import UnknownVariable
from governance.ui.templatetags import components

TODAY = date(2026, 10, 20)
EVIL = "<script>alert(1)</script>"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;"


def render(source: str, **context: Any) -> str:
    """A piece of a page, with no-break spaces made plain."""
    return Template(source).render(Context({"today": TODAY, **context})).replace("\u00a0", " ")


ESCAPES: dict[str, tuple[str, dict[str, Any]]] = {
    "status": ('{% status "done" evil %}', {}),
    "pagehead": ("{% pagehead evil eyebrow=evil %}{{ evil }}{% endpagehead %}", {}),
    "situation": ("{% situation state=evil turn=evil due=evil state_note=evil turn_note=evil due_note=evil %}", {}),
    "crumbs": ("{% crumbs steps %}", {"steps": [(EVIL, "/"), (EVIL, "")]}),
    "panel": ("{% panel evil %}{{ evil }}{% endpanel %}", {}),
    "note": ("{% note title=evil %}{{ evil }}{% endnote %}", {}),
    "empty": ("{% empty evil %}{{ evil }}{% endempty %}", {}),
    "verdict": ("{% verdict evil %}{{ evil }}{% endverdict %}", {}),
    "table": ("{% table evil %}<tbody><tr><td>{{ evil }}</td></tr></tbody>{% endtable %}", {}),
    "scroll": ("{% scroll evil %}{{ evil }}{% endscroll %}", {}),
    "more": ("{% more '/x' evil %}", {}),
    "downloads": ("{% downloads csv='/x' of=evil %}", {}),
    "rule": ("{% rule it %}", {"it": parts.Rule(quote=EVIL, label=EVIL, url="/r")}),
    "stopped": (
        "{% stopped evil it today lead=evil %}{{ evil }}{% endstopped %}",
        {"it": [parts.Obstruction(title=EVIL, sentence=EVIL, mended_by=EVIL, how=EVIL, rows=((EVIL, EVIL, EVIL),))]},
    ),
    "tasks": ("{% tasks it today %}", {"it": [parts.Task(title=EVIL, url="/", text=EVIL, meta=EVIL, action=EVIL)]}),
    "chips": ("{% chips it label=evil target=evil %}", {"it": [parts.Chip(label=EVIL, url="/?a=" + EVIL)]}),
    "facts": ("{% facts it %}", {"it": [parts.Fact(label=EVIL, value=EVIL, note=EVIL)]}),
    "rows": ("{% rows it %}", {"it": [parts.Fact(label=EVIL, value=EVIL, note=EVIL)]}),
    "answers": ("{% answers it %}", {"it": [parts.Answer(label=EVIL, value=EVIL, change_url="/")]}),
    "checks": ("{% checks it %}", {"it": [parts.Check(title=EVIL, note=EVIL)]}),
    "counts": ("{% counts it %}", {"it": [parts.Count(status="done", label=EVIL, count=1)]}),
    "trail": (
        "{% trail it %}",
        {
            "it": [
                parts.Happening(
                    sentence=EVIL, recorded_at=datetime(2026, 1, 1, tzinfo=UTC), who=EVIL, seat=EVIL, note=EVIL
                )
            ]
        },
    ),
    "stackedbar": ("{% stackedbar it caption=evil %}", {"it": [parts.Segment(label=EVIL, share=1, value=EVIL)]}),
    "route": ("{% route it %}", {"it": [parts.Stage(title=EVIL, note=EVIL)]}),
    "tiles": (
        "{% tiles it %}",
        {"it": [parts.Tile(code="1280", label=EVIL, url="#", status="done", status_label=EVIL)]},
    ),
    "yearwheel": ("{% yearwheel it today %}", {"it": [parts.Deadline(on=TODAY, label=EVIL)]}),
    "terms": ("{% terms it caption=evil %}", {"it": [parts.Term(label=EVIL, amount=1, note=EVIL)]}),
    "progress": ("{% progress it url='/x' what=evil %}", {"it": gallery.Batch(total=3, done=1, dead=0)}),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_component_escapes_what_it_is_given(name: str) -> None:
    source, context = ESCAPES[name]

    shown = render(source, evil=EVIL, **context)

    assert SAFE in shown
    assert EVIL not in shown


def test_content_of_a_block_keeps_its_markup() -> None:
    assert '<a href="/x">Läs</a>' in render('{% note title="T" %} <a href="/x">Läs</a> {% endnote %}')
    assert '<a href="/x">Läs</a>' in render(
        '{% stopped "T" it today %}<a href="/x">Läs</a>{% endstopped %}', it=gallery.refusals()
    )


def test_unknown_variable_raises() -> None:
    with pytest.raises(UnknownVariable, match="saknas"):
        render("{{ saknas }}")


def test_unknown_status_raises() -> None:
    with pytest.raises(ValueError, match="klart"):
        render('{% status "klart" "Klart" %}')


def test_status_says_its_state_in_words_beside_a_silent_shape() -> None:
    assert render('{% status "back" "Återremitterad" %}') == (
        '<span class="status st--back"><svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<use href="#i-st-back"/></svg><span>Återremitterad</span></span>'
    )


def test_status_escapes_words_that_somebody_vouched_for_before() -> None:
    render('{% status "done" it %}', it=SafeString("<i>Antagen</i>"))

    assert "&lt;i&gt;Antagen" in render('{% status "done" it %}', it="<i>Antagen</i>")


def test_situation_counts_the_days() -> None:
    shown = render("{% situation state='A' turn='B' due=due today=today %}", due=date(2026, 11, 30))
    late = render("{% situation state='A' turn='B' due=due today=today %}", due=date(2026, 10, 12))

    assert "30 november 2026<small>41 dagar kvar</small>" in shown
    assert "st--late" in late
    assert "8 dagar sen" in late
    assert "Ingen tidsgräns" in render("{% situation state='A' turn='B' %}")


def test_late_task_is_marked_and_others_count_down() -> None:
    shown = render("{% tasks it today %}", it=gallery.tasks())

    assert "5 dagar sen" in shown
    assert "skulle vara klart 15 oktober" in shown
    assert "<b>41 dagar kvar</b>" in shown
    assert shown.count('class="ds-button"') == 1


@dataclass
class Citation:
    """A rule as the workflow names it."""

    quote: str
    label: str
    anchor: str


@dataclass
class Refusal:
    """A refusal as the workflow gives it: a sentence, without a title."""

    sentence: str
    rule: Citation
    mended_by: str
    by_when: date | None


def test_stopped_step_reads_a_refusal_of_the_workflow() -> None:
    refusal = Refusal(
        "Budgeten är inte antagen av alla.",
        Citation("dock senast", "Strategi SGD, avsnitt 7.1", "regel-e-10"),
        "CS",
        None,
    )

    shown = render('{% stopped "En sak saknas" it today %}{% endstopped %}', it=[refusal])

    assert "<span>Budgeten är inte antagen av alla.</span>" in shown
    assert "<q>dock senast</q>" in shown
    assert "<b>CS</b>" in shown
    assert "Ingen tidsgräns" in shown


def test_stopped_step_says_yourself_as_it_stands_after_the_heading() -> None:
    refusal = parts.Obstruction(title="Skälet saknas", mended_by="du själv: skriv skälet")

    shown = render('{% stopped "T" it today %}{% endstopped %}', it=[refusal])

    assert "<dt>Kan lösas av</dt><dd><b>Dig själv: skriv skälet</b>" in shown


def test_stopped_step_counts_its_reasons_where_it_has_no_title() -> None:
    shown = render('{% stopped "" it today %}{% endstopped %}', it=gallery.refusals())

    assert ">Två saker hindrar steget<" in shown


def test_stopped_step_says_by_when_and_shows_both_values() -> None:
    shown = render(
        '{% stopped "T" it today %}{% endstopped %}', it=[*gallery.refusals(), *gallery.someone_was_before()]
    )

    assert '<b>6 november</b><small class="blk">om 17 dagar</small>' in shown
    assert "3 200 000 kr" in shown
    assert "3 050 000 kr" in shown


def test_terms_keep_a_zero_and_end_with_the_total() -> None:
    shown = render('{% terms it caption="C" %}', it=gallery.terms())

    assert "+179 158,72" in shown
    assert ">0,00<" in shown
    assert "−0,01" in shown
    assert "2 695 729,90" in shown.split("<tfoot>")[1]


def test_terms_draw_a_decrease_to_the_left_of_nothing() -> None:
    terms = [parts.Term(label="ned", amount=-100), parts.Term(label="upp", amount=300)]

    shown = render('{% terms it caption="C" %}', it=terms)

    assert 'x="0.0" width="250.0"' in shown
    assert 'x="250.0" width="750.0"' in shown


def test_pace_says_decisions_and_time_in_words() -> None:
    shown = render(
        "{% pace done=19 total=34 under_way=11 returned=1 first=first last=last today=today %}",
        first=date(2026, 3, 27),
        last=date(2026, 11, 30),
    )

    assert "19 av 34" in shown
    assert "56 procent av besluten är fattade. 83 procent av tiden har gått." in shown


@pytest.mark.parametrize(
    ("last", "gone"), [(date(2026, 10, 21), 99), (date(2026, 10, 20), 99), (date(2026, 10, 19), 100)]
)
def test_pace_says_that_all_time_has_gone_first_after_the_last_day(last: date, gone: int) -> None:
    shown = render("{% pace done=1 total=2 first=first last=last today=today %}", first=date(2026, 3, 27), last=last)

    assert f" {gone} procent av tiden har gått." in shown


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (date(2026, 12, 9), "9 december 2026</b>, 9 dagar efter sista dag, 30 november"),
        (date(2026, 11, 29), "29 november 2026</b>, 1 dag före sista dag, 30 november"),
        (date(2026, 11, 30), "30 november 2026</b>, på sista dagen"),
        (date(2027, 1, 2), "2 januari 2027</b>, 33 dagar efter sista dag, 30 november 2026"),
    ],
)
def test_pace_of_what_all_have_decided_counts_no_time(ended: date, words: str) -> None:
    first, last = date(2026, 3, 27), date(2026, 11, 30)
    shown = render(
        "{% pace done=2 total=2 first=first last=last today=today ended=ended %}", first=first, last=last, ended=ended
    )

    assert words in shown
    assert not any(each in shown for each in ("kvar", "sen<", "procent av tiden"))


def test_pace_of_nobody_and_of_a_time_gone_by() -> None:
    shown = render(
        "{% pace done=0 total=0 first=first last=first today=today %}", first=date(2026, 1, 1), last=date(2026, 1, 1)
    )

    assert "0 procent av besluten" in shown
    assert "dagar sen</b>, sista dag var 1" in shown


@pytest.mark.parametrize(
    ("batch", "asks", "words"),
    [
        (gallery.Batch(34, 12, 0), True, "12 av 34 rapporter klara"),
        (gallery.Batch(34, 34, 0), False, "34 av 34 rapporter klara"),
        (gallery.Batch(34, 33, 1), False, "1 av 34 gick inte att göra"),
    ],
)
def test_progress_asks_again_until_it_is_over(batch: Any, asks: bool, words: str) -> None:
    shown = render("{% progress it url='/x' what='rapporter' %}", it=batch)

    assert ("every 2s" in shown) is asks
    assert ("Visa läget igen" in shown) is asks
    assert words in shown


def test_chips_mark_the_chosen_and_swap_only_the_list() -> None:
    chips = [parts.Chip(label="Alla", url="?", count=0, current=True)]

    shown = render('{% chips it label="Filtrera" target="#lista" %}', it=chips)

    assert 'aria-current="true"' in shown
    assert 'hx-select="#lista"' in shown
    assert "Alla 0" in shown
    assert "hx-" not in render('{% chips it label="Filtrera" %}', it=chips)


def test_more_is_nothing_at_the_end() -> None:
    assert render("{% more '' %}") == ""


def test_tile_of_the_region_keeps_its_name_on_a_phone() -> None:
    shown = render("{% tiles it %}", it=gallery.tiles())

    assert shown.count("<li") == 34
    assert shown.count('class="s"') == 33
    assert "Bereds, din huvudman" in shown


def test_key_shows_the_share_where_no_value_is_given() -> None:
    segments = [parts.Segment(label="Region Skåne", share=Fraction(1, 2))]

    assert "50 %" in render("{% stackedbar it %}", it=segments)


def test_citation_without_page_of_rules_is_plain_text() -> None:
    shown = render("{% rule it %}", it=Citation("", "Samverks arbetssätt", ""))

    assert shown.strip() == '<span class="rule">Samverks arbetssätt</span>'


def test_gallery_uses_every_component_and_each_id_once() -> None:
    source = (settings.BASE_DIR / "templates" / "ui" / "gallery.html").read_text(encoding="utf-8")
    page = Template(source).render(Context(gallery.example_page()))
    ids = re.findall(r'\sid="([^"]+)"', page)
    inner = {"icon", "deadlinelist", "key", "scroll", "error_summary"}  # shown inside others, or by every form
    unused = {tag for tag in components.register.tags if not re.search(rf"{{% {tag}\b", source)} - inner

    assert sorted(ids) == sorted(set(ids))
    assert unused == set()
    assert " style=" not in page


def test_links_within_the_gallery_lead_somewhere() -> None:
    source = (settings.BASE_DIR / "templates" / "ui" / "gallery.html").read_text(encoding="utf-8")
    page = Template(source).render(Context(gallery.example_page()))
    targets = set(re.findall(r'\shref="#([^"]+)"', page))

    assert targets - set(re.findall(r'\sid="([^"]+)"', page)) - {"innehall"} == set()
