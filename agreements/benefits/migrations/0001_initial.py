import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("negotiations", "0001_initial"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="paket")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("cost_ore", models.BigIntegerField(blank=True, null=True, verbose_name="kostnad i ören")),
                ("laid_on", models.DateField(blank=True, null=True, verbose_name="framlagt")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="svar senast")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="överenskommet")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("flag", models.TextField(blank=True, verbose_name="varning")),
                ("told", models.JSONField(default=list, editable=False, verbose_name="vad som får berättas")),
                (
                    "told_total_ore",
                    models.BigIntegerField(editable=False, null=True, verbose_name="nytta som får berättas i ören"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Skiss"),
                            ("laid", "Framlagt för parterna"),
                            ("agreed", "Överenskommet"),
                            ("outdated", "Gäller inte längre"),
                            ("withdrawn", "Tillbakadraget"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "paket",
                "verbose_name_plural": "paket",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("negotiation", "number"), name="package_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "agreed")),
                        fields=("negotiation",),
                        name="one_package_is_agreed",
                        violation_error_message="Ett annat paket är redan överenskommet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "laid", "agreed", "outdated", "withdrawn"])),
                        name="package_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_ore__isnull", True), ("cost_ore__gte", 0), _connector="OR"),
                        name="package_cost_is_not_negative",
                        violation_error_message="Kostnaden kan inte vara mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("laid", "agreed", "outdated")), _negated=True),
                            ("laid_on__isnull", False),
                            _connector="OR",
                        ),
                        name="package_before_the_parties_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True), ("agreed_on__isnull", False), _connector="OR"
                        ),
                        name="package_agreed_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("outdated", "withdrawn")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="package_ended_has_reason",
                        violation_error_message="Ange skälet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Analysis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("asked_on", models.DateField(verbose_name="begärd")),
                ("within_mandates", models.BooleanField(default=True, verbose_name="bara inom alla kända mandat")),
                ("combinations", models.DecimalField(decimal_places=0, max_digits=40, verbose_name="antal paket")),
                (
                    "fingerprint",
                    models.CharField(editable=False, max_length=64, verbose_name="underlagets kontrollsumma"),
                ),
                ("found", models.JSONField(editable=False, null=True, verbose_name="resultat")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="analyses",
                        to="negotiations.negotiation",
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.package",
                        verbose_name="jämfört med",
                    ),
                ),
            ],
            options={
                "verbose_name": "analys",
                "verbose_name_plural": "analyser",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="PackageChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiations.issue"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chosen_in", to="negotiations.option"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="benefits.package"
                    ),
                ),
            ],
            options={
                "verbose_name": "val i ett paket",
                "verbose_name_plural": "val i paket",
                "ordering": ("issue__number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "issue"),
                        name="package_has_one_option_an_issue",
                        violation_error_message="Paketet har redan ett alternativ i frågan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="svarade")),
                ("reason", models.TextField(blank=True, verbose_name="varför svaret inte gäller längre")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("asked", "Har inte svarat"),
                            ("accepted", "Samtycker"),
                            ("declined", "Samtycker inte"),
                            ("outdated", "Gäller inte längre"),
                            ("noted", "Har tagit del av ändringen"),
                        ],
                        default="asked",
                        max_length=50,
                        protected=True,
                        verbose_name="svar",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.mandate",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="benefits.package"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="negotiations.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "samtycke",
                "verbose_name_plural": "samtycken",
                "ordering": ("party__order", "party_id"),
                "constraints": [
                    models.UniqueConstraint(fields=("package", "party"), name="party_answers_a_package_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted", "declined", "outdated", "noted"])),
                        name="consent_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("answered_on__isnull", False), ("mandate__isnull", False)),
                            _connector="OR",
                        ),
                        name="consent_rests_on_a_mandate",
                        violation_error_message="Ett samtycke vilar på ett mandat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answered_on__isnull", False), models.Q(("comment", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="refusal_of_package_says_why",
                        violation_error_message="Skriv varför parten inte samtycker.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("outdated", "noted")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="consent_ended_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share_ppm", models.PositiveIntegerField(verbose_name="andel i miljondelar")),
                ("amount_ore", models.BigIntegerField(null=True, verbose_name="belopp i ören")),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="benefits.package"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "kostnadsandel",
                "verbose_name_plural": "kostnadsandelar",
                "ordering": ("party__order", "party_id"),
                "constraints": [
                    models.UniqueConstraint(fields=("package", "party"), name="party_has_one_share"),
                    models.CheckConstraint(
                        condition=models.Q(("share_ppm__lte", 1000000)),
                        name="share_is_at_most_the_whole",
                        violation_error_message="En andel kan inte vara större än hela kostnaden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_ore__isnull", True), ("amount_ore__gte", 0), _connector="OR"),
                        name="share_amount_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ToldValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(verbose_name="värde")),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiations.option"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "värde i en berättad summa",
                "verbose_name_plural": "värden i berättade summor",
                "constraints": [models.UniqueConstraint(fields=("party", "option"), name="told_value_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Valuation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(verbose_name="värde")),
                ("shared", models.BooleanField(default=False, verbose_name="delas med alla parter")),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="valuations", to="negotiations.option"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="valuations", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "nytta av ett alternativ",
                "verbose_name_plural": "nyttor av alternativ",
                "constraints": [
                    models.UniqueConstraint(fields=("party", "option"), name="option_is_valued_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", -100000000000000), ("value__lte", 100000000000000)),
                        name="valuation_is_within_reason",
                        violation_error_message="Värdet är för stort.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValuationSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "unit",
                    models.CharField(
                        choices=[("ore", "kronor per år"), ("points", "poäng")],
                        default="ore",
                        max_length=10,
                        verbose_name="enhet",
                    ),
                ),
                ("valued_on", models.DateField(verbose_name="värderat")),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheet", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "värdering",
                "verbose_name_plural": "värderingar",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["ore", "points"])), name="valuation_unit_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[("gives", "kan bidra med"), ("wants", "vill uppnå")],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("text", models.TextField(verbose_name="intresse")),
                ("shared", models.BooleanField(default=False, verbose_name="delas med alla parter")),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="negotiations.issue",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="negotiations.party"
                    ),
                ),
                (
                    "valued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="negotiations.party",
                        verbose_name="värdefullt för",
                    ),
                ),
            ],
            options={
                "verbose_name": "intresse",
                "verbose_name_plural": "intressen",
                "ordering": ("kind", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["gives", "wants"])), name="interest_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="interest_has_text",
                        violation_error_message="Skriv intresset.",
                    ),
                ],
            },
        ),
    ]
