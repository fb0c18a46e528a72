from typing import Any

from django import template
from django.urls import NoReverseMatch

from governance.ui.context import Link

from ..agenda import Section, sections
from ..body_names import in_own_words
from ..models import Partnership

register = template.Library()
register.filter("own_words", in_own_words)


@register.inclusion_tag("organisations/_menu.html")
def partnership_menu(partnership: Partnership, current: str = "") -> dict[str, Any]:
    """The parts of a partnership as links; `current` is the label of the part now shown."""
    links = [
        Link(str(each.label), url, str(each.label) == current)
        for each in sections(partnership.kind)
        if (url := address_of(each, partnership))
    ]
    return {"links": links, "partnership": partnership}


def address_of(part: Section, partnership: Partnership) -> str:
    """Where a part is; empty in an installation that lacks its page."""
    try:
        return part.url_of(partnership)
    except NoReverseMatch:
        return ""
