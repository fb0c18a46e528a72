"""The parts that pages are built of; each is shown, with its words at their longest, in the gallery (/komponenter/).

Small parts (icon, status, bar) are made here, since a table holds hundreds; the others have a template each in
templates/components/, which begins with a comment on its parameters.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from governance.lib.dates import days_between
from governance.lib.text import capitalise, count, count_in_words

from .. import built, charts
from ..fields import sentences
from ..parts import Count, Deadline, Fact, Segment, Stage, Term
from ..refusals import obstructions, rule_of
from . import swedish
from .swedish import days_left, in_words, is_past, near, ore_exact, ore_signed, percent, to_ore

register = template.Library()

STATUS_KINDS = ("done", "work", "todo", "back", "late", "warn", "stop", "no", "wait", "lock")
NOTE_KINDS = {"success": "done", "warning": "warn", "error": "stop", "info": "info", "debug": "", "": ""}
NOTE_ICONS = {"done": "st-done", "warn": "st-warn", "stop": "st-stop", "info": "info", "": "info"}


def shown(name: str, **context: Any) -> SafeString:
    """A component's own template, filled in."""
    return SafeString(get_template(f"components/{name}.html").render(context))


def trimmed(content: str) -> SafeString:
    """The content of a block, escaped already when it was rendered, without the space around it."""
    return SafeString(content.strip())


# Small parts ---------------------------------------------------------------------------------------------------------


icon = register.simple_tag(built.icon, name="icon")


@register.simple_tag
def status(kind: str, words: Any) -> SafeString:
    """A state as shape, word and colour: done, work, todo, back, late, warn, stop, no, wait, lock."""
    return known_status(kind, str(words))


@lru_cache(maxsize=1024)
def known_status(kind: str, words: str) -> SafeString:
    """A state once made, for a list repeats few of them; its words are always escaped, whoever vouches for them."""
    if kind not in STATUS_KINDS:
        msg = f"No such status: {kind!r}; there are {', '.join(STATUS_KINDS)}."
        raise ValueError(msg)
    return format_html('<span class="status st--{}">{}<span>{}</span></span>', kind, icon(f"st-{kind}"), escape(words))


@register.simple_tag
def due(until: date | None, today: date) -> SafeString | str:
    """A last day as words: late with its sign, otherwise the days that are left."""
    words = days_left(until, today)
    return status("late", words) if is_past(until, today) else words


@register.simple_tag
def bar(share: Any, fill: int = 1) -> SafeString:
    """A bar in a table row; the figure stands in the next cell, so the bar is silent."""
    return charts.bar(share, fill=fill)


@register.simple_tag
def rule(citation: Any) -> SafeString:
    """A rule quoted word for word, with its place and a link to it."""
    return shown("rule", rule=rule_of(citation))


@register.simple_tag
def downloads(csv: str = "", xlsx: str = "", pdf: str = "", json: str = "", of: str = "") -> SafeString:
    """Links that take the same figures along; `of` says of what, for those who do not see the heading."""
    links = [
        (url, label, symbol)
        for url, label, symbol in (
            (csv, "CSV", "down"),
            (xlsx, "Excel", "down"),
            (pdf, "PDF", "file"),
            (json, "JSON", "down"),
        )
        if url
    ]
    return shown("downloads", links=links, of=of)


@register.simple_tag
def more(url: str, label: str = "Visa fler") -> SafeString:
    """The next page of a long list (keyset pagination); nothing when there is no more."""
    return (
        format_html('<p class="section__more"><a class="lnk" href="{}">{}</a></p>', url, label)
        if url
        else SafeString("")
    )


@register.simple_tag
def crumbs(steps: Sequence[tuple[str, str]]) -> SafeString:
    """The way to this page: (label, url) pairs, the last one without url."""
    return shown("crumbs", steps=steps)


# Parts with content --------------------------------------------------------------------------------------------------


@register.simple_block_tag(end_name="endpagehead")
def pagehead(content: str, title: str, eyebrow: str = "") -> SafeString:
    """The head of a page; the content is the lead, which says the state in words."""
    return shown("pagehead", title=title, eyebrow=eyebrow, lead=content)


@register.simple_block_tag(end_name="endpanel")
def panel(content: str, title: str = "", tone: str = "", level: int = 3) -> SafeString:
    """A box: plain, `paper` (an aside) or `warning`."""
    return shown("panel", title=title, tone=tone, level=level, content=content)


@register.simple_block_tag(end_name="endnote")
def note(content: str, title: Any = "", kind: str = "", role: str = "", symbol: str = "") -> SafeString:
    """A remark with a line on its left: plain, info, done, warn, stop (or a message's level)."""
    tone = NOTE_KINDS.get(kind, kind)
    return shown("note", title=title, tone=tone, role=role, symbol=symbol or NOTE_ICONS[tone], content=trimmed(content))


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str) -> SafeString:
    """A list without rows: says so, and what would bring rows."""
    return shown("empty", title=title, content=trimmed(content))


@register.simple_block_tag(end_name="endverdict")
def verdict(content: str, title: str, ok: bool | None = True, level: int = 2, ident: str = "verdict") -> SafeString:
    """The answer on a checked file: genuine (true), not (false), or could not be read (None)."""
    tone, symbol = {True: ("ok", "st-done"), False: ("no", "st-no"), None: ("un", "st-warn")}[ok]
    return shown("verdict", title=title, tone=tone, symbol=symbol, content=trimmed(content), level=level, ident=ident)


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, kind: str = "", show_caption: bool = False) -> SafeString:
    """A table that becomes cards on a phone; content is thead, tbody and tfoot (cells: data-l, full, r, strong)."""
    return shown("table", caption=caption, kind=kind, show_caption=show_caption, content=content)


@register.simple_block_tag(end_name="endscroll")
def scroll(content: str, label: str) -> SafeString:
    """A region that scrolls sideways, reachable by keyboard."""
    return format_html('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content)


@register.simple_block_tag(end_name="endstopped")
def stopped(
    content: str,
    title: str,
    refusals: Iterable[Any],
    today: date,
    level: int = 2,
    lead: str = "",
    ident: str = "stop",
) -> SafeString:
    """A step that could not be taken: each reason with its rule, who can mend it and by when. Content comes after.

    An empty title counts the reasons: "Två saker hindrar steget".
    """
    reasons = obstructions(refusals, today)
    title = title or capitalise(count_in_words(len(reasons), "sak hindrar steget", "saker hindrar steget"))
    return shown("stopped", title=title, lead=lead, reasons=reasons, level=level, ident=ident, content=trimmed(content))


# Lists and figures ---------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/situation.html")
def situation(  # noqa: PLR0913 -- the strip has three cells, each with a note
    *,
    state: str,
    turn: str,
    due: date | str | None = None,
    today: date | None = None,
    state_note: str = "",
    turn_note: str = "",
    due_note: str = "",
    turn_label: str = "Vems tur",
    due_label: str = "Senast",
) -> dict[str, Any]:
    """The strip under every heading: Läge | Vems tur | Senast."""
    if isinstance(due, date):
        due_note = due_note or (days_left(due, today) if today else "")
        late, due_words = bool(today and is_past(due, today)), swedish.day(due)
    else:
        late, due_words = False, due or "Ingen tidsgräns"
    return {
        "state": state,
        "state_note": state_note,
        "turn": turn,
        "turn_note": turn_note,
        "turn_label": turn_label,
        "due": due_words,
        "due_note": due_note,
        "due_label": due_label,
        "late": late,
    }


@register.inclusion_tag("components/tasks.html")
def tasks(items: Sequence[Any], today: date) -> dict[str, Any]:
    """What waits for the reader, in the given order (late first)."""
    return {"items": items, "today": today}


register.simple_tag(built.chips, name="chips")
register.simple_tag(built.tiles, name="tiles")


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[Fact]) -> dict[str, Any]:
    """Key figures side by side, at most four."""
    return {"items": items}


@register.inclusion_tag("components/rows.html")
def rows(items: Sequence[Fact]) -> dict[str, Any]:
    """Facts in rows: label to the left, value to the right."""
    return {"items": items}


@register.inclusion_tag("components/answers.html")
def answers(items: Sequence[Any]) -> dict[str, Any]:
    """Look over the answers before a binding step, with a way back to each."""
    return {"items": items}


@register.inclusion_tag("components/checks.html")
def checks(items: Sequence[Any]) -> dict[str, Any]:
    """What was checked or is already fulfilled: yes, no, not tried."""
    named = {True: ("ok", "st-done"), False: ("no", "st-no"), None: ("un", "st-todo")}
    return {"items": [(check, *named[check.ok]) for check in items]}


@register.inclusion_tag("components/counts.html")
def counts(items: Sequence[Count]) -> dict[str, Any]:
    """How many are in each state."""
    return {"items": items}


@register.inclusion_tag("components/trail.html")
def trail(events: Sequence[Any], more_url: str = "") -> dict[str, Any]:
    """What has happened to an object, newest first, with who acted and from which seat."""
    return {"events": events, "more_url": more_url}


@register.inclusion_tag("components/key.html")
def key(segments: Sequence[Segment]) -> dict[str, Any]:
    """The key of a stacked bar: colour, name, value."""
    return {"items": [(charts.swatch(part.fill), part) for part in segments]}


@register.inclusion_tag("components/stackedbar.html")
def stackedbar(segments: Sequence[Segment], caption: str = "", size: str = "md") -> dict[str, Any]:
    """The parts of a whole as one bar with its key."""
    words = ", ".join(f"{part.label} {percent(part.share, 0)}" for part in segments)
    return {"figure": charts.stacked_bar(segments, label=words, size=size), "caption": caption, "segments": segments}


def against_last_day(ended: date, last: date) -> str:
    """How the day on which something was finished stands to its last day."""
    days = days_between(ended, last)
    if not days:
        return "på sista dagen"
    return f"{count(abs(days), 'dag', 'dagar')} {'före' if days > 0 else 'efter'} sista dag, {near(last, ended)}"


@register.inclusion_tag("components/pace.html")
def pace(  # noqa: PLR0913 -- two measures, with what each is shown against
    *,
    done: int,
    total: int,
    first: date,
    last: date,
    today: date,
    word: str = "antagna",
    under_way: int = 0,
    returned: int = 0,
    ended: date | None = None,
) -> dict[str, Any]:
    """Decisions against the time that has gone; the last day counts, so that all of it has gone first the day after.

    Where all have decided, `ended` is the day of the last decision, and no time is counted.
    """
    span = max((last - first).days, 0) + 1
    gone = min(max((today - first).days, 0), span)
    parts = [
        Segment(label="", share=charts.Fraction(count, max(total, 1)), fill=fill)
        for count, fill in ((done, 7), (under_way, 3), (returned, 5))
        if count
    ]
    return {
        "done": done,
        "total": total,
        "word": word,
        "last": last,
        "left": days_left(last, today),
        "late": is_past(last, today),
        "today": today,
        "ended": ended,
        "margin": against_last_day(ended, last) if ended else "",
        "decided_bar": charts.pace_bar(parts),
        "time_bar": charts.pace_bar([Segment(label="", share=charts.Fraction(gone, span), fill=4)]),
        "decided_percent": (done * 200 // max(total, 1) + 1) // 2,
        "time_percent": gone * 100 // span,
    }


@register.inclusion_tag("components/route.html")
def route(trunk: Sequence[Stage], branches: Sequence[Any] = ()) -> dict[str, Any]:
    """The way to a decision: the stages all pass, then the branches side by side."""
    return {"trunk": trunk, "branches": branches}


@register.inclusion_tag("components/yearwheel.html")
def yearwheel(deadlines: Sequence[Deadline], today: date) -> dict[str, Any]:
    """The coming year as a ring, and the same days as a numbered list."""
    return {"deadlines": deadlines, "today": today, "wheel": charts.year_wheel([d.on for d in deadlines], today)}


@register.inclusion_tag("components/deadlines.html")
def deadlinelist(deadlines: Sequence[Deadline], today: date) -> dict[str, Any]:
    """Days to keep, as a numbered list alone."""
    return {"deadlines": deadlines, "today": today}


@register.inclusion_tag("components/terms.html")
def terms(items: Sequence[Term], caption: str) -> dict[str, Any]:
    """Why an amount changed: terms that add up to the öre, each with its bar; a term of nothing stays visible."""
    changes = [(term, to_ore(term.amount) or 0) for term in items if not term.is_total]
    low = min([0, *(amount for _, amount in changes)])
    high = max([0, *(amount for _, amount in changes)])
    span = (high - low) or 1
    zero = charts.Fraction(-low, span)
    drawn = {id(term): charts.term_bar(zero, charts.Fraction(amount - low, span), zero) for term, amount in changes}
    written = [
        (term, drawn.get(id(term), ""), ore_exact(term.amount) if term.is_total else ore_signed(term.amount))
        for term in items
    ]
    ends = bool(items) and items[-1].is_total
    return {"items": written[:-1] if ends else written, "last": written[-1:] if ends else [], "caption": caption}


@register.inclusion_tag("components/overtime.html")
def overtime(decided: Sequence[date], *, total: int, first: date, last: date, today: date) -> dict[str, Any]:
    """Decisions day by day, as a line against the even pace."""
    label = f"{len(decided)} av {total} har beslutat. Den streckade linjen visar en jämn takt fram till sista dagen."
    figure = charts.decisions_over_time(decided, total=total, first=first, last=last, today=today, label=label)
    return {"figure": figure, "label": label, "total": total, "half": total // 2, "first": first, "last": last}


@register.inclusion_tag("components/progress.html")
def progress(
    batch: Any, url: str, what: str = "dokument", partial_url: str = "", poll: bool = True, ident: str = "progress"
) -> dict[str, Any]:
    """Work that is going on: how much is done; asks again every other second until it is over."""
    over = batch.done + batch.dead >= batch.total
    share = charts.Fraction(batch.done, max(batch.total, 1))
    return {
        "batch": batch,
        "url": url,
        "partial_url": partial_url or url,
        "what": what,
        "over": over,
        "asks_again": poll and not over,
        "ident": ident,
        "figure": charts.pace_bar([Segment(label="", share=share, fill=7)]),
    }


# Forms ---------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What must be put right, each line a link to its field; nothing when all is well.

    It takes the focus when the page is shown, unless the form has a prefix, that is, is one of several.
    """
    problems: list[tuple[str, str]] = []
    if form.is_bound:
        problems += [("", str(error)) for error in form.non_field_errors()]
        for field in form:
            target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
            problems += [(target, sentence) for sentence in sentences(field)]
    count = len(problems)
    words = "En uppgift" if count == 1 else f"{in_words(count).capitalize()} uppgifter"
    return {
        "problems": problems,
        "title": f"{words} behöver rättas",
        "prefix": form.prefix or "form",
        "takes_focus": not form.prefix,
    }


@register.filter
def field_errors(field: BoundField) -> list[str]:
    """What is wrong with a field, in sentences that name it."""
    return sentences(field)


@register.filter
def item(mapping: Mapping[Any, Any], wanted: Any) -> Any:
    """The value that a mapping holds for a key."""
    return mapping[wanted]
