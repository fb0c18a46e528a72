from typing import Any

from django import template

from governance.ui.context import Link

from ..agenda import sections
from ..models import Partnership

register = template.Library()


@register.inclusion_tag("organisations/_menu.html")
def partnership_menu(partnership: Partnership, current: str = "") -> dict[str, Any]:
    """The parts of a partnership as links; `current` is the label of the part now shown."""
    links = [Link(str(each.label), each.url_of(partnership), str(each.label) == current) for each in sections()]
    return {"links": links, "partnership": partnership}
