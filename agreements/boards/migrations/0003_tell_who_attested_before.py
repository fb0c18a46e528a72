"""Minutes that were adjusted in one act were attested by the chair that day: the chair took the step."""

from django.db import migrations, models


def tell(apps, schema_editor):
    Meeting = apps.get_model("boards", "Meeting")
    Meeting.objects.filter(state="minuted", attested_on=None).update(
        attested_on=models.F("adjusted_on"), attested_by=models.F("chaired_by")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_add_attestation"),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
