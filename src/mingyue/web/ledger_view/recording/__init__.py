"""Recording an event through a form: its fields come from the model of its kind, its effect is shown before it is recorded."""
