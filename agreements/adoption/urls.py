from django.urls import path

from .views import acts, reading

app_name = "adoption"
AT = "partnerskap/<slug:slug>/avtal/<int:pk>/giltighet/"
urlpatterns = [
    path(AT, reading.validity, name="validity"),
    path("villkor/<int:pk>/", reading.find, name="find"),
    path(f"{AT}overlamna/", acts.open_matter, name="open"),
    path(f"{AT}nytt/", acts.add, name="add"),
    path(f"{AT}kostnadstak/", acts.add_cap, name="add_cap"),
    path(f"{AT}prognos/", acts.forecast, name="forecast"),
    path(f"{AT}sista-dagar/", acts.last_days, name="last_days"),
    path(f"{AT}<int:condition_id>/uppfyllt/", acts.meet, name="meet"),
    path(f"{AT}<int:condition_id>/ta-tillbaka/", acts.take_back, name="take_back"),
    path(f"{AT}<int:condition_id>/faller/", acts.fail, name="fail"),
    path(f"{AT}<int:condition_id>/sista-dag/", acts.last_day, name="last_day"),
    path(f"{AT}<int:condition_id>/ta-bort/", acts.remove, name="remove"),
    path(f"{AT}<int:condition_id>/ta-upp/", acts.raise_breach, name="raise_breach"),
    path(f"{AT}<int:condition_id>/godta/", acts.agree, name="agree"),
]
