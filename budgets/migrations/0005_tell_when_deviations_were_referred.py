from django.db import migrations, models


def tell_from_the_trail(apps, schema_editor):
    """Give each deviation that was referred before the day on which that happened, as the trail has it."""
    events = apps.get_model("audit", "Event").objects.filter(kind="budgets.deviation.refer").order_by("-id")
    deviations = apps.get_model("budgets", "Deviation").objects
    for key, day in events.values_list("subject_key", "occurred_on"):
        deviations.filter(pk=key, referred_on=None).update(referred_on=day)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("budgets", "0004_let_principles_of_several_years_be_in_effect"),
    ]

    operations = [
        migrations.AddField(
            model_name="deviation",
            name="referred_on",
            field=models.DateField(null=True, verbose_name="lämnad till prövning"),
        ),
        migrations.RunPython(tell_from_the_trail, migrations.RunPython.noop),
    ]
