"""Writing a contract's terms: sections and their forms, versions and what changed between them, what the vendor is shown."""
