import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("negotiations", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("framework", "Ramavtal"),
                            ("object", "Objektavtal"),
                            ("subject", "Sakområdesavtal"),
                            ("amendment", "Tilläggsavtal"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="nummer")),
                ("title", models.CharField(db_collation="swedish", max_length=200, verbose_name="rubrik")),
                (
                    "detail_level",
                    models.CharField(
                        choices=[("direction", "Inriktning"), ("framework", "Ram"), ("detail", "Detalj")],
                        default="framework",
                        max_length=20,
                        verbose_name="detaljeringsgrad",
                    ),
                ),
                ("period_from", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("period_until", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="ska ha trätt i kraft senast")),
                (
                    "sign_order",
                    models.CharField(
                        choices=[
                            ("decide_first", "Besluta först, underteckna sedan"),
                            ("sign_first", "Underteckna först, besluta sedan"),
                        ],
                        default="decide_first",
                        max_length=20,
                        verbose_name="ordning",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Avtalet anskaffar inget gemensamt"),
                            ("hamburg", "Hamburgundantaget i LOU"),
                            ("joint_procurement", "Gemensam upphandling"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="rättslig grund",
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="får läsas av alla när det gäller")),
                ("in_force_on", models.DateField(editable=False, null=True, verbose_name="trädde i kraft")),
                ("ended_on", models.DateField(editable=False, null=True, verbose_name="upphörde")),
                ("end_reason", models.TextField(blank=True, editable=False, verbose_name="skäl till att det upphörde")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Utkast"),
                            ("prepared", "Under beredning"),
                            ("ready_to_sign", "Klart att underteckna"),
                            ("partly_signed", "Delvis undertecknat"),
                            ("awaiting_decisions", "Väntar på beslut"),
                            ("in_force", "Gällande"),
                            ("under_amendment", "Gällande, under ändring"),
                            ("replaced", "Ersatt"),
                            ("completed", "Slutfört"),
                            ("terminated", "Upphört"),
                            ("lapsed", "Förfallet"),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="negotiations.negotiation",
                        verbose_name="förhandling",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="agreements.agreement",
                        verbose_name="hör till avtalet",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="agreements.agreement",
                        verbose_name="efterträder avtalet",
                    ),
                ),
            ],
            options={
                "verbose_name": "avtal",
                "verbose_name_plural": "avtal",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "number"),
                        name="agreement_number_is_unique",
                        violation_error_message="Ett annat avtal har redan det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "prepared",
                                    "ready_to_sign",
                                    "partly_signed",
                                    "awaiting_decisions",
                                    "in_force",
                                    "under_amendment",
                                    "replaced",
                                    "completed",
                                    "terminated",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="agreement_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period_from__isnull", True),
                            ("period_until__isnull", True),
                            ("period_until__gte", models.F("period_from")),
                            _connector="OR",
                        ),
                        name="agreement_period_is_forward",
                        violation_error_message="Avtalet kan inte upphöra innan det börjar gälla.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("in_force", "under_amendment", "replaced", "completed", "terminated")),
                                _negated=True,
                            ),
                            ("in_force_on__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_in_force_has_start_date",
                        violation_error_message="Ett avtal som gäller har en dag då det trädde i kraft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("replaced", "completed", "terminated", "lapsed")), _negated=True),
                            ("ended_on__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_ended_has_end_date",
                        violation_error_message="Ett avtal som har upphört har en dag då det upphörde.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "amendment"), _negated=True), ("parent__isnull", False), _connector="OR"
                        ),
                        name="agreement_amendment_has_parent",
                        violation_error_message="Ett tilläggsavtal hör till ett avtal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_is_not_its_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="agreement_is_not_its_own_successor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("order", models.PositiveIntegerField(default=1, verbose_name="ordning")),
                ("role", models.CharField(blank=True, max_length=300, verbose_name="roll i avtalet")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="agreements.agreement"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_parties",
                        to="organisations.principal",
                    ),
                ),
            ],
            options={
                "verbose_name": "avtalspart",
                "verbose_name_plural": "avtalsparter",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "principal"),
                        name="agreement_party_is_one",
                        violation_error_message="Parten finns redan i avtalet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.CharField(max_length=12, verbose_name="version")),
                ("order", models.PositiveIntegerField(verbose_name="ordning")),
                ("change_note", models.CharField(blank=True, max_length=300, verbose_name="vad som ändrades")),
                (
                    "updating_reason",
                    models.TextField(blank=True, verbose_name="skäl till att avtalet inte säger hur det uppdateras"),
                ),
                ("cost_ore", models.BigIntegerField(blank=True, null=True, verbose_name="samlad kostnad i ören")),
                ("frozen_at", models.DateTimeField(editable=False, null=True, verbose_name="låst")),
                ("text", models.TextField(blank=True, editable=False, verbose_name="låst text")),
                (
                    "text_sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="fingeravtryck"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("drafting", "Skrivs"), ("frozen", "Låst"), ("superseded", "Ersatt")],
                        default="drafting",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="agreements.agreement"
                    ),
                ),
                (
                    "amended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts_it_gave",
                        to="agreements.agreement",
                        verbose_name="ändrad genom",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="agreements.agreementversion",
                        verbose_name="bygger på",
                    ),
                ),
            ],
            options={
                "verbose_name": "avtalsversion",
                "verbose_name_plural": "avtalsversioner",
                "ordering": ("-order",),
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_number_is_unique"),
                    models.UniqueConstraint(fields=("agreement", "order"), name="agreement_version_order_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "drafting")),
                        fields=("agreement",),
                        name="agreement_version_in_work_is_one",
                        violation_error_message="Avtalet har redan en version som skrivs.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "frozen")),
                        fields=("agreement",),
                        name="agreement_version_frozen_is_one",
                        violation_error_message="Avtalet har redan en låst text. Den ersätts när en ny låses.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["drafting", "frozen", "superseded"])),
                        name="agreement_version_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("frozen_at__isnull", True), ("state", "drafting"), ("text", ""), ("text_sha256", "")
                            ),
                            models.Q(
                                ("frozen_at__isnull", False),
                                ("state__in", ("frozen", "superseded")),
                                models.Q(("text", ""), _negated=True),
                                models.Q(("text_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_version_frozen_has_fingerprint",
                        violation_error_message="En låst text har sitt fingeravtryck, och ett utkast har inget.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_ore__isnull", True), ("cost_ore__gte", 0), _connector="OR"),
                        name="agreement_version_cost_is_not_negative",
                        violation_error_message="Kostnaden kan inte vara mindre än noll.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="agreed_version",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreementversion",
                verbose_name="den text som undertecknas eller gäller",
            ),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreed_on", models.DateField(verbose_name="godkänd")),
                ("seat_label", models.CharField(blank=True, max_length=300, verbose_name="som")),
                ("remark", models.TextField(blank=True, verbose_name="anmärkning")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="agreements.agreementparty",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "godkännande av avtalstext",
                "verbose_name_plural": "godkännanden av avtalstext",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "version_of"),
                        name="agreement_acknowledged_once",
                        violation_error_message="Parten har redan godkänt den här versionen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Annex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                (
                    "life",
                    models.CharField(
                        choices=[
                            ("parties", "Ändras som avtalet, genom tilläggsavtal"),
                            ("board", "Ändras av styrelsen medan avtalet gäller"),
                        ],
                        default="parties",
                        max_length=20,
                        verbose_name="hur bilagan ändras",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="annexes", to="agreements.agreement"
                    ),
                ),
            ],
            options={
                "verbose_name": "bilaga",
                "verbose_name_plural": "bilagor",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"),
                        name="agreement_annex_number_is_unique",
                        violation_error_message="Avtalet har redan en bilaga med det numret.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnexIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveIntegerField(verbose_name="utgåva")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("change_note", models.CharField(blank=True, max_length=300, verbose_name="vad som ändrades")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="antagen")),
                ("decision_reference", models.CharField(blank=True, max_length=200, verbose_name="beslut")),
                ("text_sha256", models.CharField(blank=True, max_length=64, verbose_name="fingeravtryck")),
                (
                    "annex",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="agreements.annex"
                    ),
                ),
            ],
            options={
                "verbose_name": "utgåva av bilaga",
                "verbose_name_plural": "utgåvor av bilagor",
                "ordering": ("annex", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("annex", "number"), name="agreement_annex_issue_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("adopted_on__isnull", True)),
                        fields=("annex",),
                        name="agreement_annex_draft_is_one",
                        violation_error_message="Bilagan har redan en utgåva som skrivs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_on__isnull", True), models.Q(("text_sha256", ""), _negated=True), _connector="OR"
                        ),
                        name="agreement_annex_adopted_has_fingerprint",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinancingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("what", models.CharField(max_length=300, verbose_name="vad")),
                ("amount_ore", models.BigIntegerField(blank=True, null=True, verbose_name="belopp i ören")),
                ("share_ppm", models.PositiveIntegerField(blank=True, null=True, verbose_name="andel i miljondelar")),
                ("price_level_on", models.DateField(blank=True, null=True, verbose_name="prisnivå")),
                ("index_series", models.CharField(blank=True, max_length=80, verbose_name="indexserie")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="financing_lines",
                        to="agreements.agreementparty",
                        verbose_name="part som betalar",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="financing",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "rad i finansieringsplanen",
                "verbose_name_plural": "rader i finansieringsplanen",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_ore__isnull", False), ("share_ppm__isnull", True)),
                            models.Q(("amount_ore__isnull", True), ("share_ppm__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreement_financing_is_amount_or_share",
                        violation_error_message="Ange ett belopp eller en andel, inte båda.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_ore__isnull", True), ("amount_ore__gte", 0), _connector="OR"),
                        name="agreement_financing_amount_is_not_negative",
                        violation_error_message="Beloppet kan inte vara mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_ppm__isnull", True),
                            models.Q(("share_ppm__gte", 1), ("share_ppm__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="agreement_financing_share_is_a_part",
                        violation_error_message="Andelen ska vara större än 0 och högst 100 procent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("index_series", ""), ("price_level_on__isnull", False), _connector="OR"),
                        name="agreement_financing_index_has_price_level",
                        violation_error_message="Ett belopp som räknas om med index har en prisnivå.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("series", models.CharField(max_length=80, verbose_name="indexserie")),
                ("month", models.DateField(verbose_name="månad")),
                ("value", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="indextal")),
                ("source", models.CharField(max_length=300, verbose_name="källa")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_figures",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "indextal",
                "verbose_name_plural": "indextal",
                "ordering": ("series", "-month"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "series", "month"),
                        name="index_figure_is_one_a_month",
                        violation_error_message="Serien har redan ett indextal för månaden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="index_figure_is_positive",
                        violation_error_message="Indextalet ska vara större än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="index_figure_is_for_a_month",
                        violation_error_message="Månaden anges med sin första dag.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("function", "Principer för funktion"),
                            ("cost", "Kostnad och prisnivå"),
                            ("timetable", "Tidplan"),
                            ("responsibility", "Ansvarsfördelning"),
                            ("followup", "Uppföljning"),
                            ("updating", "Hur avtalet uppdateras"),
                        ],
                        max_length=20,
                        verbose_name="avtalets del",
                    ),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="vägledning")),
                ("clauses", models.TextField(blank=True, verbose_name="text")),
                (
                    "version_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "avsnitt",
                "verbose_name_plural": "avsnitt",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version_of", "number"),
                        name="agreement_section_number_is_unique",
                        violation_error_message="Versionen har redan ett avsnitt med det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="agreement_section_number_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("function", "Principer för funktion"),
                            ("cost", "Kostnad och prisnivå"),
                            ("timetable", "Tidplan"),
                            ("responsibility", "Ansvarsfördelning"),
                            ("followup", "Uppföljning"),
                            ("updating", "Hur avtalet uppdateras"),
                        ],
                        max_length=20,
                        verbose_name="avtalets del",
                    ),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="vägledning")),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_template",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "avsnitt i avtalsmallen",
                "verbose_name_plural": "avsnitt i avtalsmallen",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "number"),
                        name="agreement_template_number_is_unique",
                        violation_error_message="Mallen har redan ett avsnitt med det numret.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimetableItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("what", models.CharField(max_length=300, verbose_name="vad")),
                ("due_on", models.DateField(verbose_name="senast")),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timetable_items",
                        to="agreements.agreementparty",
                        verbose_name="ansvarig part",
                    ),
                ),
                (
                    "version_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timetable",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "hålltid",
                "verbose_name_plural": "hålltider",
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "prepared", "lapsed")), ("agreed_version__isnull", False), _connector="OR"
                ),
                name="agreement_to_sign_has_its_text",
                violation_error_message="Ett avtal undertecknas med en låst text.",
            ),
        ),
    ]
