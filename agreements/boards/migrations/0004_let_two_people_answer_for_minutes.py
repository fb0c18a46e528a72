from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0003_tell_who_attested_before"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("attested", "minuted")), _negated=True),
                    models.Q(
                        ("adjuster__isnull", False), ("attested_by__isnull", False), ("attested_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="board_meeting_minutes_are_attested",
                violation_error_message="Protokollet intygas först av den som ledde, som utser justerare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adjuster__isnull", True),
                    models.Q(("adjuster", models.F("attested_by")), _negated=True),
                    _connector="OR",
                ),
                name="board_meeting_two_people_answer",
                violation_error_message="Justeraren är en annan än den som har intygat.",
            ),
        ),
    ]
