import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("workpackages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveIntegerField(verbose_name="första året")),
                ("until_year", models.PositiveIntegerField(verbose_name="sista året")),
                ("version_number", models.PositiveIntegerField(default=1, verbose_name="versionsnummer")),
                ("title", models.CharField(max_length=200, verbose_name="namn")),
                ("summary", models.TextField(blank=True, verbose_name="sammanfattning")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_plans",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "handlingsplan",
                "verbose_name_plural": "handlingsplaner",
                "ordering": ("-year", "-version_number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "year", "version_number"), name="action_plan_version_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_year__gte", models.F("year"))),
                        name="action_plan_years_are_forward",
                        violation_error_message="Sista året kan inte vara före det första.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.CharField(max_length=10, verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="aktivitet")),
                ("goals", models.JSONField(default=list, verbose_name="strategiska mål")),
                ("responsible", models.CharField(max_length=120, verbose_name="ansvarig")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="senast")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="kommentar")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("planned", "Ej påbörjad"),
                            ("ongoing", "Pågår"),
                            ("late", "Försenad"),
                            ("done", "Klar"),
                        ],
                        default="planned",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="budgets.actionplan"
                    ),
                ),
                (
                    "responsible_principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="organisations.principal",
                        verbose_name="ansvarig huvudman",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="workpackages.service",
                        verbose_name="tjänst",
                    ),
                ),
            ],
            options={
                "verbose_name": "aktivitet",
                "verbose_name_plural": "aktiviteter",
                "ordering": ("plan", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="activity_number_is_unique",
                        violation_error_message="Planen har redan en aktivitet med det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "ongoing", "late", "done"])),
                        name="activity_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveIntegerField(verbose_name="budgetår")),
                ("version_number", models.PositiveIntegerField(default=1, verbose_name="versionsnummer")),
                ("reason", models.TextField(blank=True, verbose_name="skäl till versionen")),
                ("reference_date", models.DateField(verbose_name="invånartal per")),
                ("total_ore", models.BigIntegerField(null=True, verbose_name="summa i ören")),
                ("diary_number", models.CharField(blank=True, max_length=60, verbose_name="diarienummer")),
                ("submitted_on", models.DateField(null=True, verbose_name="inlämnad")),
                ("handed_over_on", models.DateField(null=True, verbose_name="överlämnad")),
                ("adopted_on", models.DateField(null=True, verbose_name="fastställd")),
                ("closed_on", models.DateField(null=True, verbose_name="stängd")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Utkast"),
                            ("at_sgd", "Hos styrgruppen"),
                            ("at_ctb", "Hos tjänstemannaberedningen"),
                            ("at_cs", "Hos det politiska samverkansorganet"),
                            ("recommended", "Rekommenderad"),
                            ("with_principals", "Hos huvudmännen för beslut"),
                            ("incomplete", "Ofullständig"),
                            ("in_force", "Gällande"),
                            ("closed", "Stängd"),
                            ("replaced", "Ersatt av en ny version"),
                            ("withdrawn", "Tillbakadragen"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budgets",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budgets",
                        to="budgets.actionplan",
                        verbose_name="handlingsplan",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="budgets.budget",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget",
                "verbose_name_plural": "budgetar",
                "ordering": ("-year", "-version_number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "year", "version_number"), name="budget_version_is_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("in_force", "closed"))),
                        fields=("partnership", "year"),
                        name="budget_in_force_is_one_a_year",
                        violation_error_message="Året har redan en fastställd budget.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("draft", "at_sgd", "at_ctb", "at_cs", "recommended", "with_principals", "incomplete"),
                            )
                        ),
                        fields=("partnership", "year"),
                        name="budget_under_work_is_one_a_year",
                        violation_error_message="Året har redan en version som det arbetas med.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "at_sgd",
                                    "at_ctb",
                                    "at_cs",
                                    "recommended",
                                    "with_principals",
                                    "incomplete",
                                    "in_force",
                                    "closed",
                                    "replaced",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="budget_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("with_principals", "incomplete", "in_force", "closed")), _negated=True
                            ),
                            ("handed_over_on__isnull", False),
                            _connector="OR",
                        ),
                        name="budget_out_has_handover_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("in_force", "closed")), _negated=True),
                            ("adopted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="budget_in_force_has_adoption_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_ore__isnull", True), ("total_ore__gte", 0), _connector="OR"),
                        name="budget_total_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveIntegerField(verbose_name="år")),
                ("diary_number", models.CharField(blank=True, max_length=60, verbose_name="diarienummer")),
                ("outcome_text", models.TextField(blank=True, verbose_name="vad som förklarar utfallet")),
                ("explanations", models.JSONField(blank=True, default=list, verbose_name="förklaringar per tjänst")),
                ("cooperation_text", models.TextField(blank=True, verbose_name="hur samverkan fungerar")),
                ("sources_text", models.TextField(blank=True, verbose_name="underlag")),
                ("return_reason", models.TextField(blank=True, verbose_name="skäl för återlämnande")),
                ("decided_on", models.DateField(null=True, verbose_name="fastställd")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("sealed_on", models.DateField(null=True, verbose_name="förseglad")),
                ("dispatched_on", models.DateField(null=True, verbose_name="utskickad")),
                ("receipted_on", models.DateField(null=True, verbose_name="mottagen av alla")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("collecting", "Insamling"),
                            ("draft", "Utkast"),
                            ("at_cs", "Hos det politiska samverkansorganet"),
                            ("sealing", "Förseglas"),
                            ("sealed", "Förseglad"),
                            ("dispatched", "Utskickad"),
                            ("receipted", "Mottagen av alla"),
                        ],
                        default="collecting",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_reports",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="annual_reports", to="budgets.budget"
                    ),
                ),
            ],
            options={
                "verbose_name": "årsrapport",
                "verbose_name_plural": "årsrapporter",
                "ordering": ("-year",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "year"),
                        name="annual_report_is_one_a_year",
                        violation_error_message="Året har redan en årsrapport.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["collecting", "draft", "at_cs", "sealing", "sealed", "dispatched", "receipted"],
                            )
                        ),
                        name="annual_report_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("sealing", "sealed", "dispatched", "receipted")), _negated=True),
                            models.Q(("decided_on__isnull", False), models.Q(("paragraph", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="annual_report_established_has_decision",
                        violation_error_message="Ange dag och paragraf för beslutet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, verbose_name="kod")),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                (
                    "group",
                    models.CharField(
                        choices=[("region", "regionen"), ("municipalities", "kommunerna")],
                        max_length=20,
                        verbose_name="grupp",
                    ),
                ),
                ("population", models.PositiveIntegerField(verbose_name="invånare")),
                ("base_ore", models.BigIntegerField(verbose_name="enligt grundprincipen, ören")),
                ("deviating_ore", models.BigIntegerField(verbose_name="enligt avvikande principer, ören")),
                ("total_ore", models.BigIntegerField(verbose_name="andel, ören")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="budgets.budget"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_shares",
                        to="organisations.principal",
                    ),
                ),
            ],
            options={
                "verbose_name": "kostnadsandel",
                "verbose_name_plural": "kostnadsandelar",
                "ordering": ("-group", "code"),
                "constraints": [
                    models.UniqueConstraint(fields=("budget", "principal"), name="share_is_one_a_principal"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_ore",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("base_ore"), "+", models.F("deviating_ore")
                                ),
                            )
                        ),
                        name="share_is_the_sum_of_its_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_ore__gte", 0), ("deviating_ore__gte", 0)),
                        name="share_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "reallocation_permille",
                    models.PositiveIntegerField(
                        default=100,
                        help_text="100 betyder att en flytt på mer än 10 procent av en rad ska prövas (A-06).",
                        verbose_name="gräns för omfördelning, promille av raden",
                    ),
                ),
                (
                    "partnership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_terms",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "budgetvillkor",
                "verbose_name_plural": "budgetvillkor",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reallocation_permille__lte", 1000)),
                        name="budget_terms_threshold_is_a_part",
                        violation_error_message="Gränsen ska vara mellan 0 och 1000 promille.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CostPrinciple",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("establishment", "Etablering"),
                            ("management", "Förvaltning"),
                            ("decommission", "Avveckling"),
                        ],
                        max_length=20,
                        verbose_name="fas",
                    ),
                ),
                ("from_year", models.PositiveIntegerField(verbose_name="från och med budgetår")),
                ("sharing", models.JSONField(verbose_name="delning")),
                ("reason", models.TextField(verbose_name="skäl")),
                ("effective_on", models.DateField(null=True, verbose_name="gäller från")),
                ("ended_on", models.DateField(null=True, verbose_name="upphörde")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("proposed", "Föreslagen"),
                            ("computed", "Klart vilka som ska besluta"),
                            ("being_decided", "Beslutas"),
                            ("in_effect", "Gällande"),
                            ("fallen", "Fallen"),
                            ("ended", "Upphörd"),
                        ],
                        default="proposed",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_principles",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_principles",
                        to="workpackages.service",
                        verbose_name="tjänst",
                    ),
                ),
            ],
            options={
                "verbose_name": "avvikande kostnadsprincip",
                "verbose_name_plural": "avvikande kostnadsprinciper",
                "ordering": ("-from_year", "service__name", "phase"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_effect")),
                        fields=("partnership", "service", "phase"),
                        name="principle_in_effect_is_one_a_line",
                        violation_error_message="Det finns redan en gällande avvikande princip för tjänsten och fasen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "computed", "being_decided", "in_effect", "fallen", "ended"])
                        ),
                        name="principle_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_effect"), _negated=True),
                            ("effective_on__isnull", False),
                            _connector="OR",
                        ),
                        name="principle_in_effect_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["establishment", "management", "decommission"])),
                        name="principle_phase_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("establishment", "Etablering"),
                            ("management", "Förvaltning"),
                            ("decommission", "Avveckling"),
                        ],
                        max_length=20,
                        verbose_name="fas",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="beskrivning")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i ören")),
                ("shared_by", models.JSONField(editable=False, null=True, verbose_name="frusen kostnadsprincip")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="budgets.budget"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="workpackages.service",
                        verbose_name="tjänst",
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="budgets.costprinciple",
                        verbose_name="avvikande kostnadsprincip",
                    ),
                ),
            ],
            options={
                "verbose_name": "budgetrad",
                "verbose_name_plural": "budgetrader",
                "ordering": ("service__name", "phase"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget", "service", "phase"),
                        name="budget_line_is_one_a_service_and_phase",
                        violation_error_message="Budgeten har redan en rad för den tjänsten och fasen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_ore__gte", 0)),
                        name="budget_line_is_not_negative",
                        violation_error_message="Beloppet får inte vara negativt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["establishment", "management", "decommission"])),
                        name="budget_line_phase_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MultiYearLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveIntegerField(verbose_name="år")),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("establishment", "Etablering"),
                            ("management", "Förvaltning"),
                            ("decommission", "Avveckling"),
                        ],
                        max_length=20,
                        verbose_name="fas",
                    ),
                ),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i ören")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="kommentar")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calculation", to="budgets.budget"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calculations",
                        to="workpackages.service",
                        verbose_name="tjänst",
                    ),
                ),
            ],
            options={
                "verbose_name": "kalkylrad",
                "verbose_name_plural": "kalkylrader",
                "ordering": ("year", "service__name", "phase"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget", "year", "service", "phase"),
                        name="calculation_row_is_one_a_service_and_phase",
                        violation_error_message="Kalkylen har redan en rad för det året, den tjänsten och den fasen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("service__isnull", True)),
                        fields=("budget", "year"),
                        name="calculation_has_one_total_a_year",
                        violation_error_message="Kalkylen har redan en summa för det året.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_ore__gte", 0)),
                        name="calculation_row_is_not_negative",
                        violation_error_message="Beloppet får inte vara negativt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phase", ""), ("service__isnull", True)),
                            models.Q(("service__isnull", False), models.Q(("phase", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="calculation_row_is_a_line_or_a_total",
                        violation_error_message="Ange både tjänst och fas, eller ingetdera för årets summa.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PopulationSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted_date", models.DateField(verbose_name="invånartal som regeln pekar på")),
                ("reference_date", models.DateField(verbose_name="invånartal som används")),
                ("source", models.CharField(max_length=300, verbose_name="källa")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="anmärkning")),
                ("frozen_on", models.DateField(verbose_name="fryst")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="population_snapshots",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "frysta invånartal",
                "verbose_name_plural": "frysta invånartal",
            },
        ),
        migrations.AddField(
            model_name="costprinciple",
            name="snapshot",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cost_principles",
                to="budgets.populationsnapshot",
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="snapshot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budgets",
                to="budgets.populationsnapshot",
            ),
        ),
        migrations.CreateModel(
            name="PrincipleShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, verbose_name="kod")),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp som delas, ören")),
                ("base_ore", models.BigIntegerField(verbose_name="enligt grundprincipen, ören")),
                ("deviating_ore", models.BigIntegerField(verbose_name="enligt förslaget, ören")),
                ("must_consent", models.BooleanField(verbose_name="ska besluta")),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="principle_shares",
                        to="organisations.principal",
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="budgets.costprinciple"
                    ),
                ),
            ],
            options={
                "verbose_name": "andel enligt avvikande princip",
                "verbose_name_plural": "andelar enligt avvikande princip",
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("principle", "principal"), name="principle_share_is_one_a_principal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_on", models.DateField(verbose_name="avräknad")),
                ("budget_ore", models.BigIntegerField(verbose_name="budget i ören")),
                ("outcome_ore", models.BigIntegerField(verbose_name="utfall i ören")),
                (
                    "budget",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlement", to="budgets.budget"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "avräkning",
                "verbose_name_plural": "avräkningar",
            },
        ),
        migrations.CreateModel(
            name="SettlementRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, verbose_name="kod")),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                ("budget_ore", models.BigIntegerField(verbose_name="andel av budgeten, ören")),
                ("outcome_ore", models.BigIntegerField(verbose_name="andel av utfallet, ören")),
                ("back_ore", models.BigIntegerField(verbose_name="åter, ören")),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement_rows",
                        to="organisations.principal",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="budgets.settlement"
                    ),
                ),
            ],
            options={
                "verbose_name": "avräkning för en huvudman",
                "verbose_name_plural": "avräkning för huvudmän",
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "principal"), name="settlement_has_a_principal_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "back_ore",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("budget_ore"), "-", models.F("outcome_ore")
                                ),
                            )
                        ),
                        name="settlement_back_is_the_difference",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, verbose_name="kod")),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                (
                    "group",
                    models.CharField(
                        choices=[("region", "regionen"), ("municipalities", "kommunerna")],
                        max_length=20,
                        verbose_name="grupp",
                    ),
                ),
                ("population", models.PositiveIntegerField(verbose_name="invånare")),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshot_rows",
                        to="organisations.principal",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="budgets.populationsnapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "invånartal för en huvudman",
                "verbose_name_plural": "invånartal för huvudmän",
                "ordering": ("-group", "code"),
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "principal"), name="snapshot_has_a_principal_once"),
                    models.UniqueConstraint(fields=("snapshot", "code"), name="snapshot_has_a_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("population__gt", 0)), name="snapshot_population_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearFrame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveIntegerField(verbose_name="år")),
                ("ceiling_ore", models.BigIntegerField(verbose_name="ram i ören")),
                ("allocated_ore", models.BigIntegerField(default=0, verbose_name="fördelat i ören")),
                ("closed_on", models.DateField(null=True, verbose_name="stängd")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("open", "Öppen"), ("closed", "Stängd")],
                        default="open",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frames", to="budgets.budget"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_frames",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "årets ram",
                "verbose_name_plural": "årens ramar",
                "ordering": ("-year",),
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "year"), name="frame_is_one_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("allocated_ore__lte", models.F("ceiling_ore"))),
                        name="frame_is_never_exceeded",
                        violation_error_message="Budgeten får inte överskridas utan godkännande av huvudmännen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allocated_ore__gte", 0)),
                        name="frame_allocated_is_not_negative",
                        violation_error_message="Det fördelade beloppet kan inte bli mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="frame_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"
                        ),
                        name="frame_closed_has_day",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="settlement",
            name="frame",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="settlement", to="budgets.yearframe"
            ),
        ),
        migrations.CreateModel(
            name="Reallocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i ören")),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("decided_on", models.DateField(verbose_name="beslutad")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("event_number", models.BigIntegerField(verbose_name="händelse")),
                (
                    "from_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moved_out", to="budgets.budgetline"
                    ),
                ),
                (
                    "to_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moved_in", to="budgets.budgetline"
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reallocations",
                        to="budgets.yearframe",
                    ),
                ),
            ],
            options={
                "verbose_name": "omfördelning",
                "verbose_name_plural": "omfördelningar",
                "ordering": ("decided_on", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_ore__gt", 0)), name="reallocation_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("from_line", models.F("to_line")), _negated=True),
                        name="reallocation_is_between_two_lines",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.DateField(verbose_name="månad")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i ören")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                ("imported", models.BooleanField(default=False, verbose_name="inläst")),
                ("event_number", models.BigIntegerField(verbose_name="händelse")),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="budgets.outcomeentry",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="budgets.budgetline"
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="budgets.yearframe"
                    ),
                ),
            ],
            options={
                "verbose_name": "utfall",
                "verbose_name_plural": "utfall",
                "ordering": ("period", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Deviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.CharField(max_length=20, verbose_name="nummer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reallocation", "Omfördelning mellan rader"),
                            ("line_outcome", "Utfall över en rad"),
                            ("total_outcome", "Utfall över hela budgeten"),
                            ("overrun", "Begäran om större ram"),
                            ("other", "Annan avvikelse"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="avvikelse")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("amount_ore", models.BigIntegerField(null=True, verbose_name="belopp i ören")),
                ("reported_on", models.DateField(verbose_name="anmäld")),
                ("assessed_on", models.DateField(null=True, verbose_name="prövad")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("assessment", models.TextField(blank=True, verbose_name="skäl för prövningen")),
                ("answered_on", models.DateField(null=True, verbose_name="besvarad")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("reported", "Anmäld"),
                            ("at_cs", "Hos det politiska samverkansorganet"),
                            ("with_principals", "Hos huvudmännen"),
                            ("within_frame", "Inom ram"),
                            ("approved", "Godkänd av huvudmännen"),
                            ("denied", "Nekad"),
                            ("noted", "Noterad"),
                        ],
                        default="reported",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "from_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations_out",
                        to="budgets.budgetline",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations",
                        to="budgets.budgetline",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deviations", to="budgets.yearframe"
                    ),
                ),
            ],
            options={
                "verbose_name": "avvikelse",
                "verbose_name_plural": "avvikelser",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "number"), name="deviation_number_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reported", "at_cs", "with_principals", "within_frame", "approved", "denied", "noted"],
                            )
                        ),
                        name="deviation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "other"), ("amount_ore__gt", 0), _connector="OR"),
                        name="deviation_of_money_has_amount",
                        violation_error_message="Ange beloppet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("reported", "at_cs")),
                            models.Q(("assessed_on__isnull", False), models.Q(("assessment", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="deviation_tried_has_day_and_reason",
                        violation_error_message="Ange dag och skäl för prövningen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp i ören")),
                ("purpose", models.CharField(max_length=300, verbose_name="ändamål")),
                ("decided_on", models.DateField(verbose_name="beslutad")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("event_number", models.BigIntegerField(verbose_name="händelse")),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="budgets.allocation",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="budgets.budgetline"
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="budgets.yearframe"
                    ),
                ),
            ],
            options={
                "verbose_name": "fördelning",
                "verbose_name_plural": "fördelningar",
                "ordering": ("decided_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_ore__gt", 0), ("corrects__isnull", False), _connector="OR"),
                        name="allocation_is_positive_or_a_correction",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="costprinciple",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "proposed"), ("snapshot__isnull", False), _connector="OR"),
                name="principle_computed_has_population",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "withdrawn")),
                    models.Q(
                        ("snapshot__isnull", False), ("submitted_on__isnull", False), ("total_ore__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="budget_submitted_has_frozen_figures",
            ),
        ),
    ]
