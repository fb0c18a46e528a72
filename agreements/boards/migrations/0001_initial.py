import django.db.models.deletion
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("commitments", "0001_initial"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("formed_on", models.DateField(verbose_name="inrättad")),
                ("active_from", models.DateField(blank=True, null=True, verbose_name="verksam från")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "closing_paragraph",
                    models.CharField(blank=True, max_length=40, verbose_name="paragraf för avslutningen"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("forming", "Bildas"), ("active", "Verksam"), ("closed", "Avslutad")],
                        default="forming",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="board", to="agreements.agreement"
                    ),
                ),
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="board", to="organisations.body"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "styrelse",
                "verbose_name_plural": "styrelser",
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["forming", "active", "closed"])), name="board_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("active_from__isnull", True), ("state", "forming")),
                            models.Q(models.Q(("state", "forming"), _negated=True), ("active_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="board_active_has_first_day",
                        violation_error_message="En verksam styrelse har en första dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                ("state", "closed"),
                                models.Q(("closing_paragraph", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="board_closed_has_day_and_paragraph",
                        violation_error_message="En avslutad styrelse har dag och paragraf.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("chair", "ordförande"),
                            ("deputy_chair", "vice ordförande"),
                            ("member", "ledamot"),
                            ("deputy", "ersättare"),
                            ("secretary", "sekreterare"),
                        ],
                        max_length=20,
                        verbose_name="uppdrag",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordning")),
                ("reference", models.CharField(max_length=200, verbose_name="beslut")),
                ("appointed_on", models.DateField(verbose_name="utsedd")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="till och med")),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_appointments",
                        to="organisations.principal",
                        verbose_name="part",
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_appointment",
                        to="organisations.seat",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="boards.board"
                    ),
                ),
            ],
            options={
                "verbose_name": "uppdrag i styrelsen",
                "verbose_name_plural": "uppdrag i styrelsen",
                "ordering": ("board", "order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place__in", ("member", "deputy")), ("principal__isnull", False)),
                            models.Q(
                                ("place__in", ("chair", "deputy_chair", "secretary")), ("principal__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="board_member_is_of_a_party",
                        violation_error_message="Ledamot och ersättare utses av en part, ordförande av staten.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("principal__isnull", False)),
                        fields=("board", "place", "principal"),
                        name="board_place_of_party_is_one",
                        violation_error_message="Parten har redan utsett någon till den platsen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("principal__isnull", True)),
                        fields=("board", "place"),
                        name="board_place_of_state_is_one",
                        violation_error_message="Platsen är redan besatt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="board_appointment_rests_on_a_decision",
                        violation_error_message="Ange beslutet om vem som är utsedd.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountsRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("requested_on", models.DateField(verbose_name="begärd")),
                ("due_on", models.DateField(verbose_name="sista dag")),
                ("compiled_on", models.DateField(blank=True, null=True, verbose_name="sammanställd")),
                ("summary", models.TextField(blank=True, verbose_name="sammanfattning")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="godkänd")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="styrelsens paragraf")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="skickad")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("requested", "Begärd från parterna"),
                            ("compiled", "Sammanställd"),
                            ("approved", "Godkänd av styrelsen"),
                            ("sent", "Skickad"),
                        ],
                        default="requested",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="boards.board"
                    ),
                ),
            ],
            options={
                "verbose_name": "årets redovisning",
                "verbose_name_plural": "årliga redovisningar",
                "ordering": ("board", "-year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "year"),
                        name="board_accounts_are_one_a_year",
                        violation_error_message="Redovisningen för det året är redan begärd.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["requested", "compiled", "approved", "sent"])),
                        name="board_accounts_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("requested_on"))),
                        name="board_accounts_are_due_later",
                        violation_error_message="Sista dagen kan inte vara före den dag då redovisningen begärs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "sent")), _negated=True),
                            models.Q(("approved_on__isnull", False), models.Q(("paragraph", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="board_accounts_approved_by_paragraph",
                        violation_error_message="Ange styrelsens paragraf.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", False), _connector="OR"
                        ),
                        name="board_accounts_sent_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("held_on", models.DateField(verbose_name="dag")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="plats")),
                ("called_on", models.DateField(blank=True, null=True, verbose_name="kallat")),
                ("adjusted_on", models.DateField(blank=True, null=True, verbose_name="justerat")),
                ("cancelled_because", models.TextField(blank=True, verbose_name="varför det ställdes in")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("planned", "Planerat"),
                            ("called", "Kallat"),
                            ("held", "Hållet"),
                            ("minuted", "Protokollet justerat"),
                            ("cancelled", "Inställt"),
                        ],
                        default="planned",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "adjuster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.seat",
                        verbose_name="justerare",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="boards.board"
                    ),
                ),
                (
                    "chaired_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.seat",
                        verbose_name="ordförande vid sammanträdet",
                    ),
                ),
            ],
            options={
                "verbose_name": "sammanträde",
                "verbose_name_plural": "sammanträden",
                "ordering": ("board", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("board", "number"), name="board_meeting_number_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "called", "held", "minuted", "cancelled"])),
                        name="board_meeting_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("called", "held", "minuted")), _negated=True),
                            ("called_on__isnull", False),
                            _connector="OR",
                        ),
                        name="board_meeting_is_called",
                        violation_error_message="Ett sammanträde hålls efter kallelse.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("held", "minuted")), _negated=True),
                            ("chaired_by__isnull", False),
                            _connector="OR",
                        ),
                        name="board_meeting_held_has_chair",
                        violation_error_message="Ange vem som ledde sammanträdet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "minuted"), _negated=True),
                            models.Q(("adjusted_on__isnull", False), ("adjuster__isnull", False)),
                            _connector="OR",
                        ),
                        name="board_meeting_minutes_are_adjusted",
                        violation_error_message="Ange justerare och dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adjuster__isnull", True),
                            models.Q(("adjuster", models.F("chaired_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="board_meeting_adjuster_is_another",
                        violation_error_message="Justeraren är en annan än ordföranden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("role", models.CharField(max_length=200, verbose_name="roll")),
                ("party", models.CharField(blank=True, max_length=200, verbose_name="part")),
                ("present", models.BooleanField(default=False, verbose_name="närvarande")),
                ("serving", models.BooleanField(default=False, verbose_name="tjänstgörande")),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.principal",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_attendance",
                        to="organisations.seat",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "närvaro",
                "verbose_name_plural": "närvaro",
                "ordering": ("meeting", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "seat"), name="board_attendance_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("serving", False), ("present", True), _connector="OR"),
                        name="board_attendance_serves_present",
                        violation_error_message="Den som tjänstgör är närvarande.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("principal__isnull", False), ("serving", True)),
                        fields=("meeting", "principal"),
                        name="board_attendance_one_serves_a_party",
                        violation_error_message="En part har en tjänstgörande ledamot.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("order", models.PositiveSmallIntegerField(verbose_name="ordning")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("matter", "Ärende"),
                            ("report", "Lägesrapport att verifiera"),
                            ("deviation", "Avvikelse från ett åtagande"),
                            ("accounts", "Årets redovisning att godkänna"),
                            ("closing", "Styrelsens avslutning"),
                        ],
                        default="matter",
                        max_length=12,
                        verbose_name="slag",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="ärende")),
                ("text", models.TextField(blank=True, verbose_name="beskrivning")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="paragraf")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decided", "Beslutat"),
                            ("noted", "Antecknat"),
                            ("verified", "Verifierat"),
                            ("sent_back", "Återsänt"),
                            ("approved", "Godkänt"),
                            ("postponed", "Bordlagt"),
                        ],
                        max_length=12,
                        verbose_name="utfall",
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="beslut")),
                (
                    "accounts",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_items",
                        to="boards.accountsround",
                    ),
                ),
                (
                    "deviation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_items",
                        to="commitments.deviation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_items",
                        to="commitments.progressreport",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="boards.board"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="boards.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "ärende på dagordningen",
                "verbose_name_plural": "ärenden på dagordningen",
                "ordering": ("meeting", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "order"), name="board_item_order_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("board", "number"),
                        name="board_paragraph_is_unique",
                        violation_error_message="Paragrafen finns redan i styrelsens protokoll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(models.Q(("decision", ""), _negated=True), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="board_item_decided_has_words",
                        violation_error_message="Skriv vad styrelsen beslutade.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "report"), ("report__isnull", False)),
                            models.Q(("deviation__isnull", False), ("kind", "deviation")),
                            models.Q(("accounts__isnull", False), ("kind", "accounts")),
                            models.Q(
                                ("accounts__isnull", True),
                                ("deviation__isnull", True),
                                ("kind__in", ("matter", "closing")),
                                ("report__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="board_item_is_about_what_it_says",
                        violation_error_message="Ange vad ärendet gäller.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyAccounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("budget_ore", models.BigIntegerField(blank=True, null=True, verbose_name="årets budget i ören")),
                ("cost_ore", models.BigIntegerField(blank=True, null=True, verbose_name="årets kostnad i ören")),
                (
                    "financing_due_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="finansiering enligt plan i ören"),
                ),
                (
                    "financing_paid_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="betald finansiering i ören"),
                ),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="inkom")),
                ("received_from", models.CharField(blank=True, max_length=300, verbose_name="lämnad av")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("requested", "Begärd"), ("received", "Inkommen")],
                        default="requested",
                        max_length=50,
                        protected=True,
                        verbose_name="läge",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_accounts",
                        to="organisations.principal",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="boards.accountsround"
                    ),
                ),
            ],
            options={
                "verbose_name": "partens redovisning",
                "verbose_name_plural": "parternas redovisningar",
                "ordering": ("round", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "principal"), name="party_accounts_are_one"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["requested", "received"])),
                        name="party_accounts_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "requested"),
                            models.Q(
                                ("budget_ore__isnull", False),
                                ("cost_ore__isnull", False),
                                ("financing_due_ore__isnull", False),
                                ("financing_paid_ore__isnull", False),
                                ("received_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="party_accounts_received_are_whole",
                        violation_error_message="Fyll i alla fyra beloppen. Skriv 0 där det inte finns något.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("budget_ore__gte", 0),
                                ("cost_ore__gte", 0),
                                ("financing_due_ore__gte", 0),
                                ("financing_paid_ore__gte", 0),
                            ),
                            models.Q(
                                ("budget_ore__isnull", True),
                                ("cost_ore__isnull", True),
                                ("financing_due_ore__isnull", True),
                                ("financing_paid_ore__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="party_accounts_are_not_negative",
                        violation_error_message="Ett belopp kan inte vara mindre än noll.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="klart under året")),
                (
                    "accounts",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="units", to="boards.partyaccounts"
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="yearly_figures",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "utfall i enheter",
                "verbose_name_plural": "utfall i enheter",
                "ordering": ("accounts", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("accounts", "commitment"), name="unit_figure_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)),
                        name="unit_figure_is_not_negative",
                        violation_error_message="Det som är klart kan inte vara mindre än noll.",
                    ),
                ],
            },
        ),
    ]
