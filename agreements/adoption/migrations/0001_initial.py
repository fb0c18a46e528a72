import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("decisions", "0001_initial"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signatures", "Parternas underskrifter"),
                            ("party_decision", "Partens eget beslut"),
                            ("government", "Regeringens godkännande"),
                            ("cost_cap", "Kostnadstak"),
                            ("other", "Annat villkor"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("label", models.CharField(max_length=300, verbose_name="villkor")),
                ("order", models.PositiveIntegerField(default=100, verbose_name="ordning")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="sista dag")),
                ("evidence", models.CharField(blank=True, max_length=500, verbose_name="underlag")),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="uppfyllt")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("failed_on", models.DateField(blank=True, null=True, verbose_name="föll")),
                (
                    "base_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="överenskommen kostnad i ören"),
                ),
                (
                    "cap_ppm",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="tak över kostnaden i miljondelar"),
                ),
                ("price_level_on", models.DateField(blank=True, null=True, verbose_name="prisnivå")),
                ("raised_on", models.DateField(blank=True, null=True, verbose_name="taget upp med parterna")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("pending", "Återstår"),
                            ("met", "Uppfyllt"),
                            ("failed", "Kan inte uppfyllas"),
                            ("breached", "Överskridet"),
                        ],
                        default="pending",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="organisations.principal",
                        verbose_name="part",
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="decisions.ruling",
                        verbose_name="beslut",
                    ),
                ),
            ],
            options={
                "verbose_name": "giltighetsvillkor",
                "verbose_name_plural": "giltighetsvillkor",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "met", "failed", "breached"])),
                        name="condition_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["signatures", "party_decision", "government", "cost_cap", "other"])
                        ),
                        name="condition_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["party_decision", "government"])),
                        fields=("agreement", "principal"),
                        name="condition_of_a_party_is_one",
                        violation_error_message="Partens beslut är redan ett villkor.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "signatures")),
                        fields=("agreement",),
                        name="condition_of_signatures_is_one",
                        violation_error_message="Underskrifterna är redan ett villkor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["party_decision", "government"]), ("principal__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["party_decision", "government"]), _negated=True),
                                ("principal__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="condition_of_a_party_names_it",
                        violation_error_message="Ett villkor om en parts beslut anger parten, andra villkor gör det inte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("base_ore__gt", 0), ("cap_ppm__isnull", False), ("kind", "cost_cap")),
                            models.Q(
                                models.Q(("kind", "cost_cap"), _negated=True),
                                ("base_ore__isnull", True),
                                ("cap_ppm__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="condition_of_cost_has_cost_and_cap",
                        violation_error_message="Ett kostnadstak har en överenskommen kostnad och ett tak över den.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "met"), _negated=True),
                            models.Q(("met_on__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="condition_met_has_day_and_evidence",
                        violation_error_message="Ett uppfyllt villkor har sin dag och sitt underlag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "met"), _negated=True),
                            ("last_on__isnull", True),
                            ("met_on__lte", models.F("last_on")),
                            _connector="OR",
                        ),
                        name="condition_is_met_in_time",
                        violation_error_message="Villkoret uppfylldes inte senast på sista dagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failed_on__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="condition_failed_has_day_and_reason",
                        violation_error_message="Ett villkor som inte kan uppfyllas har en dag och ett skäl.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "breached"), _negated=True), ("kind", "cost_cap"), _connector="OR"
                        ),
                        name="condition_breached_is_a_cap",
                        violation_error_message="Bara ett kostnadstak kan överskridas.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostForecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("forecast_ore", models.BigIntegerField(verbose_name="bedömd kostnad i ören")),
                ("told_on", models.DateField(verbose_name="lämnad")),
                ("source", models.CharField(max_length=300, verbose_name="underlag")),
                ("told_by", models.CharField(max_length=300, verbose_name="lämnad av")),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="adoption.condition"
                    ),
                ),
            ],
            options={
                "verbose_name": "kostnadsprognos",
                "verbose_name_plural": "kostnadsprognoser",
                "ordering": ("-told_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("forecast_ore__gte", 0)),
                        name="cost_forecast_is_not_negative",
                        violation_error_message="Kostnaden kan inte vara mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="cost_forecast_has_source",
                        violation_error_message="Ange var prognosen kommer ifrån.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Validity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("required", models.PositiveIntegerField(default=0, verbose_name="villkor")),
                ("met", models.PositiveIntegerField(default=0, verbose_name="uppfyllda")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="kan inte uppfyllas")),
                ("breached", models.PositiveIntegerField(default=0, verbose_name="överskridna")),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("lapsed_on", models.DateField(blank=True, null=True, verbose_name="förföll")),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="validity", to="agreements.agreement"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.matter",
                        verbose_name="parternas ärende",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreementversion",
                        verbose_name="den text som villkoren gäller",
                    ),
                ),
            ],
            options={
                "verbose_name": "giltighet",
                "verbose_name_plural": "giltigheter",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_on__isnull", True),
                            models.Q(
                                (
                                    "met",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("required"), "-", models.F("breached")
                                    ),
                                ),
                                ("required__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="validity_in_force_has_every_condition_met",
                        violation_error_message="Ett avtal gäller först när varje villkor är uppfyllt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("breached", 0), ("in_force_on__isnull", False), _connector="OR"),
                        name="validity_breach_is_of_one_in_force",
                        violation_error_message="Bara ett tak i ett avtal som gäller kan överskridas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_force_on__isnull", True), ("failed", 0), _connector="OR"),
                        name="validity_in_force_has_none_failed",
                        violation_error_message="Ett avtal med ett villkor som inte kan uppfyllas gäller inte.",
                    ),
                ],
            },
        ),
    ]
