import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("organisations", "0002_add_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Negotiation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.CharField(max_length=20, verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="förhandling")),
                ("purpose", models.TextField(blank=True, verbose_name="syfte")),
                ("scope", models.TextField(blank=True, verbose_name="omfattning")),
                ("delimitations", models.TextField(blank=True, verbose_name="avgränsningar")),
                ("possible_outcomes", models.TextField(blank=True, verbose_name="möjliga utfall")),
                (
                    "approach",
                    models.CharField(
                        default="Värdeskapande förhandling som bygger på parternas nyttor",
                        max_length=200,
                        verbose_name="typ av förhandling",
                    ),
                ),
                (
                    "directive_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="direktivets beteckning"),
                ),
                ("directive_decided_on", models.DateField(blank=True, null=True, verbose_name="direktivet beslutat")),
                (
                    "directive_edition",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="direktivets utgåva"),
                ),
                ("frame_ore", models.BigIntegerField(blank=True, null=True, verbose_name="ekonomisk ram i ören")),
                ("frame_note", models.TextField(blank=True, verbose_name="vad ramen bygger på")),
                (
                    "own_cost_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="förhandlingens egen kostnad i ören"),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="visas för alla")),
                ("state_since", models.DateField(blank=True, null=True, verbose_name="läget sedan")),
                ("state_reason", models.TextField(blank=True, verbose_name="skäl för läget")),
                (
                    "resumes_to",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="återupptas till"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("proposed", "Föreslagen"),
                            ("initiating", "Initieras"),
                            ("negotiating", "Förhandlas"),
                            ("agreeing", "Avtalas"),
                            ("implementing", "Genomförs"),
                            ("concluded", "Avslutad"),
                            ("paused", "Pausad"),
                            ("aborted", "Avbruten"),
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
                        related_name="negotiations",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "förhandling",
                "verbose_name_plural": "förhandlingar",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "number"),
                        name="negotiation_number_is_unique",
                        violation_error_message="En annan förhandling har redan det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "initiating",
                                    "negotiating",
                                    "agreeing",
                                    "implementing",
                                    "concluded",
                                    "paused",
                                    "aborted",
                                ],
                            )
                        ),
                        name="negotiation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("frame_ore__isnull", True), ("frame_ore__gte", 0), _connector="OR"),
                        name="negotiation_frame_is_not_negative",
                        violation_error_message="Den ekonomiska ramen kan inte vara mindre än noll.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("proposed", "initiating", "paused", "aborted")),
                            ("frame_ore__isnull", False),
                            _connector="OR",
                        ),
                        name="negotiation_under_way_has_frame",
                        violation_error_message="En förhandling som har börjat behöver en ekonomisk ram.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(
                                models.Q(("directive_reference", ""), _negated=True),
                                ("directive_decided_on__isnull", False),
                            ),
                            ("state", "aborted"),
                            _connector="OR",
                        ),
                        name="negotiation_begun_has_directive",
                        violation_error_message="En förhandling som har initierats behöver ett beslutat direktiv.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paused"), models.Q(("resumes_to", ""), _negated=True)),
                            models.Q(models.Q(("state", "paused"), _negated=True), ("resumes_to", "")),
                            _connector="OR",
                        ),
                        name="negotiation_paused_knows_where_to_resume",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("paused", "aborted")), _negated=True),
                            models.Q(("state_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="negotiation_stopped_has_reason",
                        violation_error_message="Ange skälet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiating", "Initieras"),
                            ("negotiating", "Förhandlas"),
                            ("agreeing", "Avtalas"),
                            ("implementing", "Genomförs"),
                        ],
                        max_length=20,
                        verbose_name="fas",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="planerad")),
                ("title", models.CharField(max_length=200, verbose_name="milstolpe")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="klar")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "milstolpe",
                "verbose_name_plural": "milstolpar",
                "ordering": ("planned_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="fråga")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("infrastructure", "gemensam infrastruktur"),
                            ("standards", "standarder"),
                            ("method", "gemensam metodik"),
                            ("management", "förvaltning"),
                            ("financing", "finansiering"),
                            ("legal", "rättsliga och integritetsskyddande förutsättningar"),
                            ("interoperability", "interoperabilitet"),
                            ("basic_services", "vissa grundläggande tjänster"),
                            ("other", "annan fråga"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("state_only", models.BooleanField(default=False, verbose_name="staten bestämmer ensam")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="staten valde")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "förhandlingsfråga",
                "verbose_name_plural": "förhandlingsfrågor",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("negotiation", "number"),
                        name="issue_number_is_unique",
                        violation_error_message="En annan fråga har redan det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("legal", "interoperability", "basic_services")), _negated=True),
                            ("state_only", True),
                            _connector="OR",
                        ),
                        name="issue_of_the_state_is_state_only",
                        violation_error_message="Om rättsliga förutsättningar, interoperabilitet och vissa grundläggande tjänster bestämmer staten.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiating", "Initieras"),
                            ("negotiating", "Förhandlas"),
                            ("agreeing", "Avtalas"),
                            ("implementing", "Genomförs"),
                        ],
                        max_length=20,
                        verbose_name="fas",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("text", models.CharField(max_length=300, verbose_name="framgångsfaktor")),
                ("answered", models.BooleanField(default=False, verbose_name="uppfylld")),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="besvarad")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "framgångsfaktor",
                "verbose_name_plural": "framgångsfaktorer",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("negotiation", "number"), name="checklist_number_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("phase__in", ["initiating", "negotiating", "agreeing", "implementing"])),
                        name="checklist_phase_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Negotiator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("appointment", models.CharField(max_length=200, verbose_name="beslut om förordnande")),
                ("appointed_on", models.DateField(verbose_name="förordnad")),
                ("from_on", models.DateField(verbose_name="från")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="till och med")),
                ("background", models.TextField(blank=True, verbose_name="erfarenhet")),
                ("other_roles", models.TextField(blank=True, verbose_name="andra uppdrag")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiators",
                        to="negotiations.negotiation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "förhandlingsperson",
                "verbose_name_plural": "förhandlingspersoner",
                "ordering": ("from_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("negotiation", "user"),
                        name="negotiator_is_appointed_once",
                        violation_error_message="Personen är redan förordnad.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="appointment_period_is_forward",
                        violation_error_message="Sista dagen kan inte vara före den första.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("declared_on", models.DateField(verbose_name="anmält")),
                ("has_conflict", models.BooleanField(default=True, verbose_name="det finns något att anmäla")),
                ("what", models.TextField(blank=True, verbose_name="vad som anmäls")),
                ("assessment", models.TextField(blank=True, verbose_name="bedömning")),
                ("assessed_on", models.DateField(blank=True, null=True, verbose_name="bedömt")),
                ("must_abstain", models.BooleanField(default=False, verbose_name="ska avstå")),
                (
                    "negotiator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="negotiations.negotiator",
                    ),
                ),
            ],
            options={
                "verbose_name": "jävsanmälan",
                "verbose_name_plural": "jävsanmälningar",
                "ordering": ("-declared_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_conflict", False), models.Q(("what", ""), _negated=True), _connector="OR"
                        ),
                        name="conflict_says_what",
                        violation_error_message="Skriv vad som anmäls.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessed_on__isnull", True), models.Q(("assessment", ""), _negated=True), _connector="OR"
                        ),
                        name="assessed_conflict_has_assessment",
                        violation_error_message="Skriv bedömningen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="alternativ")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="negotiations.issue"
                    ),
                ),
            ],
            options={
                "verbose_name": "alternativ",
                "verbose_name_plural": "alternativ",
                "ordering": ("issue__number", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "number"),
                        name="option_number_is_unique",
                        violation_error_message="Ett annat alternativ har redan det numret.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="issue",
            name="decided_option",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="negotiations.option",
                verbose_name="statens val",
            ),
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "nationell nivå"),
                            ("regional", "regional nivå"),
                            ("local", "lokal nivå"),
                        ],
                        max_length=20,
                        verbose_name="nivå",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=300, verbose_name="roll")),
                ("undertakings", models.TextField(blank=True, verbose_name="vad parten kan åta sig")),
                ("situation", models.TextField(blank=True, verbose_name="situation och svårigheter")),
                ("is_state", models.BooleanField(default=False, verbose_name="staten")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordning")),
                ("joined_on", models.DateField(verbose_name="part sedan")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="lämnade")),
                ("left_because", models.TextField(blank=True, verbose_name="skäl för att lämna")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="negotiations.negotiation",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="organisations.principal",
                    ),
                ),
            ],
            options={
                "verbose_name": "part",
                "verbose_name_plural": "parter",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("negotiation", "principal"),
                        name="party_is_one_in_negotiation",
                        violation_error_message="Organisationen är redan part i förhandlingen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_state", True), ("left_on__isnull", True)),
                        fields=("negotiation",),
                        name="state_is_one_party",
                        violation_error_message="Staten är redan part i förhandlingen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), models.Q(("left_because", ""), _negated=True), _connector="OR"
                        ),
                        name="party_that_left_said_why",
                        violation_error_message="Ange skälet för att lämna förhandlingen.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="option",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposed_options",
                to="negotiations.party",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("told_on", models.DateField(verbose_name="lämnad")),
                ("what", models.TextField(verbose_name="vad som berättades")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("samverk", "i Samverk"),
                            ("meeting", "vid möte"),
                            ("mail", "med e-post"),
                            ("letter", "med brev"),
                            ("phone", "per telefon"),
                        ],
                        max_length=20,
                        verbose_name="på vilket sätt",
                    ),
                ),
                ("read_on", models.DateField(blank=True, null=True, verbose_name="tagen del av")),
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
                        related_name="notices",
                        to="negotiations.negotiation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "information till en part",
                "verbose_name_plural": "information till parter",
                "ordering": ("-told_on", "-pk"),
                "indexes": [models.Index(fields=["party", "read_on"], name="notice_by_party")],
            },
        ),
        migrations.CreateModel(
            name="MandateLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("reason", models.TextField(verbose_name="skäl")),
                ("told_on", models.DateField(verbose_name="lämnad")),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="limits", to="negotiations.option"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="limits", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "gräns för mandatet",
                "verbose_name_plural": "gränser för mandatet",
                "ordering": ("option__issue__number", "option__number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "option"),
                        name="limit_is_told_once",
                        violation_error_message="Parten har redan sagt att alternativet ligger utanför mandatet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "gate",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Samma information"),
                            (2, "Syfte och upplägg"),
                            (3, "Avgränsningar"),
                            (4, "Direktiv"),
                            (5, "Typ av förhandling"),
                        ],
                        verbose_name="grind",
                    ),
                ),
                ("text", models.TextField(verbose_name="besked")),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="väntas")),
                ("told_on", models.DateField(verbose_name="lämnat")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="negotiations.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "besked om en grind",
                "verbose_name_plural": "besked om grindar",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("party", "gate"), name="gate_remark_is_the_latest"),
                    models.CheckConstraint(
                        condition=models.Q(("gate__in", [1, 2, 3, 4, 5])), name="gate_of_remark_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "gate",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Samma information"),
                            (2, "Syfte och upplägg"),
                            (3, "Avgränsningar"),
                            (4, "Direktiv"),
                            (5, "Typ av förhandling"),
                        ],
                        verbose_name="grind",
                    ),
                ),
                ("confirmed_on", models.DateField(verbose_name="bekräftad")),
                ("directive_edition", models.PositiveIntegerField(verbose_name="direktivets utgåva")),
                ("differing_view", models.TextField(blank=True, verbose_name="avvikande syn i sak")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="återtagen")),
                ("withdrawn_because", models.TextField(blank=True, verbose_name="skäl för återtagandet")),
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="negotiations.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "bekräftelse",
                "verbose_name_plural": "bekräftelser",
                "ordering": ("gate", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("party", "gate"),
                        name="gate_is_confirmed_once",
                        violation_error_message="Parten har redan bekräftat grinden.",
                    ),
                    models.CheckConstraint(condition=models.Q(("gate__in", [1, 2, 3, 4, 5])), name="gate_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(("withdrawn_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_confirmation_says_why",
                        violation_error_message="Ange skälet för att ta tillbaka bekräftelsen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinanceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("told_on", models.DateField(verbose_name="anmäld")),
                ("what", models.TextField(verbose_name="vad som har ändrats")),
                ("new_frame_ore", models.BigIntegerField(blank=True, null=True, verbose_name="ny ram i ören")),
                ("stage", models.CharField(max_length=20, verbose_name="förhandlingens läge")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finance_changes",
                        to="negotiations.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "ändrad ekonomi",
                "verbose_name_plural": "ändringar av ekonomi",
                "ordering": ("-told_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("new_frame_ore__isnull", True), ("new_frame_ore__gte", 0), _connector="OR"),
                        name="changed_frame_is_not_negative",
                        violation_error_message="Den nya ramen kan inte vara mindre än noll.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Precedent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("title", models.CharField(max_length=200, verbose_name="förebild")),
                ("reference", models.CharField(max_length=300, verbose_name="var den finns")),
                ("finance_model", models.TextField(blank=True, verbose_name="modell för finansiering")),
                ("lessons", models.TextField(blank=True, verbose_name="lärdomar")),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="precedents",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "förebild",
                "verbose_name_plural": "förebilder",
                "ordering": ("title", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("held_on", models.DateField(verbose_name="hölls")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("notes", models.TextField(blank=True, verbose_name="anteckningar")),
                (
                    "attended",
                    models.ManyToManyField(
                        blank=True, related_name="sessions", to="negotiations.party", verbose_name="närvarande parter"
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="negotiations.negotiation",
                    ),
                ),
            ],
            options={
                "verbose_name": "förhandlingstillfälle",
                "verbose_name_plural": "förhandlingstillfällen",
                "ordering": ("-held_on", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("negotiation", "number"), name="session_number_is_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("negotiators", "förhandlingspersonerna"),
                            ("parties", "alla parter tillsammans"),
                            ("national", "nationell nivå"),
                            ("regional", "regional nivå"),
                            ("local", "lokal nivå"),
                        ],
                        max_length=20,
                        verbose_name="nivå",
                    ),
                ),
                ("text", models.TextField(verbose_name="beslut")),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="negotiations.issue",
                    ),
                ),
                (
                    "negotiation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="negotiations.negotiation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="negotiations.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut under förhandlingen",
                "verbose_name_plural": "beslut under förhandlingen",
                "ordering": ("session__number", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="session_decision_number_is_unique")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_option__isnull", True),
                    models.Q(("state_only", True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="only_the_state_decides_by_itself",
                violation_error_message="Bara i statens egna frågor väljer staten ensam.",
            ),
        ),
    ]
