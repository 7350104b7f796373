"""What a file made to harm may cost: memory within the stated bound, and an end that says why."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest import bombs

#: Resident, of the process that reads; without a bomb it is about a tenth of it. As docs/operating.md has it.
BOUND = 1536 * 1024 * 1024
#: Reads one file as a run does, and tells what was said and the most memory that the reading process held.
READS = """
import json, resource, sys
from pathlib import Path
from ingest.batch import Job, read_files
from ingest.reading import Source
if __name__ == "__main__":
    (rows,) = read_files([Job(Path(sys.argv[1]), Source("610622", "2025-03", "台账"), "0")])
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps([[row["code"] for row in rows["findings"]], most]))
"""
REFUSED = {
    bombs.packed_blanks: "TOO_LARGE_UNPACKED",
    bombs.more_than_it_says: "CORRUPT_FILE",
    bombs.one_text_in_every_cell: "TOO_LARGE_UNPACKED",
    bombs.rows_repeated: "TOO_LARGE",
    bombs.far_cell_of_an_xlsb: "TOO_LARGE",
    bombs.cells_of_word: "TOO_LARGE",
    bombs.spans: "TOO_LARGE",
    bombs.archive_of_bombs: "TOO_LARGE_UNPACKED",
    # These two are no attack: a cell left far out, and a line of blanks that holds no table.
    bombs.far_cell_of_an_old_workbook: "STRAY_CELL",
    bombs.separators: "NOT_A_LEDGER",
    # Nor are these, but what looks at all lines for each line takes minutes for them.
    bombs.a_text_on_every_other_line: "UNRECOGNISED_LAYOUT",
    bombs.single_numbers_below_a_table: "UNRECOGNISED_LAYOUT",
    bombs.merged_over_and_over: "UNRECOGNISED_LAYOUT",
    bombs.merged_far_out: "TOO_LARGE",
}


@pytest.mark.parametrize("bomb", REFUSED, ids=lambda bomb: bomb.__name__)
def test_a_bomb_ends_with_a_reason_and_within_the_bound(bomb: bombs.Bomb, tmp_path: Path) -> None:
    file, script = tmp_path / "台账", tmp_path / "reads.py"
    file.write_bytes(bomb())
    script.write_text(READS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, file],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    codes, most = json.loads(done.stdout)
    assert REFUSED[bomb] in codes
    assert most < BOUND
