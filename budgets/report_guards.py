"""What must be true before an annual report takes a step."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.workflow.guards import Act, guard

from . import citations
from .populations import principals_of

SGD_MENDS = gettext_lazy("styrgruppen")


@guard(
    citations.YEARLY_FEEDBACK,
    mended_by=gettext_lazy("styrgruppen: registrera eller läs in årets utfall"),
    fulfilled=gettext_lazy("Årets utfall är registrerat"),
)
def outcome_is_booked(report: Any, act: Act) -> str | None:
    """The year has an outcome to tell of."""
    frame = report.budget.frames.filter(year=report.year).first()
    return None if frame is not None and frame.outcomes.exists() else _("Det finns inget utfall registrerat för året.")


@guard(
    citations.BOOKS_CLOSED,
    mended_by=gettext_lazy("styrgruppen: avräkna året"),
    fulfilled=gettext_lazy("Året är avräknat"),
)
def year_is_settled(report: Any, act: Act) -> str | None:
    """What was not used has been divided among the principals."""
    return None if hasattr(report.budget, "settlement") else _("Året är inte avräknat mellan huvudmännen än.")


@guard(
    citations.YEARLY_FEEDBACK,
    mended_by=gettext_lazy("styrgruppen: skriv vad som förklarar utfallet och hur samverkan fungerar"),
    fulfilled=gettext_lazy("Texterna är skrivna"),
)
def texts_are_written(report: Any, act: Act) -> str | None:
    """The report says what explains the outcome, and how the cooperation works."""
    missing = [
        str(report._meta.get_field(name).verbose_name)
        for name in ("outcome_text", "cooperation_text")
        if not getattr(report, name).strip()
    ]
    return _("Det som saknas: %s.") % ", ".join(missing) if missing else None


@guard(
    citations.DOCUMENTED,
    mended_by=gettext_lazy("du själv: skriv vad som behöver ändras"),
    fulfilled=gettext_lazy("Skälen är angivna"),
    given=("reason",),
)
def return_has_reason(report: Any, act: Act) -> str | None:
    """The report is not sent back without a reason."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv vad som behöver ändras.")


@guard(
    citations.DOCUMENTED,
    mended_by=gettext_lazy("du själv: ange dag och paragraf"),
    fulfilled=gettext_lazy("Beslutet har dag och paragraf"),
    given=("decided_on", "paragraph"),
)
def decision_is_documented(report: Any, act: Act) -> str | None:
    """The decision to establish the report has a day, not a future one, and a paragraph."""
    if not str(act.details.get("paragraph", "")).strip() or act.details.get("decided_on") is None:
        return _("Ange dagen och paragrafen i protokollet.")
    return _("Beslutsdagen ligger i framtiden.") if act.details["decided_on"] > act.today else None


@guard(
    citations.REACHES_EVERYONE,
    mended_by=gettext_lazy("Samverk: vänta tills förseglingen är klar"),
    fulfilled=gettext_lazy("Alla rapporter är förseglade"),
)
def every_document_is_sealed(report: Any, act: Act) -> str | None:
    """Each of the principals has its own sealed report."""
    from .annual import sealed_documents  # noqa: PLC0415 -- reads models, models need guards

    sealed, wanted = len(sealed_documents(report)), len(principals_of(report.budget))
    return (
        None
        if sealed >= wanted
        else _("%(sealed)s av %(wanted)s rapporter är förseglade.")
        % {
            "sealed": sealed,
            "wanted": wanted,
        }
    )


@guard(
    citations.REACHES_EVERYONE,
    mended_by=gettext_lazy("de huvudmän som inte har bekräftat"),
    fulfilled=gettext_lazy("Alla huvudmän har bekräftat"),
)
def everyone_has_confirmed(report: Any, act: Act) -> str | None:
    """Each of the principals has confirmed that its report arrived."""
    from .annual import dispatches_of  # noqa: PLC0415 -- reads models, models need guards

    confirmed = dispatches_of(report).filter(received_on__isnull=False).count()
    wanted = len(principals_of(report.budget))
    return (
        None
        if confirmed >= wanted
        else _("%(confirmed)s av %(wanted)s huvudmän har bekräftat.")
        % {
            "confirmed": confirmed,
            "wanted": wanted,
        }
    )
