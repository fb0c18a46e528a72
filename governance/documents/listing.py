"""The list of documents as rows of a table, built without a template: a page shows many of them on every visit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.ui.templatetags.components import status
from governance.ui.templatetags.swedish import near

PLACE = "DOKUMENT"  # stands for the number in one address that all rows share


def body_of(rows: Iterable[Any], slug: str, *, mine: int, today: date) -> SafeString:
    """The body of the table; each row is a document with `sent` and `confirmed`."""
    address = reverse("documents:document", args=[slug, PLACE])
    return SafeString(
        "\n".join(row_markup(row, address, is_mine=row.principal_id == mine, today=today) for row in rows)
    )


def row_markup(row: Any, address: str, *, is_mine: bool, today: date) -> str:
    """One document: title and number, whose it is, whether it is sealed, and who has confirmed it."""
    tinted, own = (' class="is-me"', ' <span class="me">(din huvudman)</span>') if is_mine else ("", "")
    whose = escape(row.principal.organisation.name) if row.principal else escape(_("alla"))
    return (
        f'<tr{tinted}><th scope="row"><a href="{escape(address.replace(PLACE, row.doc_id))}">{escape(row.title)}</a>'
        f'<small class="blk">{escape(row.doc_id)} · version {row.edition}</small></th>'
        f'<td class="full" data-l="Huvudman:">{whose}{own}</td><td class="full">{sealing_markup(row, today)}</td>'
        f'<td class="full">{receipts_markup(row)}</td></tr>'
    )


def sealing_markup(row: Any, today: date) -> str:
    """Sealed or on its way, and since when."""
    if row.is_sealed:
        return f'{status("done", _("Förseglat"))}<small class="blk">{near(row.sealed_at, today)}</small>'
    return f'{status("wait", _("Förseglas"))}<small class="blk">{_("beställt")} {near(row.ordered_at, today)}</small>'


def receipts_markup(row: Any) -> str:
    """Whether what was sent has arrived."""
    if not row.sent:
        return f'<span class="muted">{_("Inte skickat")}</span>'
    if row.sent == row.confirmed:
        return status("done", _("Kvitterat"))
    if row.sent == 1:
        return status("todo", _("Inte kvitterat"))
    return escape(_("%(confirmed)d av %(sent)d har kvitterat") % {"confirmed": row.confirmed, "sent": row.sent})
