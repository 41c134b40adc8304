import os
import stat

import pytest

from mingyue.connectors import folder
from mingyue.connectors.folder import files

FILES = {"contract.yaml": "title: 合同\n", "playbook.toml": ""}


def names(where):
    return sorted(str(path.relative_to(where)) for path in where.rglob("*"))


def test_a_new_project(tmp_path):
    project = folder.Project.create(tmp_path / "采购" / "crm", FILES)
    assert names(tmp_path / "采购" / "crm") == [
        ".gitattributes",
        "contract.yaml",
        "events.jsonl",
        "evidence",
        "playbook.toml",
    ]
    assert folder.Project.open(tmp_path / "采购" / "crm") == project
    assert project.read_contract().root == {"title": "合同"}
    assert folder.read(project.folder).lines == ()
    assert folder.verify(project.folder).ok
    assert "events.jsonl -text" in (project.folder / ".gitattributes").read_text(encoding="utf-8")


def test_an_empty_folder_or_a_new_repository_is_taken(tmp_path):
    (tmp_path / ".git").mkdir()
    assert folder.Project.create(tmp_path, FILES).contract.is_file()


def test_a_used_folder_is_left_alone(tmp_path):
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(folder.FolderError, match="文件夹不是空的，没有改动其中任何文件"):
        folder.Project.create(tmp_path, FILES)
    assert names(tmp_path) == ["a.txt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "a").write_text("")
    for use in (lambda path: folder.Project.create(path, FILES), folder.Project.open):
        with pytest.raises(folder.FolderError, match="这是文件，不是项目文件夹"):
            use(tmp_path / "a")


def test_a_project_half_made_is_taken_back(tmp_path, monkeypatch):
    def full(_handle):
        if (tmp_path / "p" / "events.jsonl").exists():
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(folder.FolderError, match="磁盘已满"):
        folder.Project.create(tmp_path / "p", FILES)
    assert names(tmp_path) == ["p"]


def test_what_is_no_project_is_told(tmp_path):
    with pytest.raises(folder.FolderError, match=r"文件夹里没有 contract\.yaml，不是明约的项目"):
        folder.Project.open(tmp_path)
    with pytest.raises(folder.FolderError, match="文件夹不存在"):
        folder.Project.open(tmp_path / "x")


@pytest.mark.parametrize("files", [{}, {"playbook.toml": ""}, {**FILES, "../x": ""}, {**FILES, "a/b": ""}])
def test_files_of_a_project_have_plain_names(tmp_path, files):
    with pytest.raises(ValueError, match="plain"):
        folder.Project.create(tmp_path / "p", files)
    assert names(tmp_path) == []


def test_the_contract_is_replaced_in_one_step(tmp_path, monkeypatch):
    project = folder.Project.create(tmp_path / "p", FILES)
    project.contract.chmod(0o640)
    project.write_contract("title: 新\n")
    assert project.read_contract().root == {"title": "新"}
    assert stat.S_IMODE(project.contract.stat().st_mode) == 0o640
    before = names(tmp_path)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(folder.FolderError, match=r"^磁盘已满：contract\.yaml 没有写入，原来的文件完好"):
        project.write_contract("title: 更新\n")
    assert project.read_contract().root == {"title": "新"}
    assert names(tmp_path) == before


def test_a_linked_contract_stays_a_link(tmp_path):
    project = folder.Project.create(tmp_path / "p", FILES)
    project.contract.rename(tmp_path / "real.yaml")
    project.contract.symlink_to(tmp_path / "real.yaml")
    project.write_contract("title: 新\n")
    assert project.contract.is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == "title: 新\n"


def test_a_fault_of_the_contract_names_the_file_and_the_line(tmp_path):
    project = folder.Project.create(tmp_path / "p", FILES)
    project.contract.write_bytes(b"\xef\xbb\xbftitle: 1\r\n")
    assert project.read_contract().root == {"title": "1"}
    for data, said in [
        (b"a: 1\na: 2\n", "contract.yaml 第 2 行：“a”重复"),
        ("a: 1\nb: 合同\n".encode("gb18030"), "contract.yaml 第 2 行：不是 UTF-8 编码，请另存为 UTF-8 后再试"),
        (b"", "contract.yaml 没有内容"),
    ]:
        project.contract.write_bytes(data)
        with pytest.raises(folder.FolderError, match=f"^{said}"):
            project.read_contract()
