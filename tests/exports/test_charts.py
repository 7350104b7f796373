"""Charts: drawn with the shipped font, the same each time, and readable without colour."""

import itertools
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import vl_convert

from exports import fonts
from exports.charts import picture, shapes, theme

COUNTIES = [
    {"name": "宝塔区", "value": 61.49, "label": "61.49"},
    {"name": "安塞区", "value": 65.35, "label": "65.35"},
]


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_picture_is_drawn_with_the_shipped_font_and_the_same_each_time():
    chart = shapes.bars(COUNTIES, "得分（分）", reference=25, reference_name="时序进度25%")
    drawn = picture.png(chart)
    assert drawn == picture.png(chart)
    elsewhere = theme.config("a family that no machine has")
    assert drawn != vl_convert.vegalite_to_png(chart.to_dict(), scale=3.0, config=elsewhere)


def test_the_shades_are_told_apart_in_black_and_white():
    greys = sorted(lightness(shade) for shade in theme.SHADES)
    assert all(brighter - darker > 40 for darker, brighter in itertools.pairwise(greys))


def test_a_bar_of_parts_says_every_part():
    rows = [
        {"name": "乱搭乱建", "series": "已整改", "value": 7, "label": "7"},
        {"name": "乱搭乱建", "series": "未整改", "value": 2, "label": "2"},
    ]
    drawn = shapes.stacked(rows, "处", ["已整改", "未整改"]).to_dict()
    ends = drawn["datasets"][drawn["layer"][1]["data"]["name"]]
    assert ends == [{"name": "乱搭乱建", "value": 9.0, "label": "7 / 2"}]


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig's tools are not installed")
def test_fontconfig_finds_a_shipped_family_for_each_official_font(tmp_path: Path):
    file = fonts.fontconfig(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("<include.*?</include>", "", text), encoding="utf-8")
    for wanted, family in fonts.STAND_INS.items():
        found = subprocess.run(
            ["fc-match", "-f", "%{family}", wanted],
            env={"FONTCONFIG_FILE": str(file), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.split(",")[0] == family
