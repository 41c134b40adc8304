"""The project folder: contract.yaml, events.jsonl, evidence/, playbook.toml, calendar.toml."""

from mingyue.connectors.folder.appending import Entry, append, sealed
from mingyue.connectors.folder.evidence import evidence_path, keep
from mingyue.connectors.folder.faults import FolderError
from mingyue.connectors.folder.files import write_whole
from mingyue.connectors.folder.lines import GENESIS, Line, extras, line_of
from mingyue.connectors.folder.log import Log, parse, read, settle
from mingyue.connectors.folder.project import Project
from mingyue.connectors.folder.verifying import Fault, Verdict, verify
from mingyue.connectors.folder.yaml_in import Node, Place, Yaml, load_yaml
from mingyue.connectors.folder.yaml_out import dump_yaml

__all__ = [
    "GENESIS",
    "Entry",
    "Fault",
    "FolderError",
    "Line",
    "Log",
    "Node",
    "Place",
    "Project",
    "Verdict",
    "Yaml",
    "append",
    "dump_yaml",
    "evidence_path",
    "extras",
    "keep",
    "line_of",
    "load_yaml",
    "parse",
    "read",
    "sealed",
    "settle",
    "verify",
    "write_whole",
]
