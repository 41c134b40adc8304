"""The app of the notebook: what people write down beside the ledger, which no sum depends on."""

from django.apps import AppConfig


class NotebookConfig(AppConfig):
    """Contacts, and what both sides say about tickets."""

    name = "mingyue.web.notebook"
    label = "notebook"
