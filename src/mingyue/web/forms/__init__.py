"""A form for any pydantic model: its fields, the data a browser sends for it, and back to a plain tree without loss.

`schema.fields_of` walks a model; `filling.filled` turns a plain tree into form data; `reading.read` turns form data into a plain
tree and remembers which control each value came from; `rows.act` adds, removes and moves rows; `nodes.nodes` is what templates show.
Form data is always what a browser sends (name -> texts), so what somebody typed is shown again as typed, right or wrong.
"""
