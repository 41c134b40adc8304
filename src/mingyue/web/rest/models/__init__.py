"""What the API keeps: tokens, answers to requests that may be repeated, webhooks and their deliveries."""

from mingyue.web.rest.models.token import ApiToken, KeptAnswer
from mingyue.web.rest.models.webhook import State, Webhook, WebhookDelivery

__all__ = ["ApiToken", "KeptAnswer", "State", "Webhook", "WebhookDelivery"]
