from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.workflow.tokens import FIELD, new_token

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The hidden one-time token that every form with an effect carries."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())
