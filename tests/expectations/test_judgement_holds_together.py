"""What must hold of the judgement whatever is reported: nothing lost, no order, no neighbours that matter."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.rows import judge
from tests.expectations.readings import Line, reading, together

Frames = dict[str, pd.DataFrame]
TOWNS = ("610622001", "610622100", "610622101")

amounts = st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 19.0, 20.0, 21.0, 75.0]))
lines = st.lists(
    st.builds(
        Line,
        row=st.integers(4, 40),
        town=st.sampled_from(TOWNS),
        reports=st.fixed_dictionaries(
            {},
            optional={
                "communities_gas": amounts,
                "communities_total": amounts,
                "gas_coverage_reported": amounts,
                "villages_total": amounts,
                "sewage_produced": amounts,
                "sewage_treated": amounts,
            },
        ),
        unreadable=st.sampled_from([(), ("villages_total",), ("town_population",)]),
        rejected=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda line: line.row,
)
readings = st.lists(lines, min_size=1, max_size=3).map(
    lambda parts: [reading("facilities", *part, submission=f"s{number}") for number, part in enumerate(parts)]
)


def canonical(frames: Frames) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each frame in an order of their own, nulls comparable."""
    return {
        name: sorted(
            map(tuple, frame.astype(object).where(frame.notna(), "null").to_numpy().tolist()), key=repr
        )
        for name, frame in frames.items()
    }


@given(readings)
@settings(deadline=None, max_examples=15)
def test_cells_are_conserved_and_agree_with_the_values(parts: list[Frames]) -> None:
    before = together(*parts)
    after = judge(before)
    assert after["cells"]["cells"].sum() == before["cells"]["cells"].sum()
    assert (after["cells"]["cells"] > 0).all()
    counts = after["cells"].groupby("outcome")["cells"].sum().to_dict()
    keys = after["records"]["status"].value_counts().to_dict()
    values = after["values"]["status"].value_counts().to_dict()
    for outcome in ("accepted", "rejected", "withheld"):
        assert counts.get(outcome, 0) == values.get(outcome, 0) + keys.get(outcome, 0)


@given(readings)
@settings(deadline=None, max_examples=15)
def test_a_record_is_rejected_with_a_reason_and_its_values_with_it(parts: list[Frames]) -> None:
    before = together(*parts)
    after = judge(before)
    reasons = after["findings"].query("outcome == 'reject_row'")
    was_accepted = before["records"]["status"] == "accepted"
    newly = after["records"][(after["records"]["status"] == "rejected") & was_accepted]
    identity = ["submission_id", "record_id"]
    refused = set(map(tuple, after["records"].query("status == 'rejected'")[identity].to_numpy()))
    assert set(map(tuple, newly[identity].to_numpy())) <= set(map(tuple, reasons[identity].to_numpy()))
    assert set(map(tuple, reasons[identity].to_numpy())) <= refused
    of_refused = after["values"][identity].apply(tuple, axis="columns").isin(refused)
    assert (after["values"]["status"] == "rejected").tolist() == of_refused.tolist()
    totals = after["ledgers"][["records_accepted", "records_rejected"]].sum().tolist()
    assert totals == [int((after["records"]["status"] == s).sum()) for s in ("accepted", "rejected")]


@given(readings, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_neither_order_nor_neighbours_change_a_judgement(parts: list[Frames], random: object) -> None:
    alone = together(*(judge(part) for part in parts))
    seed = random.randint(0, 1000)  # type: ignore[attr-defined]
    shuffled = {name: frame.sample(frac=1, random_state=seed) for name, frame in together(*parts).items()}
    assert canonical(judge(shuffled)) == canonical(alone)
