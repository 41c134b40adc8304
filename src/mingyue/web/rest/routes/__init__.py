"""The operations, a module for each resource; each module has a `router`."""
