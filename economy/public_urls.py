"""The economy pages for everybody."""

from django.urls import path

from economy.map.public import (
    embed,
    feed,
    public_land,
    public_map_frame,
    public_outline,
    public_parcel,
    public_shapes,
)
from economy.projects.views.public import public_projects

app_name = "economy_public"
urlpatterns = [
    path("projects/", public_projects, name="projects"),
    path("land/", public_land, name="land"),
    path("land/frame/", public_map_frame, name="frame"),
    path("land/shapes/", public_shapes, name="shapes"),
    path("land/<int:pk>/", public_parcel, name="parcel"),
    path("land/<int:pk>/outline/", public_outline, name="outline"),
    path("land/<slug:column>/feed/", feed, name="feed"),
    path("land/<slug:column>/embed/", embed, name="embed"),
]
