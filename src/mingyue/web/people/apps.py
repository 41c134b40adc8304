"""The app of people: users, roles, invitations, the audit log."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users and what they may do."""

    name = "mingyue.web.people"
    label = "people"
