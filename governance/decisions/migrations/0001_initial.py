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
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="beteckning")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("stages", models.JSONField(verbose_name="steg")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslutsgång",
                "verbose_name_plural": "beslutsgångar",
                "ordering": ("code", "version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "code", "version"),
                        name="route_version_is_unique",
                        violation_error_message="Den versionen av beslutsgången finns redan.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("title", models.CharField(max_length=300, verbose_name="rubrik")),
                ("subject_type", models.CharField(max_length=80, verbose_name="sak")),
                ("subject_key", models.CharField(max_length=60, verbose_name="sakens nyckel")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("preparing", "Bereds"),
                            ("ready", "Klar att lämna över"),
                            ("with_principals", "Hos huvudmännen"),
                            ("incomplete", "Ofullständig"),
                            ("adopted", "Beslutad av alla"),
                            ("withdrawn", "Tillbakadragen"),
                        ],
                        default="preparing",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="öppnat")),
                ("handed_over_on", models.DateField(blank=True, null=True, verbose_name="överlämnat")),
                ("decide_by", models.DateField(blank=True, null=True, verbose_name="sista dag för beslut")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avslutat")),
                (
                    "named",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="organisations.principal",
                        verbose_name="huvudmän som tillfrågas",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matters", to="decisions.route"
                    ),
                ),
            ],
            options={
                "verbose_name": "ärende",
                "verbose_name_plural": "ärenden",
                "ordering": ("-opened_on", "-id"),
                "indexes": [models.Index(fields=["subject_type", "subject_key"], name="matter_by_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["preparing", "ready", "with_principals", "incomplete"])),
                        fields=("subject_type", "subject_key"),
                        name="matter_is_one_live_a_subject",
                        violation_error_message="Saken har redan ett ärende som pågår.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "ready", "withdrawn", "adopted"]),
                            ("handed_over_on__isnull", False),
                            _connector="OR",
                        ),
                        name="matter_with_principals_was_handed_over",
                        violation_error_message="Ange vilken dag ärendet lämnades över till huvudmännen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["adopted", "withdrawn"]), _negated=True),
                            ("closed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="matter_finished_has_its_day",
                        violation_error_message="Ett avslutat ärende har en dag då det avslutades.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("stage", models.CharField(max_length=40, verbose_name="steg")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prepare", "beredning"),
                            ("recommend", "rekommendation"),
                            ("delegated", "beslut inom fastställd ram"),
                            ("decide", "självständigt beslut"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("not_started", "Ej påbörjad"),
                            ("in_preparation", "Bereds"),
                            ("adopted", "Antagen"),
                            ("rejected", "Avslagen"),
                            ("remitted", "Återremitterad"),
                            ("sent_back", "Sänd tillbaka"),
                            ("superseded", "Ersatt av ny omgång"),
                        ],
                        default="not_started",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="omgång")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottaget")),
                ("next_meeting_on", models.DateField(blank=True, null=True, verbose_name="nästa sammanträde")),
                ("preparation", models.CharField(blank=True, max_length=200, verbose_name="egen beredning")),
                ("diary_number", models.CharField(blank=True, max_length=60, verbose_name="eget diarienummer")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="beslutsdag")),
                ("paragraph", models.CharField(blank=True, max_length=20, verbose_name="paragraf")),
                ("minutes", models.CharField(blank=True, max_length=200, verbose_name="protokoll")),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="anslaget")),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="kan överklagas till och med")),
                ("legal_force_on", models.DateField(blank=True, null=True, verbose_name="laga kraft")),
                ("answer", models.TextField(blank=True, verbose_name="svar på skälen")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="besvarat")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "Ej påbörjad"),
                            ("in_preparation", "Bereds"),
                            ("adopted", "Antagen"),
                            ("rejected", "Avslagen"),
                            ("remitted", "Återremitterad"),
                            ("sent_back", "Sänd tillbaka"),
                            ("superseded", "Ersatt av ny omgång"),
                        ],
                        max_length=20,
                        verbose_name="utfall",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="organisations.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rulings", to="decisions.matter"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="organisations.principal",
                        verbose_name="huvudman",
                    ),
                ),
            ],
            options={
                "verbose_name": "ställningstagande",
                "verbose_name_plural": "ställningstaganden",
                "ordering": ("matter", "id"),
                "indexes": [models.Index(fields=["principal", "state"], name="ruling_by_principal")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "superseded"), _negated=True), ("principal__isnull", False)
                        ),
                        fields=("matter", "stage", "principal"),
                        name="ruling_is_one_a_principal",
                        violation_error_message="Huvudmannen har redan ett ställningstagande i ärendet.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "superseded"), _negated=True), ("principal__isnull", True)
                        ),
                        fields=("matter", "stage"),
                        name="ruling_is_one_a_body",
                        violation_error_message="Organet har redan ett ställningstagande i ärendet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["adopted", "remitted", "rejected", "sent_back"]), _negated=True),
                            models.Q(("decided_on__isnull", False), models.Q(("paragraph", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ruling_decided_has_day_and_paragraph",
                        violation_error_message="Ett beslut har beslutsdag och paragraf.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["not_started", "in_preparation"]), _negated=True),
                            models.Q(("decided_on__isnull", True), ("legal_force_on__isnull", True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="ruling_undecided_has_no_decision_day",
                        violation_error_message="Det som inte är beslutat har ingen beslutsdag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["remitted", "rejected", "sent_back"]), _negated=True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ruling_returned_has_reasons",
                        violation_error_message="Ange skälen som de står i protokollet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "superseded"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="ruling_superseded_has_answer",
                        violation_error_message="Skriv vad ni svarar på skälen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("legal_force_on__isnull", True),
                            ("legal_force_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="ruling_legal_force_after_decision",
                        violation_error_message="Beslutet kan inte få laga kraft före beslutsdagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_on__isnull", True),
                            ("announced_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="ruling_announced_after_decision",
                        violation_error_message="Beslutet kan inte anslås före beslutsdagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "decide"), _negated=True), ("principal__isnull", False), _connector="OR"
                        ),
                        name="ruling_sovereign_is_a_principals",
                        violation_error_message="Bara en huvudman fattar självständiga beslut.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[("informed", "för kännedom"), ("reminder", "påminnelse")],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("sent_on", models.DateField(verbose_name="sänt")),
                ("sent_by", models.CharField(max_length=300, verbose_name="sänt av")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="decisions.matter"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="organisations.principal",
                    ),
                ),
            ],
            options={
                "verbose_name": "meddelande",
                "verbose_name_plural": "meddelanden",
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["principal", "kind", "-sent_on"], name="notice_by_principal")],
            },
        ),
    ]
