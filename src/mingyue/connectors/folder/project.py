"""A project's folder as a whole: made, opened, its contract read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mingyue.connectors.folder.evidence import EVIDENCE
from mingyue.connectors.folder.faults import FolderError
from mingyue.connectors.folder.files import write_whole
from mingyue.connectors.folder.log import EVENTS
from mingyue.connectors.folder.yaml_in import Yaml, load_yaml

CONTRACT = "contract.yaml"
# git must not touch line ends: the chain vouches for bytes.
_ATTRIBUTES = f"{EVENTS} -text\n{EVIDENCE}/** -text\n"


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of one contract and the paths in it. Playbook and calendar need not be there."""

    folder: Path

    @classmethod
    def create(cls, folder: str | Path, files: Mapping[str, str]) -> Project:
        """Makes a project with these texts (contract.yaml among them), an empty event file and an evidence folder.

        The folder may be there if it is empty (a .git aside). contract.yaml comes last; whatever fails, nothing stays.
        Raises FolderError, OSError.
        """
        project = cls(Path(folder))
        if CONTRACT not in files or any(PurePosixPath(name).name != name for name in files):
            raise ValueError("a project needs contract.yaml; names are plain")
        project._refuse_used()
        texts = {".gitattributes": _ATTRIBUTES, EVENTS: "", **files}
        project.evidence.mkdir(parents=True)
        made = []
        try:
            for name in sorted(texts, key=lambda name: name == CONTRACT):
                made.append(project.folder / name)
                write_whole(made[-1], texts[name].encode())
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            project.evidence.rmdir()
            raise
        return project

    @classmethod
    def open(cls, folder: str | Path) -> Project:
        """The project in this folder. Raises FolderError where there is no contract.yaml."""
        project = cls(Path(folder))
        project._refuse_file()
        if not project.folder.exists():
            raise FolderError("文件夹不存在：请检查路径，或用 mingyue new 新建项目。")
        if not project.contract.is_file():
            raise FolderError(f"文件夹里没有 {CONTRACT}，不是明约的项目：请检查路径，或用 mingyue new 新建项目。")
        return project

    @property
    def contract(self) -> Path:
        """The terms."""
        return self.folder / CONTRACT

    @property
    def events(self) -> Path:
        """What happened."""
        return self.folder / EVENTS

    @property
    def evidence(self) -> Path:
        """The folder of kept files."""
        return self.folder / EVIDENCE

    @property
    def playbook(self) -> Path:
        """The buyer's own positions, optional."""
        return self.folder / "playbook.toml"

    @property
    def calendar(self) -> Path:
        """Working days where the official calendar is not known, optional."""
        return self.folder / "calendar.toml"

    def read_contract(self) -> Yaml:
        """The terms as text with places. Raises FolderError, which names the file and the line; OSError."""
        try:
            return load_yaml(self.contract.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = bytes(error.object).count(b"\n", 0, error.start) + 1
            raise FolderError(f"{CONTRACT} 第 {line} 行：不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
        except FolderError as error:
            raise FolderError(f"{CONTRACT} {error}") from error

    def write_contract(self, text: str) -> None:
        """Replaces the terms in one step. Raises FolderError for a full disk, OSError."""
        write_whole(self.contract, text.encode())

    def _refuse_file(self) -> None:
        if self.folder.is_file():
            raise FolderError("这是文件，不是项目文件夹：请给出项目所在的文件夹。")

    def _refuse_used(self) -> None:
        self._refuse_file()
        if self.folder.exists() and any(path.name != ".git" for path in self.folder.iterdir()):
            raise FolderError("文件夹不是空的，没有改动其中任何文件：请换一个新的文件夹名。")
