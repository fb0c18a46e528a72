from decimal import Decimal

import django.db.models.deletion
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("cleared_on", models.DateField(verbose_name="klarerad")),
                ("to_bind", models.PositiveSmallIntegerField(verbose_name="blir bindande")),
                ("bound", models.PositiveSmallIntegerField(default=0, verbose_name="har blivit bindande")),
                ("staying", models.PositiveSmallIntegerField(default=0, verbose_name="blir kvar")),
                ("outcome", models.JSONField(default=dict, verbose_name="utfall")),
                ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="upplöst")),
                ("dissolved_because", models.TextField(blank=True, verbose_name="varför den löstes upp")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clearings", to="agreements.agreement"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearings",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "klarering",
                "verbose_name_plural": "klareringar",
                "ordering": ("agreement", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="clearing_number_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("bound", 0), ("bound", models.F("to_bind")), _connector="OR"),
                        name="clearing_binds_all_or_none",
                        violation_error_message="Alla bud som håller tillsammans blir bindande samtidigt, eller inget.",
                    ),
                    models.CheckConstraint(condition=models.Q(("to_bind__gt", 0)), name="clearing_binds_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dissolved_on__isnull", True),
                            models.Q(("bound", 0), models.Q(("dissolved_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="clearing_dissolved_binds_none",
                        violation_error_message="En klarering löses upp i sin helhet, och det sägs varför.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.CharField(max_length=20, verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="åtagande")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True, verbose_name="mängd"),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="enhet")),
                ("amount_ore", models.BigIntegerField(blank=True, null=True, verbose_name="belopp i ören")),
                ("price_level_on", models.DateField(blank=True, null=True, verbose_name="prisnivå")),
                ("index_series", models.CharField(blank=True, max_length=60, verbose_name="indexserie")),
                ("share_ppm", models.PositiveIntegerField(blank=True, null=True, verbose_name="andel i miljondelar")),
                ("share_of", models.CharField(blank=True, max_length=200, verbose_name="andel av")),
                ("counting_rule", models.TextField(blank=True, verbose_name="räkneregel")),
                ("counting_area", models.CharField(blank=True, max_length=200, verbose_name="område")),
                ("counts_from", models.DateField(blank=True, null=True, verbose_name="räknas från")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="sista dag")),
                ("owner_role", models.CharField(blank=True, max_length=200, verbose_name="ansvarig roll")),
                ("value_elsewhere", models.BooleanField(default=False, verbose_name="nyttan uppstår hos någon annan")),
                ("beneficiary", models.TextField(blank=True, verbose_name="vem som får nyttan")),
                ("offered_on", models.DateField(verbose_name="erbjudet")),
                ("flagged_on", models.DateField(blank=True, null=True, verbose_name="flaggat")),
                ("flag_reason", models.TextField(blank=True, verbose_name="varför det är flaggat")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="överenskommet")),
                (
                    "agreed_level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="överenskommen nivå"),
                ),
                ("under_way_from", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                (
                    "verified_value",
                    models.DecimalField(
                        decimal_places=3, default=Decimal("0"), max_digits=20, verbose_name="verifierat"
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="verifierat den")),
                ("verified_paragraph", models.CharField(blank=True, max_length=40, verbose_name="styrelsens paragraf")),
                ("realised_on", models.DateField(blank=True, null=True, verbose_name="realiserat")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="upphörde")),
                ("end_reason", models.TextField(blank=True, verbose_name="varför det upphörde")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("offered", "Erbjudet"),
                            ("conditional", "Erbjudet med villkor"),
                            ("agreed", "Överenskommet"),
                            ("under_way", "Pågår"),
                            ("reported", "Rapporterat"),
                            ("verified", "Verifierat av styrelsen"),
                            ("realised", "Realiserat"),
                            ("deviating", "Avviker"),
                            ("disputed", "Tvistigt"),
                            ("renegotiated", "Omförhandlat"),
                            ("released", "Frånträtt"),
                            ("withdrawn", "Återtaget bud"),
                            ("lapsed", "Förfallet"),
                        ],
                        default="offered",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "clearing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="commitments.clearing",
                    ),
                ),
                (
                    "contributors",
                    models.ManyToManyField(blank=True, related_name="contributes_to", to="organisations.principal"),
                ),
                (
                    "counter_performance_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counter_performances",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="organisations.principal",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "åtagande",
                "verbose_name_plural": "åtaganden",
                "ordering": ("agreement", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"),
                        name="commitment_number_is_unique",
                        violation_error_message="Ett annat åtagande i avtalet har redan det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "offered",
                                    "conditional",
                                    "agreed",
                                    "under_way",
                                    "reported",
                                    "verified",
                                    "realised",
                                    "deviating",
                                    "disputed",
                                    "renegotiated",
                                    "released",
                                    "withdrawn",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="commitment_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity__gt", 0), ("quantity__isnull", False)),
                            models.Q(("amount_ore__gt", 0), ("amount_ore__isnull", False)),
                            models.Q(("share_ppm__gt", 0), ("share_ppm__isnull", False)),
                            _connector="OR",
                        ),
                        name="commitment_can_be_measured",
                        violation_error_message="Ange en mängd, ett belopp eller en andel som är större än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity__isnull", True), ("quantity__gt", 0), _connector="OR"),
                            models.Q(("amount_ore__isnull", True), ("amount_ore__gt", 0), _connector="OR"),
                            models.Q(
                                ("share_ppm__isnull", True),
                                models.Q(("share_ppm__gt", 0), ("share_ppm__lte", 1000000)),
                                _connector="OR",
                            ),
                        ),
                        name="commitment_figures_are_positive",
                        violation_error_message="Mängd, belopp och andel ska vara större än noll, och andelen högst 100 procent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__isnull", True), models.Q(("unit", ""), _negated=True), _connector="OR"
                        ),
                        name="commitment_quantity_has_unit",
                        violation_error_message="Ange enheten som mängden räknas i, till exempel bostäder.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_ore__isnull", True), ("price_level_on__isnull", False), _connector="OR"
                        ),
                        name="commitment_money_has_price_level",
                        violation_error_message="Ange prisnivån för beloppet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value_elsewhere", False), models.Q(("beneficiary", ""), _negated=True), _connector="OR"
                        ),
                        name="commitment_says_who_gets_the_value",
                        violation_error_message="Skriv vem som får nyttan när den uppstår hos någon annan (C-08).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counter_performance_of__isnull", True),
                            models.Q(("counter_performance_of", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_is_no_return_for_itself",
                        violation_error_message="Ett åtagande kan inte vara motprestation för sig självt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_supersedes_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_level__isnull", False),
                                ("agreed_on__isnull", False),
                                ("clearing__isnull", False),
                                (
                                    "state__in",
                                    (
                                        "agreed",
                                        "under_way",
                                        "reported",
                                        "verified",
                                        "deviating",
                                        "disputed",
                                        "realised",
                                        "renegotiated",
                                        "released",
                                    ),
                                ),
                            ),
                            ("state", "lapsed"),
                            models.Q(
                                ("agreed_on__isnull", True),
                                ("clearing__isnull", True),
                                ("state__in", ("offered", "conditional", "withdrawn")),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_binds_by_a_clearing",
                        violation_error_message="Ett åtagande blir bindande genom en klarering, och bara genom den.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("under_way", "reported", "verified", "deviating", "disputed")),
                                _negated=True,
                            ),
                            models.Q(
                                ("due_on__isnull", False),
                                ("under_way_from__isnull", False),
                                models.Q(("counting_rule", ""), _negated=True),
                                models.Q(("owner_role", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_in_force_is_complete",
                        violation_error_message="Ett åtagande som gäller har räkneregel, sista dag och ansvarig roll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("flagged_on__isnull", True),
                            models.Q(
                                models.Q(
                                    ("state__in", ("under_way", "reported", "verified", "deviating", "disputed")),
                                    _negated=True,
                                ),
                                models.Q(("flag_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_flagged_is_a_draft",
                        violation_error_message="Ett flaggat bud måste bekräftas av parten innan det kan börja gälla.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_value", 0),
                            models.Q(
                                ("verified_on__isnull", False), models.Q(("verified_paragraph", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="commitment_verified_by_paragraph",
                        violation_error_message="Ange styrelsens paragraf.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "realised"), _negated=True),
                            models.Q(
                                ("realised_on__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("quantity__isnull", False), ("verified_value__gte", models.F("quantity"))
                                    ),
                                    models.Q(
                                        ("amount_ore__isnull", False),
                                        ("quantity__isnull", True),
                                        ("verified_value__gte", models.F("amount_ore")),
                                    ),
                                    models.Q(
                                        ("amount_ore__isnull", True),
                                        ("quantity__isnull", True),
                                        ("verified_value__gte", models.F("share_ppm")),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_realised_is_verified_in_full",
                        violation_error_message="Ett åtagande är realiserat först när styrelsen har verifierat allt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConditionTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "depends_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asks", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "verbose_name": "bud i villkor",
                "verbose_name_plural": "bud i villkor",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offer", models.F("depends_on")), _negated=True),
                        name="offer_condition_is_on_another",
                        violation_error_message="Ett bud kan inte ha sig självt som villkor.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("late", "Åtagandet blir sent"),
                            ("less", "Åtagandet blir mindre än avtalat"),
                            ("cost", "Kostnaden blir högre än avtalat"),
                            ("counter", "Motprestationen uteblir"),
                            ("dispute", "Parterna läser åtagandet olika"),
                            ("other", "Annat"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("description", models.TextField(verbose_name="vad som har hänt")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="ny bedömd dag")),
                (
                    "expected_value",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=20, null=True, verbose_name="ny bedömd mängd"
                    ),
                ),
                (
                    "forecast_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="ny bedömd kostnad i ören"),
                ),
                ("reported_on", models.DateField(verbose_name="anmäld")),
                ("taken_up_on", models.DateField(blank=True, null=True, verbose_name="behandlad i styrelsen")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="styrelsens paragraf")),
                ("reason", models.TextField(blank=True, verbose_name="styrelsens skäl")),
                (
                    "proposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("renegotiate", "omförhandla åtagandet i ett tilläggsavtal"),
                            ("release", "låta åtagandet upphöra"),
                        ],
                        max_length=12,
                        verbose_name="styrelsens förslag",
                    ),
                ),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="parterna ska svara senast")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("reported", "Anmäld till styrelsen"),
                            ("with_parties", "Hos parterna"),
                            ("renegotiating", "Omförhandlas"),
                            ("continued", "Fortsätter som avtalat"),
                            ("superseded", "Ersatt genom tilläggsavtal"),
                            ("released", "Åtagandet frånträtt"),
                        ],
                        default="reported",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations_behind",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment_deviations",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "avvikelse från åtagande",
                "verbose_name_plural": "avvikelser från åtaganden",
                "ordering": ("commitment", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "number"), name="commitment_deviation_number_is_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("reported", "with_parties", "renegotiating"))),
                        fields=("commitment",),
                        name="commitment_deviation_is_one_at_a_time",
                        violation_error_message="En avvikelse är redan anmäld och inte avslutad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reported", "with_parties", "renegotiating", "continued", "superseded", "released"],
                            )
                        ),
                        name="commitment_deviation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True),
                        name="commitment_deviation_is_described",
                        violation_error_message="Skriv vad som har hänt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "reported"),
                            models.Q(
                                ("taken_up_on__isnull", False),
                                models.Q(("paragraph", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_deviation_taken_up_by_paragraph",
                        violation_error_message="Ange styrelsens dag, paragraf och skäl.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("with_parties", "renegotiating")), _negated=True),
                            models.Q(("proposal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_deviation_asks_something",
                        violation_error_message="Ange vad styrelsen frågar parterna.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("renegotiating", "superseded")), _negated=True),
                            ("amendment__isnull", False),
                            _connector="OR",
                        ),
                        name="commitment_deviation_has_amendment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False), ("state__in", ("continued", "superseded", "released"))
                            ),
                            models.Q(
                                ("closed_on__isnull", True),
                                ("state__in", ("reported", "with_parties", "renegotiating")),
                            ),
                            _connector="OR",
                        ),
                        name="commitment_deviation_closed_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("answer", models.CharField(choices=[("yes", "Ja"), ("no", "Nej")], max_length=3, verbose_name="svar")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="partens beslut")),
                ("answered_on", models.DateField(verbose_name="besvarad")),
                (
                    "deviation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="commitments.deviation"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviation_answers",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviation_answers",
                        to="organisations.principal",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på avvikelse",
                "verbose_name_plural": "svar på avvikelser",
                "ordering": ("deviation", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deviation", "principal"),
                        name="deviation_answer_is_one_a_party",
                        violation_error_message="Parten har redan svarat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "no"])), name="deviation_answer_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", "yes"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="deviation_answer_no_has_reason",
                        violation_error_message="Skriv varför ni svarar nej.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("level", "ett annat bud når minst"),
                            ("count", "minst så många av buden blir bindande"),
                            ("sum", "summan av buden når minst"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[("quantity", "mängd"), ("amount", "belopp"), ("share", "andel")],
                        default="quantity",
                        max_length=10,
                        verbose_name="mått",
                    ),
                ),
                ("threshold", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="minst")),
                (
                    "others",
                    models.ManyToManyField(
                        related_name="conditions_on_it",
                        through="commitments.ConditionTarget",
                        through_fields=("condition", "depends_on"),
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "villkor",
                "verbose_name_plural": "villkor",
                "ordering": ("level", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("measure__in", ["quantity", "amount", "share"])),
                        name="offer_condition_measure_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("threshold__gt", 0)),
                        name="offer_condition_asks_for_something",
                        violation_error_message="Ange ett tal som är större än noll.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="conditiontarget",
            name="condition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="commitments.offercondition"
            ),
        ),
        migrations.CreateModel(
            name="OfferLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nivå")),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True, verbose_name="mängd"),
                ),
                ("amount_ore", models.BigIntegerField(blank=True, null=True, verbose_name="belopp i ören")),
                ("share_ppm", models.PositiveIntegerField(blank=True, null=True, verbose_name="andel i miljondelar")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "verbose_name": "nivå",
                "verbose_name_plural": "nivåer",
                "ordering": ("commitment", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "number"), name="offer_level_is_unique"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="offer_level_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity__gt", 0), ("quantity__isnull", False)),
                            models.Q(("amount_ore__gt", 0), ("amount_ore__isnull", False)),
                            models.Q(("share_ppm__gt", 0), ("share_ppm__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_level_gives_something",
                        violation_error_message="Ange en mängd, ett belopp eller en andel som är större än noll.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="offercondition",
            name="level",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="conditions", to="commitments.offerlevel"
            ),
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("as_of", models.DateField(verbose_name="läget den")),
                ("value", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="sammanlagt")),
                ("text", models.TextField(verbose_name="beskrivning")),
                ("evidence", models.CharField(max_length=300, verbose_name="underlag")),
                ("evidence_url", models.URLField(blank=True, max_length=500, verbose_name="länk till underlaget")),
                ("reported_on", models.DateField(verbose_name="rapporterad")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="besvarad")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="styrelsens paragraf")),
                ("note", models.TextField(blank=True, verbose_name="styrelsens kommentar")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("waiting", "Väntar på styrelsen"),
                            ("verified", "Verifierad"),
                            ("sent_back", "Återsänd"),
                        ],
                        default="waiting",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="commitments.commitment"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "lägesrapport",
                "verbose_name_plural": "lägesrapporter",
                "ordering": ("commitment", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "number"), name="progress_report_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("commitment",),
                        name="progress_report_waits_alone",
                        violation_error_message="En rapport väntar redan på styrelsen. Den ska besvaras först.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "verified", "sent_back"])),
                        name="progress_report_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)),
                        name="progress_report_is_not_negative",
                        violation_error_message="Det som är klart kan inte vara mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="progress_report_has_evidence",
                        violation_error_message="Ange underlaget som visar hur långt ni har kommit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"),
                            models.Q(("answered_on__isnull", False), models.Q(("paragraph", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="progress_report_is_answered_by_paragraph",
                        violation_error_message="Ange styrelsens paragraf.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="varav")),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="organisations.principal",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="commitments.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "bidrag",
                "verbose_name_plural": "bidrag",
                "ordering": ("report", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "principal"), name="contribution_is_one_a_party"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", Decimal("0"))), name="contribution_is_something"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="conditiontarget",
            constraint=models.UniqueConstraint(fields=("condition", "depends_on"), name="offer_condition_asks_once"),
        ),
        migrations.AddConstraint(
            model_name="offercondition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["level", "count", "sum"])), name="offer_condition_kind_is_known"
            ),
        ),
    ]
