from datetime import date

from django.urls import path, register_converter

from .views import installation, partnerships, populations, set_up


class DayConverter:
    """A calendar day in an address: 2026-12-31."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Text to day; a ValueError makes it no address of ours."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Day to text."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "organisations"
urlpatterns = [
    path("partnerskap/", partnerships.partnerships, name="partnerships"),
    path("partnerskap/<slug:slug>/", partnerships.partnership, name="partnership"),
    path("partnerskap/<slug:slug>/handelser/", partnerships.happened, name="happened"),
    path("partnerskap/<slug:slug>/uppsattning/", set_up.set_up, name="set_up"),
    path("partnerskap/<slug:slug>/uppsattning/uppgifter/", set_up.edit_partnership, name="edit_partnership"),
    path("partnerskap/<slug:slug>/uppsattning/huvudman/", set_up.add_principal, name="add_principal"),
    path("partnerskap/<slug:slug>/uppsattning/huvudman/<int:pk>/", set_up.edit_principal, name="edit_principal"),
    path("partnerskap/<slug:slug>/uppsattning/organ/", set_up.add_body, name="add_body"),
    path("partnerskap/<slug:slug>/uppsattning/insyn/", set_up.add_insight, name="add_insight"),
    path("partnerskap/<slug:slug>/uppsattning/insyn/<int:pk>/avsluta/", set_up.end_insight, name="end_insight"),
    path("organ/<int:pk>/", partnerships.body, name="body"),
    path("organ/<int:pk>/uppgifter/", set_up.edit_body, name="edit_body"),
    path("organ/<int:pk>/plats/", set_up.add_seat, name="add_seat"),
    path("organ/<int:pk>/bjud-in/<int:user>/", set_up.send_invitation_again, name="invite_again"),
    path("platser/<int:pk>/", set_up.edit_seat, name="edit_seat"),
    path("organisationer/<int:pk>/", installation.organisation, name="organisation"),
    path("organisationer/<int:pk>/organ/", installation.add_organisation_body, name="add_organisation_body"),
    path("organisationer/<int:pk>/uppgifter/", installation.edit_organisation, name="edit_organisation"),
    path("uppsattning/", installation.installation, name="installation"),
    path("uppsattning/organisation/", installation.add_organisation, name="add_organisation"),
    path("uppsattning/medfoljer/", installation.add_shipped, name="add_shipped"),
    path("uppsattning/partnerskap/", installation.add_partnership, name="add_partnership"),
    path("folkmangd/", populations.populations, name="populations"),
    path("folkmangd/las-in/", populations.look_at_population_file, name="population_preview"),
    path("folkmangd/las-in/bekrafta/", populations.import_population_file, name="population_import"),
    path("folkmangd/<day:day>/", populations.population_day, name="population_day"),
    path("folkmangd/<day:day>/<int:pk>/ratta/", populations.correct_population_figure, name="population_correct"),
]
