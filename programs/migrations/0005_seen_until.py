from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_reminded_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="programadmin",
            name="seen_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
