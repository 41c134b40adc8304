"""The app of the store: projects, their contract texts, events, evidence, and what is computed from them."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Projects and their ledgers."""

    name = "mingyue.web.store"
    label = "store"
