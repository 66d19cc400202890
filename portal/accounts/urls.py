"""Login and one's own account, at the root of the site."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/password/", views.PasswordView.as_view(), name="password"),
    path("account/second-factor/", views.SecondFactorView.as_view(), name="second_factor"),
    path("account/second-factor/verify/", views.VerifyView.as_view(), name="verify"),
    path("account/second-factor/codes/", views.RecoveryCodesView.as_view(), name="recovery_codes"),
    path("account/second-factor/unbind/", views.UnbindView.as_view(), name="unbind"),
]
