"""The register of documents: what was made, from which data, sealed by whom, sent to whom."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from governance.organisations.models import partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from . import permissions
from .layouts import LAYOUTS
from .states import DISPATCH_SITUATIONS, DOCUMENT_SITUATIONS, DispatchState, DocumentState, RevisionKind

if TYPE_CHECKING:
    from governance.audit.actors import Actor as AnyActor
    from governance.organisations.actors import Actor

KINDS = [(layout.kind, _(layout.name)) for layout in LAYOUTS.values()]


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of the register."""

    def visible_to(self, actor: "Actor") -> Self:
        """Documents of the actor's partnerships: within one, every principal sees every document (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)

    def about(self, subject: models.Model) -> Self:
        """Documents on one subject."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk))

    def current(self) -> Self:
        """Those that no newer one has been ordered to replace."""
        return self.filter(current=True)

    def sealed(self) -> Self:
        """Those that are finished and have a file."""
        return self.filter(state=DocumentState.SEALED)

    def with_newer(self) -> Self:
        """Each with `has_newer`: a later edition has been sealed."""
        same = {name: OuterRef(name) for name in ("doc_id", "partnership", "kind", "subject_type", "subject_key")}
        later = Document.objects.sealed().filter(**same, edition__gt=OuterRef("edition"))
        return self.annotate(has_newer=Exists(later))

    def listed(self) -> Self:
        """For lists: with principal and organisation, without the data they were made from."""
        return self.select_related("principal__organisation").defer("data")


class Document(FSMModelMixin, Versioned):
    """A document that is sealed once and kept as it is (handling).

    `edition` counts the document's own versions; `version` counts changes of this row. `data` is the canonical JSON
    that the document was made from, and is attached to it.
    """

    partnership = models.ForeignKey("organisations.Partnership", models.PROTECT, related_name="documents")
    principal = models.ForeignKey(
        "organisations.Principal", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(_("slag"), max_length=40, choices=KINDS)
    title = models.CharField(_("titel"), max_length=300)
    doc_id = models.CharField(_("dokumentnummer"), max_length=80)
    edition = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("ersätter")
    )
    current = models.BooleanField(_("gäller"), default=True)
    subject_type = models.CharField(_("sak"), max_length=80)
    subject_key = models.CharField(_("sakens nyckel"), max_length=60)
    diary_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    issued_on = models.DateField(_("utfärdat"))
    state = FSMField(_("läge"), choices=DocumentState.choices, default=DocumentState.ORDERED, protected=True)
    data = models.TextField(_("underlag"))
    data_sha256 = models.CharField(_("underlagets fingeravtryck"), max_length=64)
    template_version = models.CharField(_("mallens version"), max_length=60)
    ordered_at = models.DateTimeField(_("beställt"), auto_now_add=True)
    sealed_at = models.DateTimeField(_("förseglat"), null=True, blank=True)
    sha256 = models.CharField(_("fingeravtryck"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("storlek"), default=0)
    pages = models.PositiveSmallIntegerField(_("sidor"), default=0)
    signatures = models.PositiveSmallIntegerField(_("underskrifter"), default=0)
    signer = models.CharField(_("förseglat med certifikat"), max_length=64, blank=True)

    objects = DocumentQuerySet.as_manager()
    situations: ClassVar = DOCUMENT_SITUATIONS

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokument")
        ordering = ("-issued_on", "doc_id", "-edition")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["doc_id", "edition"],
                name="document_edition_is_unique",
                violation_error_message=_("Dokumentet finns redan i den versionen."),
            ),
            models.CheckConstraint(
                condition=Q(edition=1, supersedes__isnull=True) | Q(edition__gt=1, supersedes__isnull=False),
                name="document_edition_follows_another",
                violation_error_message=_("Den första versionen ersätter ingen, de senare ersätter den före."),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_key", "principal"],
                condition=Q(current=True, principal__isnull=False),
                name="document_is_one_a_principal",
                violation_error_message=_("Huvudmannen har redan ett sådant dokument."),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_key"],
                condition=Q(current=True, principal__isnull=True),
                name="document_is_one_a_subject",
                violation_error_message=_("Det finns redan ett sådant dokument."),
            ),
            models.UniqueConstraint(fields=["sha256"], condition=~Q(sha256=""), name="document_file_is_unique"),
            models.CheckConstraint(
                condition=Q(state=DocumentState.ORDERED, sha256="", sealed_at__isnull=True)
                | (
                    Q(state=DocumentState.SEALED, sealed_at__isnull=False, size__gt=0, signatures__gt=0) & ~Q(sha256="")
                ),
                name="document_sealed_has_file",
                violation_error_message=_("Ett förseglat dokument har fil, fingeravtryck och tidpunkt."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "-issued_on"], name="document_by_partnership")]

    def __str__(self) -> str:
        return f"{self.title} ({self.doc_id}, version {self.edition})"

    @property
    def chain(self) -> str:
        """The partnership's chain in the trail."""
        return partnership_chain(self.partnership_id)

    @property
    def is_sealed(self) -> bool:
        """Whether there is a file to hand out."""
        return self.state == DocumentState.SEALED

    @property
    def file_name(self) -> str:
        """The name under which the file is handed out."""
        return f"{self.doc_id}.pdf" if self.edition == 1 else f"{self.doc_id}-v{self.edition}.pdf"

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """The data as JSON has them."""
        return dict(json.loads(self.data))

    @property
    def is_provisional(self) -> bool:
        """Whether the document itself says that it is not established yet."""
        return bool(self.frozen.get("provisional"))

    @transition(
        field=state,
        source=[DocumentState.ORDERED],
        target=DocumentState.SEALED,
        custom={
            "permission": permissions.by_system_alone,
            "by_system": True,
            "label": _("försegla"),
            "who": _("Samverk självt, när dokumentet är färdigt"),
        },
    )
    def seal(self, *, by: "AnyActor", today: date, sealed_at: datetime, **file: Any) -> None:
        """Keep what was sealed: fingerprint, size, pages, signatures and signer (försegla)."""
        self.sealed_at = sealed_at
        self.sha256, self.size, self.pages = file["sha256"], file["size"], file["pages"]
        self.signatures, self.signer = file["signatures"], file["signer"]


class RevisionQuerySet(models.QuerySet["DocumentRevision"]):
    """Reads of the register of revisions; rows are added, and nothing else happens to them."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was released is a fact."""
        raise ImmutableRevision

    def delete(self) -> NoReturn:
        """Refuse: what was released is a fact."""
        raise ImmutableRevision


class ImmutableRevision(TypeError):
    """A revision was to be changed; a file that was released stays in the register as it was."""

    def __init__(self) -> None:
        super().__init__("Ett skede av ett dokument ändras inte i registret: nya skeden läggs till.")


class DocumentRevision(models.Model):
    """One state of a document's file that was released (skede): the seal, then every signature added to it.

    No program can tell an earlier state of a file from the last one, for each carries honest signatures. This register
    can. `found` is what inspection found in the file when it was added, so that looking at it again costs nothing.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    kind = models.CharField(_("slag"), max_length=20, choices=RevisionKind.choices)
    sha256 = models.CharField(_("fingeravtryck"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("storlek"))
    signatures = models.PositiveSmallIntegerField(_("underskrifter"))
    fields = models.JSONField(_("ifyllda fält"), default=list)
    field = models.CharField(_("fält"), max_length=80, blank=True)
    name = models.CharField(_("namn"), max_length=200, blank=True)
    role = models.CharField(_("roll"), max_length=200, blank=True)
    party = models.CharField(_("part"), max_length=200, blank=True)
    level = models.CharField(_("nivå"), max_length=10, blank=True)
    signer = models.CharField(_("certifikatets fingeravtryck"), max_length=64, blank=True)
    found = models.JSONField(_("underskrifter i filen"), default=list)
    at = models.DateTimeField(_("tillagt"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("skede")
        verbose_name_plural = _("skeden")
        ordering = ("document", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="revision_number_is_unique",
                violation_error_message=_("Någon annan hann lägga till en underskrift först."),
            ),
            models.UniqueConstraint(
                fields=["document", "field"],
                condition=~Q(field=""),
                name="revision_field_is_signed_once",
                violation_error_message=_("Fältet är redan undertecknat."),
            ),
            models.CheckConstraint(
                condition=Q(kind=RevisionKind.SEAL, number=1) | (~Q(kind=RevisionKind.SEAL) & Q(number__gt=1)),
                name="revision_begins_with_the_seal",
                violation_error_message=_("Ett dokument förseglas först."),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, signatures__gt=0) & ~Q(sha256=""),
                name="revision_has_file",
                violation_error_message=_("Ett skede har en fil med minst en underskrift."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[RevisionKind.SEAL, RevisionKind.ARCHIVE], name="")
                | (Q(kind__in=[RevisionKind.SIGNATURE, RevisionKind.UPLOAD]) & ~Q(name="") & ~Q(field="")),
                name="revision_signature_has_signer",
                violation_error_message=_("En underskrift har fält och namn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.number}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a second time is refused."""
        if not self._state.adding:
            raise ImmutableRevision
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was released is a fact."""
        raise ImmutableRevision


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Reads of what was sent."""

    def visible_to(self, actor: "Actor") -> Self:
        """Dispatches of the actor's partnerships."""
        return self.filter(document__partnership_id__in=actor.partnership_ids)

    def waiting(self) -> Self:
        """Sent and not yet confirmed."""
        return self.filter(state=DispatchState.SENT)


class Dispatch(FSMModelMixin, Versioned):
    """That a document was sent to a principal, and that it arrived (expediering och kvittens)."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="dispatches")
    principal = models.ForeignKey("organisations.Principal", models.PROTECT, related_name="dispatches")
    state = FSMField(_("läge"), choices=DispatchState.choices, default=DispatchState.SENT, protected=True)
    channel = models.CharField(_("sätt"), max_length=60, default="Samverk")
    sent_on = models.DateField(_("skickat"))
    sent_by = models.CharField(_("skickat av"), max_length=300)
    received_on = models.DateField(_("kvitterat"), null=True, blank=True)
    received_by = models.CharField(_("kvitterat av"), max_length=300, blank=True)
    diary_number = models.CharField(_("mottagarens diarienummer"), max_length=60, blank=True)

    objects = DispatchQuerySet.as_manager()
    situations: ClassVar = DISPATCH_SITUATIONS
    stated_day: ClassVar = _("Dagen då dokumentet kom")

    class Meta:
        verbose_name = _("expediering")
        verbose_name_plural = _("expedieringar")
        ordering = ("document", "principal")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "principal"],
                name="dispatch_is_one_a_principal",
                violation_error_message=_("Dokumentet är redan skickat till huvudmannen."),
            ),
            models.CheckConstraint(
                condition=Q(state=DispatchState.SENT, received_on__isnull=True)
                | Q(state=DispatchState.RECEIPTED, received_on__isnull=False),
                name="dispatch_receipt_has_day",
                violation_error_message=_("En kvittens har en dag."),
            ),
        ]

    def __str__(self) -> str:
        title, to = self.document.title, f" till {self.principal}"
        return title if title.endswith(to) else f"{title}{to}"

    def began(self, step: str) -> Beginning | None:
        """What arrives has been sent."""
        return Beginning(self.sent_on, gettext("då dokumentet skickades")) if step == "receipt" else None

    @property
    def chain(self) -> str:
        """The partnership's chain in the trail."""
        return self.document.chain

    @transition(
        field=state,
        source=[DispatchState.SENT],
        target=DispatchState.RECEIPTED,
        custom={
            "permission": permissions.may_receipt,
            "by_system": True,
            "label": _("kvittera"),
            "who": permissions.WHO_RECEIPTS,
        },
    )
    def receipt(self, *, by: "AnyActor", today: date, diary_number: str = "", received_on: date | None = None) -> None:
        """Confirm that the document has arrived (kvittera), with one's own diary number if there is one."""
        self.received_on = received_on or today
        self.received_by = by.seat_label or by.user_name
        self.diary_number = diary_number
