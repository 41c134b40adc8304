"""Telling people: what is due, what waits for them, who spoke to them; in the workspace, by mail, by group robots, in calendars.

A notice is made once for a person (`Notice`, unique by person and key), gathered into few letters by the wishes of the person
(`telling`), and each letter is sent until it is taken or given up (`sending`). Outside go titles and links, nothing else.
"""
