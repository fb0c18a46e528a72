import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agreements", "0001_initial"),
        ("documents", "0003_register_sealed_documents"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="omgång")),
                ("last_on", models.DateField(verbose_name="senast")),
                ("begun_on", models.DateField(editable=False, null=True, verbose_name="påbörjad")),
                ("opened_on", models.DateField(editable=False, null=True, verbose_name="öppnad")),
                ("completed_on", models.DateField(editable=False, null=True, verbose_name="avslutad")),
                ("stopped_on", models.DateField(editable=False, null=True, verbose_name="stoppad")),
                (
                    "stop_reason",
                    models.TextField(blank=True, editable=False, verbose_name="skäl till att den stoppades"),
                ),
                ("stopped_by", models.CharField(blank=True, editable=False, max_length=300, verbose_name="stoppad av")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("planned", "Planeras"),
                            ("preparing", "Förseglas"),
                            ("open", "Öppen"),
                            ("completed", "Avslutad"),
                            ("stopped", "Stoppad"),
                        ],
                        default="planned",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_rounds",
                        to="agreements.agreement",
                        verbose_name="avtal",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_round",
                        to="documents.document",
                        verbose_name="dokument",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_rounds",
                        to="agreements.agreementversion",
                        verbose_name="text som undertecknas",
                    ),
                ),
            ],
            options={
                "verbose_name": "underskriftsomgång",
                "verbose_name_plural": "underskriftsomgångar",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="signing_round_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("planned", "preparing", "open"))),
                        fields=("agreement",),
                        name="signing_round_is_one_at_a_time",
                        violation_error_message="Avtalet har redan en underskriftsomgång som pågår.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "preparing", "open", "completed", "stopped"])),
                        name="signing_round_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("planned", "stopped")), ("document__isnull", False), _connector="OR"
                        ),
                        name="signing_round_has_document",
                        violation_error_message="En omgång som har börjat har sitt dokument.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            ("completed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="signing_round_completed_has_day",
                        violation_error_message="En avslutad omgång har en dag då den avslutades.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), _negated=True),
                            models.Q(("stopped_on__isnull", False), models.Q(("stop_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signing_round_stopped_has_reason",
                        violation_error_message="En omgång som stoppas har en dag och ett skäl.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("role", models.CharField(max_length=120, verbose_name="roll")),
                ("basis", models.CharField(max_length=200, verbose_name="beslut som mandatet vilar på")),
                ("order", models.PositiveSmallIntegerField(verbose_name="plats i listan")),
                ("group", models.PositiveSmallIntegerField(default=1, verbose_name="i ordning")),
                ("turn_on", models.DateField(editable=False, null=True, verbose_name="tur sedan")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("samverk", "i Samverk"), ("upload", "med egen underskriftstjänst")],
                        editable=False,
                        max_length=10,
                        verbose_name="sätt",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="försök")),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="bekräftade")),
                ("signed_at", models.DateTimeField(editable=False, null=True, verbose_name="undertecknade")),
                (
                    "problem",
                    models.TextField(blank=True, editable=False, verbose_name="varför underskriften inte kom med"),
                ),
                ("ended_on", models.DateField(editable=False, null=True, verbose_name="slutade")),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="skäl")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("waiting", "Väntar på andra"),
                            ("turn", "Kan underteckna"),
                            ("signing", "Underskriften läggs till"),
                            ("signed", "Undertecknat"),
                            ("rejected", "Avvisat"),
                            ("withdrawn", "Återtaget"),
                            ("ended", "Avbrutet"),
                        ],
                        default="waiting",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="organisations.mandate",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="organisations.principal",
                        verbose_name="part",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatories",
                        to="signing.signinground",
                        verbose_name="omgång",
                    ),
                ),
            ],
            options={
                "verbose_name": "undertecknare",
                "verbose_name_plural": "undertecknare",
                "ordering": ("round", "group", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "order"), name="signatory_order_is_unique"),
                    models.UniqueConstraint(
                        fields=("round", "user", "principal"),
                        name="signatory_is_one_a_person_and_party",
                        violation_error_message="Personen undertecknar redan för parten.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__gte", 1)), name="signatory_group_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "turn", "signing", "signed", "rejected", "withdrawn", "ended"])
                        ),
                        name="signatory_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("signed", "withdrawn")), _negated=True),
                            models.Q(("signed_at__isnull", False), models.Q(("way", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signatory_signed_has_time_and_way",
                        violation_error_message="En underskrift har en tid och ett sätt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("rejected", "withdrawn")), _negated=True),
                            models.Q(("ended_on__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signatory_no_has_day_and_reason",
                        violation_error_message="Ett nej har en dag och ett skäl.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("sha256", models.CharField(max_length=64, verbose_name="filens fingeravtryck")),
                ("lent_at", models.DateTimeField(verbose_name="lånad")),
                ("until", models.DateTimeField(verbose_name="till")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="slutade")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("out", "Utlånad"),
                            ("handed_in", "Inlämnad"),
                            ("given_back", "Återlämnad utan underskrift"),
                            ("run_out", "Lånetiden gick ut"),
                        ],
                        default="out",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkouts",
                        to="signing.signatory",
                        verbose_name="den som har lånat filen",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkouts",
                        to="signing.signinground",
                        verbose_name="omgång",
                    ),
                ),
            ],
            options={
                "verbose_name": "utlåning av fil",
                "verbose_name_plural": "utlåningar av filer",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "out")),
                        fields=("round",),
                        name="checkout_is_one_at_a_time",
                        violation_error_message="Filen är redan utlånad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["out", "handed_in", "given_back", "run_out"])),
                        name="checkout_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("lent_at"))), name="checkout_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "out")),
                            models.Q(models.Q(("state", "out"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="checkout_ended_has_time",
                    ),
                ],
            },
        ),
    ]
