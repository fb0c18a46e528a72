from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_let_two_people_answer_for_minutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="returned_on",
            field=models.DateField(blank=True, null=True, verbose_name="återlämnat för rättning"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="returned_because",
            field=models.TextField(blank=True, verbose_name="vad som ska rättas"),
        ),
    ]
