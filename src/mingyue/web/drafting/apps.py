"""The app of drafting: which version of the contract is shared with the vendor."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Contracts being written."""

    name = "mingyue.web.drafting"
    label = "drafting"
