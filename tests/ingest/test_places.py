"""Towns by every name that identifies one, and by none that does not."""

import pytest

from ingest.towns import places

GAZETTEER = places.load()


@pytest.mark.parametrize(
    ("text", "county", "code"),
    [
        ("永坪镇", "610622", "610622101"),
        ("永 坪 镇", "610622", "610622101"),
        ("　永坪镇 ", "610622", "610622101"),
        ("永坪", "610622", "610622101"),
        ("延川县永坪镇", "610622", "610622101"),
        ("延安市延川县永坪镇", "610622", "610622101"),
        ("610622101", "610622", "610622101"),
        ("610622101000", "610622", "610622101"),
        ("七里村街道办事处", "610621", "610621001"),
        ("七里村街道办", "610621", "610621001"),
        ("延川县-永坪镇", "610622", "610622101"),
        ("“永坪镇”、", "610622", "610622101"),
        ("永坪镇（6个村）", "610622", "610622101"),
        ("（1）永坪镇（共3笔）", "610622", "610622101"),
        ("道镇镇区", "610627", "610627102"),
        ("道镇东沟村", "610627", "610627102"),
        ("桥镇乡东沟村", "610627", "610627200"),
        ("北道德乡东沟村", "610628", "610628204"),
        ("茶坊街道东关社区", "610628", "610628001"),
        ("永坪镇610622101", "610622", "610622101"),
        ("永坪镇镇政府", "610622", "610622101"),
        ("大禹街道街道办事处", "610622", "610622001"),
        ("永坪镇人民政府", "610622", "610622101"),
        ("大禹街办", "610622", "610622001"),
        ("大禹办", "610622", "610622001"),
        ("1.永坪镇", "610622", "610622101"),
        ("（12）永坪镇", "610622", "610622101"),
        ("3、永坪镇", "610622", "610622101"),
        ("三、永坪镇", "610622", "610622101"),
        ("（十二）永坪镇", "610622", "610622101"),
        ("丹州", "610630", "610630001"),
        ("桥镇乡", "610627", "610627200"),
        ("永坪镇（续）", "610622", "610622101"),
        ("永坪镇（注1）", "610622", "610622101"),
        ("永坪镇（续表）", "610622", "610622101"),
    ],
)
def test_a_town_of_the_county(text: str, county: str, code: str) -> None:
    place = GAZETTEER.resolve(text, county)
    assert place.town is not None
    assert (place.town.code, place.is_own) == (code, True)


def test_another_countys_town_is_found_and_not_taken_for_ones_own() -> None:
    place = GAZETTEER.resolve("黑家堡镇", "610622")
    assert place.town is not None
    assert (place.town.county_code, place.is_own) == ("610621", False)


@pytest.mark.parametrize("text", ["永平镇", "延川县", "合计", "镇名", "永坪镇卫生院", ""])
def test_what_names_no_town_resolves_to_none(text: str) -> None:
    assert GAZETTEER.resolve(text, "610622").town is None


def test_a_typo_is_offered_the_nearest_name() -> None:
    assert GAZETTEER.nearest("永平镇", "610622")[0] == "永坪镇"


def test_a_town_of_another_kind_by_the_same_name_is_near() -> None:
    assert places.load().nearest("栾家平镇", "610681")[0] == "栾家坪街道"
    assert places.load().nearest("永平镇", "610622")[0] == "永坪镇"
    assert places.load().nearest("北京", "610622") == ()
