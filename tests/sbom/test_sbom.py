import json

import pytest

from mingyue.connectors import sbom
from mingyue.review.document import Unreadable
from mingyue.terms.licences import flagged, reach

SPDX = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {"name": "vue", "versionInfo": "3.5.12", "licenseConcluded": "NOASSERTION", "licenseDeclared": "MIT"},
        {"name": "ghostscript", "versionInfo": "10.0", "licenseConcluded": "AGPL-3.0-or-later"},
        {"name": "inhouse", "licenseConcluded": "NONE"},
    ],
}
SPDX_TAGS = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
PackageName: vue
PackageVersion: 3.5.12
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT
PackageName: ghostscript
PackageVersion: 10.0
PackageLicenseConcluded: AGPL-3.0-or-later
PackageName: inhouse
PackageLicenseConcluded: NONE
"""
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"name": "vue", "version": "3.5.12", "licenses": [{"license": {"id": "MIT"}}]},
        {"name": "ghostscript", "version": "10.0", "licenses": [{"expression": "AGPL-3.0-or-later"}]},
        {"name": "inhouse"},
    ],
}
CYCLONEDX_XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6">
  <metadata><component type="application"><name>crm</name></component></metadata>
  <components>
    <component><name>vue</name><version>3.5.12</version><licenses><license><id>MIT</id></license></licenses></component>
    <component><name>ghostscript</name><version>10.0</version>
      <licenses><expression>AGPL-3.0-or-later</expression></licenses></component>
    <component><name>inhouse</name></component>
  </components>
</bom>"""
FORMS = {
    "spdx json": json.dumps(SPDX),
    "spdx tags": SPDX_TAGS,
    "cyclonedx json": "\ufeff" + json.dumps(CYCLONEDX),
    "cyclonedx xml": CYCLONEDX_XML,
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_components(form):
    components = sbom.read(FORMS[form].encode())
    assert [(each.name, each.version, each.licence) for each in components] == [
        ("vue", "3.5.12", "MIT"),
        ("ghostscript", "10.0", "AGPL-3.0-or-later"),
        ("inhouse", None, "NOASSERTION"),
    ]
    assert [(each.name, far) for each, far in flagged(components)] == [
        ("ghostscript", "strong"),
        ("inhouse", "unknown"),
    ]


@pytest.mark.parametrize(
    ("expression", "far"),
    [
        ("MIT", "permissive"),
        ("Apache-2.0 AND BSD-3-Clause", "permissive"),
        ("GPL-2.0-only", "strong"),
        ("GPLv3", "strong"),
        ("GPL-3.0-or-later OR MIT", "permissive"),
        ("(GPL-2.0-only OR MIT) AND LGPL-2.1-only", "weak"),
        ("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", "strong"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "weak"),
        ("GPL-2.0-only WITH Something-else", "strong"),
        ("LGPL-3.0-or-later", "weak"),
        ("MPL-2.0", "weak"),
        ("MulanPSL-2.0", "permissive"),
        ("SSPL-1.0", "strong"),
        ("Proprietary", "unknown"),
        ("MIT)", "unknown"),
        ("(MIT", "unknown"),
        ("", "unknown"),
    ],
)
def test_how_far_a_licence_reaches(expression, far):
    assert reach(expression) == far


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "不是组件清单"),
        (b"hello", "不是组件清单"),
        (b"{", "不是完整的 JSON"),
        (b"[" * 5, "不是组件清单"),
        (b'{"a": 1}', "不是组件清单"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": {}}', "没有组件"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": {"a": 1}}', "不是列表"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": [1]}', "第 1 项"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": [{}]}', "第 1 个组件没有名称"),
        (b"<bom", "不是完整的 XML"),
        (b"<html/>", "不是 CycloneDX"),
        (b"<bom/>", "没有组件"),
    ],
)
def test_bad_files_get_a_sentence(data, what):
    with pytest.raises(Unreadable, match=what):
        sbom.read(data)
