import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import governance.organisations.numbers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="adress")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sgd", "gemensam digitalisering"),
                            ("negotiation", "Sverigeförhandling"),
                            ("vip", "värdefull innovation i partnerskap"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                ("short_name", models.CharField(max_length=60, verbose_name="kort namn")),
                ("purpose", models.TextField(blank=True, verbose_name="syfte")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstration")),
                ("started_on", models.DateField(verbose_name="började")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "partnerskap",
                "verbose_name_plural": "partnerskap",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="PopulationImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=300, verbose_name="källa")),
                ("sha256", models.CharField(max_length=64, verbose_name="filens kontrollsumma")),
                ("figures", models.PositiveIntegerField(verbose_name="nya uppgifter")),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="inläst")),
            ],
            options={
                "verbose_name": "inläsning av folkmängd",
                "verbose_name_plural": "inläsningar av folkmängd",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "staten"),
                            ("agency", "statlig myndighet"),
                            ("region", "region"),
                            ("municipality", "kommun"),
                            ("association", "förening eller förbund"),
                            ("company", "företag"),
                            ("academia", "lärosäte"),
                            ("care_provider", "vårdgivare"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                ("short_name", models.CharField(db_collation="swedish", max_length=60, verbose_name="kort namn")),
                (
                    "organisation_number",
                    models.CharField(
                        blank=True,
                        max_length=11,
                        validators=[governance.organisations.numbers.validate_organisation_number],
                        verbose_name="organisationsnummer",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        max_length=4,
                        validators=[governance.organisations.numbers.validate_code],
                        verbose_name="statistisk kod",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisationer",
                "ordering": ("short_name",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="organisation_code_is_unique",
                        violation_error_message="En annan organisation har redan den koden.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation_number", ""), _negated=True),
                        fields=("organisation_number",),
                        name="organisation_number_is_unique",
                        violation_error_message="En annan organisation har redan det organisationsnumret.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering_group", "styrgrupp"),
                            ("officials", "tjänstemannaberedning"),
                            ("joint_political", "politiskt samverkansorgan"),
                            ("association_board", "förbundsstyrelse"),
                            ("council", "fullmäktige"),
                            ("executive", "styrelse"),
                            ("registry", "registratur"),
                            ("programme_office", "programkontor"),
                            ("board", "styrelse för partnerskapet"),
                            ("advisory_board", "rådgivande organ"),
                            ("policy_lab", "arena för policylabb"),
                            ("expert_group", "sakkunniggrupp"),
                            ("audit_office", "revision"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("name", models.CharField(db_collation="swedish", max_length=200, verbose_name="namn")),
                ("abbreviation", models.CharField(blank=True, max_length=20, verbose_name="förkortning")),
                ("prepares", models.BooleanField(default=False, verbose_name="bereder")),
                ("recommends", models.BooleanField(default=False, verbose_name="rekommenderar")),
                (
                    "decides_within_frame",
                    models.BooleanField(default=False, verbose_name="beslutar inom fastställd ram"),
                ),
                ("decides_as_sovereign", models.BooleanField(default=False, verbose_name="beslutar suveränt")),
                (
                    "group",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="body",
                        to="auth.group",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "organ",
                "verbose_name_plural": "organ",
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("partnership__isnull", False), ("organisation__isnull", False), _connector="OR"
                        ),
                        name="body_belongs_somewhere",
                        violation_error_message="Ange vilket partnerskap eller vilken organisation organet hör till.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("partnership__isnull", True)),
                        fields=("organisation", "kind", "name"),
                        name="body_is_unique_in_organisation",
                        violation_error_message="Organisationen har redan ett sådant organ.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("partnership__isnull", False)),
                        fields=("partnership", "name"),
                        name="body_is_unique_in_partnership",
                        violation_error_message="Partnerskapet har redan ett organ med det namnet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnershipGroupObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expires_on", models.DateField(null=True, verbose_name="till och med")),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="organisations.partnership"),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PopulationFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference_date", models.DateField(verbose_name="avser dagen")),
                ("population", models.PositiveIntegerField(verbose_name="invånare")),
                ("source", models.CharField(max_length=300, verbose_name="källa")),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="inläst")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="populations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "folkmängd",
                "verbose_name_plural": "folkmängder",
                "ordering": ("reference_date", "organisation__code"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference_date"), name="population_is_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("population__gt", 0)),
                        name="population_is_positive",
                        violation_error_message="Invånarantalet ska vara större än noll.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Principal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "group",
                    models.CharField(
                        choices=[("region", "regionen"), ("municipalities", "kommunerna")],
                        max_length=20,
                        verbose_name="grupp",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="från")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="till och med")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="principalships",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="principals",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "huvudman",
                "verbose_name_plural": "huvudmän",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("partnership", "organisation"),
                        name="principal_is_one_at_a_time",
                        violation_error_message="Organisationen är redan huvudman i partnerskapet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="principal_period_is_forward",
                        violation_error_message="Sista dagen kan inte vara före den första.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "ordförande"),
                            ("member", "ledamot"),
                            ("deputy", "ersättare"),
                            ("secretary", "sekreterare"),
                            ("registrar", "registrator"),
                            ("controller", "controller"),
                            ("officer", "handläggare"),
                            ("auditor", "revisor"),
                            ("observer", "observatör"),
                            ("administrator", "administratör"),
                        ],
                        max_length=20,
                        verbose_name="roll",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="från")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="till och med")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="organisations.body"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "plats",
                "verbose_name_plural": "platser",
                "ordering": ("body__name", "role", "user__name"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("user", "body", "role"),
                        name="seat_is_one_at_a_time",
                        violation_error_message="Personen har redan den platsen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="seat_period_is_forward",
                        violation_error_message="Sista dagen kan inte vara före den första.",
                    ),
                ],
            },
        ),
        migrations.AlterUniqueTogether(
            name="partnershipgroupobjectpermission",
            unique_together={("group", "permission", "content_object")},
        ),
    ]
