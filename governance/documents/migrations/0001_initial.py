import django.db.models.deletion
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("annual_report", "Årsrapport"),
                            ("share_letter", "Missiv med kostnadsfördelning"),
                            ("plain_report", "Rapport"),
                        ],
                        max_length=40,
                        verbose_name="slag",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="titel")),
                ("doc_id", models.CharField(max_length=80, verbose_name="dokumentnummer")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("current", models.BooleanField(default=True, verbose_name="gäller")),
                ("subject_type", models.CharField(max_length=80, verbose_name="sak")),
                ("subject_key", models.CharField(max_length=60, verbose_name="sakens nyckel")),
                ("diary_number", models.CharField(blank=True, max_length=60, verbose_name="diarienummer")),
                ("issued_on", models.DateField(verbose_name="utfärdat")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("ordered", "beställt"), ("sealed", "förseglat")],
                        default="ordered",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                ("data", models.TextField(verbose_name="underlag")),
                ("data_sha256", models.CharField(max_length=64, verbose_name="underlagets fingeravtryck")),
                ("template_version", models.CharField(max_length=60, verbose_name="mallens version")),
                ("ordered_at", models.DateTimeField(auto_now_add=True, verbose_name="beställt")),
                ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="förseglat")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="fingeravtryck")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="storlek")),
                ("pages", models.PositiveSmallIntegerField(default=0, verbose_name="sidor")),
                ("signatures", models.PositiveSmallIntegerField(default=0, verbose_name="underskrifter")),
                ("signer", models.CharField(blank=True, max_length=64, verbose_name="förseglat med certifikat")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="organisations.principal",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="documents.document",
                        verbose_name="ersätter",
                    ),
                ),
            ],
            options={
                "verbose_name": "dokument",
                "verbose_name_plural": "dokument",
                "ordering": ("-issued_on", "doc_id", "-edition"),
                "indexes": [models.Index(fields=["partnership", "-issued_on"], name="document_by_partnership")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doc_id", "edition"),
                        name="document_edition_is_unique",
                        violation_error_message="Dokumentet finns redan i den versionen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True), ("principal__isnull", False)),
                        fields=("kind", "subject_type", "subject_key", "principal"),
                        name="document_is_one_a_principal",
                        violation_error_message="Huvudmannen har redan ett sådant dokument.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True), ("principal__isnull", True)),
                        fields=("kind", "subject_type", "subject_key"),
                        name="document_is_one_a_subject",
                        violation_error_message="Det finns redan ett sådant dokument.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sha256", ""), _negated=True),
                        fields=("sha256",),
                        name="document_file_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed_at__isnull", True), ("sha256", ""), ("state", "ordered")),
                            models.Q(
                                ("sealed_at__isnull", False),
                                ("signatures__gt", 0),
                                ("size__gt", 0),
                                ("state", "sealed"),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_sealed_has_file",
                        violation_error_message="Ett förseglat dokument har fil, fingeravtryck och tidpunkt.",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("sent", "skickat"), ("receipted", "kvitterat")],
                        default="sent",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                ("channel", models.CharField(default="Samverk", max_length=60, verbose_name="sätt")),
                ("sent_on", models.DateField(verbose_name="skickat")),
                ("sent_by", models.CharField(max_length=300, verbose_name="skickat av")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="kvitterat")),
                ("received_by", models.CharField(blank=True, max_length=300, verbose_name="kvitterat av")),
                ("diary_number", models.CharField(blank=True, max_length=60, verbose_name="mottagarens diarienummer")),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="organisations.principal",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="documents.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "expediering",
                "verbose_name_plural": "expedieringar",
                "ordering": ("document", "principal"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "principal"),
                        name="dispatch_is_one_a_principal",
                        violation_error_message="Dokumentet är redan skickat till huvudmannen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_on__isnull", True), ("state", "sent")),
                            models.Q(("received_on__isnull", False), ("state", "receipted")),
                            _connector="OR",
                        ),
                        name="dispatch_receipt_has_day",
                        violation_error_message="En kvittens har en dag.",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
    ]
