"""A sheet cut into blocks, each one table with the texts above it.

Rows are told apart by what stands in them: titles, captions, headings, footers, data. A new block
begins where a row of headings follows data, or where a title announces one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.sheet import Cell, Merge, Sheet
from ingest.tables.marks import mark
from ingest.text import number_before, squeeze
from ingest.towns.own_towns import OwnTowns
from ingest.words.lexicon import Lexicon, Word
from ingest.words.values import Raw

_LABELLED_ROWS = 3
#: A text as long as this that fills a row, again and again, is a title.
_TITLE = 4


@dataclass(slots=True)
class RowProfile:
    """What stands in one row: texts by column, how many numbers, which columns are labels or towns.

    `filled` is how many cells are not blank; `totals` are the columns with a word for a total, `answers` those
    that answer an enumerated field, in their order.
    """

    texts: dict[int, str] = field(default_factory=dict)
    words: dict[int, Word] = field(default_factory=dict)
    numbers: int = 0
    filled: int = 0
    labels: set[int] = field(default_factory=set)
    towns: set[int] = field(default_factory=set)
    totals: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def is_aside(self) -> bool:
        """Whether the row only says who reports, when, in what unit, or who signed."""
        if not self.words or self.numbers:
            return False
        apart = [word.is_footer or word.is_caption for word in self.words.values()]
        if all(apart) or (apart[0] and len(apart) <= 3 and not self.towns):
            return True
        is_titled = min(self.words) not in self.labels | self.towns
        first, *others = self.words.values()
        is_unit_beside = len(others) == 1 and others[0].is_unit and not first.is_unit
        return is_titled and (is_unit_beside or (bool(others) and all(apart[1:])))

    def is_measured_like(self, above: RowProfile) -> bool:
        """Whether the row ends with a unit where another has one: what it asks was not answered."""
        last = max(self.words)
        return self.words[last].is_unit and last in above.words and above.words[last].is_unit

    @property
    def names_only_a_town(self) -> bool:
        """Whether the row names the town of what stands below it, beside at most when and by whom that was filled in."""
        others = (word for column, word in self.words.items() if column not in self.towns)
        is_plain = len(self.towns) == 1 and self.filled == len(self.words)
        return is_plain and all(word.is_time or word.is_caption or word.is_footer for word in others)

    @property
    def is_data(self) -> bool:
        """Whether the row says something of somebody: several cells, no headings, numbers or towns."""
        return self.filled > 1 and not self.is_headings and bool(self.numbers or self.towns)

    @property
    def is_form_row(self) -> bool:
        """Several labels with gaps for values between them, as in a form: every second cell at most a label."""
        return len(self.labels) >= 2 and self.has_gaps

    @property
    def has_gaps(self) -> bool:
        """Whether no label stands right behind another."""
        return all(column - 1 not in self.labels for column in self.labels)

    @property
    def begins_with_label(self) -> bool:
        """Whether the first text of the row is a label."""
        return min(self.words, default=-1) in self.labels

    @property
    def asked(self) -> set[str]:
        """The words of its labels."""
        return {self.words[column].text for column in self.labels}

    @property
    def is_label_and_value(self) -> bool:
        """Whether the row is a label and one cell behind it."""
        return self.filled == 2 and len(self.labels) == 1 and self.begins_with_label

    @property
    def is_headings(self) -> bool:
        """Whether the row reads like the headings of a table: several labels and hardly a number."""
        if len(self.labels) < 2 or self.numbers * 4 > len(self.labels):
            return False
        if len(self.labels) * 2 >= self.filled or len(self.labels) >= 4 or self.towns:
            return True
        sides = sum(word.is_aspect for column, word in self.words.items() if column not in self.labels)
        return (len(self.labels) + sides) * 2 >= self.filled  # 序号 | 资金来源 | 计划 | 到位 | 支出


@dataclass
class Block:
    """Rows top..bottom of a sheet, the titles above them, and the profile of every row of the sheet.

    `has_data` says whether one of its rows is data;
    `header_rows` is how many of the first rows hold headings where that was decided, else 0; `is_turned`
    says that its rows are columns of the file.
    """

    sheet: Sheet
    lexicon: Lexicon
    county: str
    top: int
    bottom: int
    titles: list[str]
    profiles: list[RowProfile]
    has_data: bool = False
    header_rows: int = 0
    is_turned: bool = False

    def rearranged(
        self, rows: list[list[Raw]], merges: list[Merge], *, header_rows: int = 0, is_turned: bool = False
    ) -> Block:
        """The block with its cells in other places of its sheet."""
        sheet = replace(self.sheet, rows=rows, merges=merges)
        profiles = profile_rows(sheet, self.lexicon, self.county)
        return replace(self, sheet=sheet, profiles=profiles, header_rows=header_rows, is_turned=is_turned)

    @cached_property
    def used_columns(self) -> list[int]:
        """The columns in which anything stands."""
        extent, height = slice(self.top, self.bottom + 1), self.bottom + 1 - self.top
        return [c for c, cells in enumerate(self.sheet.columns) if cells[extent].count(None) < height]

    @cached_property
    def words_by_column(self) -> dict[int, dict[int, Word]]:
        """column → row → the word that stands there, columns and rows in order."""
        words: dict[int, dict[int, Word]] = {column: {} for column in self.used_columns}
        for row in range(self.top, self.bottom + 1):
            for column, word in self.profiles[row].words.items():
                words[column][row] = word
        return words


def profile_rows(sheet: Sheet, lexicon: Lexicon, county: str) -> list[RowProfile]:
    """One profile a row."""
    return [_profile(row, lexicon, county) for row in sheet.rows]


def _profile(row: list[Raw], lexicon: Lexicon, county: str) -> RowProfile:
    word_of, numbers = lexicon.word, 0
    texts: dict[int, str] = {}
    words: dict[int, Word] = {}
    labels: set[int] = set()
    towns: set[int] = set()
    totals: list[int] = []
    answers: list[int] = []
    for column, raw in enumerate(row):
        if raw is None:
            continue
        if not isinstance(raw, str):
            numbers += 1
            continue
        word = word_of(raw)
        if not word.text:
            continue
        texts[column], words[column] = raw, word
        if word.is_label:
            labels.add(column)
        elif word.may_be_town and lexicon.place(raw, county):
            towns.add(column)
        if word.is_total:
            totals.append(column)
        if word.answered:
            answers.append(column)
    if not numbers and _is_spread(words):
        return _profile(row[: min(words) + 1], lexicon, county)
    profile = RowProfile(texts, words, numbers, len(texts) + numbers, labels, towns, totals, answers)
    if answers and len(labels) > 1:
        _drop_answers(profile, lexicon)
    if labels and not numbers and any(word.role == "value" for word in words.values()):
        _name_what_is_listed(profile, lexicon)
    return profile


def _is_spread(words: dict[int, Word]) -> bool:
    """Whether a row holds but one title, that a program wrote into each cell of its merged range."""
    if len(words) < _LABELLED_ROWS:
        return False
    said = {word.text for word in words.values()}
    return len(said) == 1 and len(said.pop()) >= _TITLE


def _drop_answers(profile: RowProfile, lexicon: Lexicon) -> None:
    """Let what may be either a label or an answer be the latter behind a label that asks for it: 建设类型 | 农贸市场."""
    asked: str = ""
    for column in sorted(profile.labels):
        word = profile.words[column]
        answered = [item for item in word.answered if not lexicon.is_key(item)]  # 县级自筹 heads columns too
        if asked and answered and lexicon.meant((asked,)) in answered:
            profile.labels.discard(column)
        else:
            asked = word.text


def _name_what_is_listed(profile: RowProfile, lexicon: Lexicon) -> None:
    """Let what may head names of projects head names of fields where values are headed beside it: 项目 | 单位 | 本月数."""
    for column, word in profile.words.items():
        if word.text in lexicon.dictionary.wordings["listed"]:
            profile.words[column] = word._replace(role="field", is_label=True)
            profile.labels.add(column)


def cut(
    sheet: Sheet, profiles: list[RowProfile], lexicon: Lexicon, county: str, header_rows: int = 0
) -> tuple[list[Block], dict[Cell, str]]:
    """The blocks of a sheet in order, and the cells set aside as titles, captions and footers."""
    own_towns = OwnTowns(lexicon.gazetteer, county, "")
    blocks: list[Block] = []
    aside: dict[Cell, str] = {}
    titles = list(sheet.captions)
    towns: list[str] = []  # a heading that names one is of all tables below it, up to the next
    current: Block | None = None
    for row, profile in enumerate(profiles):
        if not profile.filled:
            continue
        if profile.is_aside and not (current and profile.is_measured_like(profiles[row - 1])):
            first = profile.words[min(profile.words)]
            aside.update({(row, c): "footer" if first.is_footer else "title" for c in profile.texts})
            if current and not _goes_on(current, row):
                current, titles = None, []
            if not first.is_footer:
                titles += profile.texts.values()
            continue
        if profile.filled == 1 and (
            not _is_inside(current, row, profiles) or _heads_next_form(current, row, own_towns)
        ):
            aside.update({(row, c): "title" for c in profile.texts})
            current, titles = None, ([] if current else titles) + list(profile.texts.values())
            if profile.towns or profile.totals:
                towns = titles[-1:] if profile.towns else []
            continue
        if current and _begins_table(current, row):
            current, titles = None, []
        if current is None:
            said = [*(town for town in towns if town not in titles), *titles]
            current = Block(sheet, lexicon, county, row, row, said, profiles, header_rows=header_rows)
            blocks.append(current)
            titles = []
        current.bottom = row
        current.has_data = current.has_data or profile.is_data
    return blocks, aside


def _goes_on(current: Block, row: int) -> bool:
    """Whether records follow what a row says aside, or the rest of a form: a remark between them ends neither."""
    rest = (p for p in current.profiles[row + 1 :] if p.filled and not p.is_aside)
    following = next(rest, RowProfile())
    return (current.has_data and following.is_data) or _goes_on_as_form(current, following)


def _goes_on_as_form(current: Block, following: RowProfile) -> bool:
    """Whether a row of a form asks what has not been asked since a row last began like the form itself."""
    rows = current.profiles[current.top : current.bottom + 1]
    if not (rows[-1].is_label_and_value and following.is_label_and_value):
        return False
    asked: set[str] = set()
    for profile in rows:
        asked = profile.asked if profile.asked == rows[0].asked else asked | profile.asked
    return asked.isdisjoint(following.asked)


def _is_inside(current: Block | None, row: int, profiles: list[RowProfile]) -> bool:
    """Whether a lone text belongs to the block it stands in: no row of headings follows it."""
    if current is None:
        return False
    anchors = current.sheet.merge_anchor
    tops = (anchors.get((row, c), (row,))[0] for c in range(current.sheet.width))
    is_beside_merged = any(current.top <= top < row for top in tops)
    below = (r for r in range(row + 1, len(profiles)) if profiles[r].filled > 1 or profiles[r].numbers)
    next_row = next(below, None)
    if is_beside_merged or next_row is None or _goes_on_below(current, row - 1):
        return True
    if profiles[row].labels and _goes_on_below(current, next_row):
        return True
    following = profiles[next_row]
    before = next((p for p in reversed(profiles[:row]) if p.filled > 1), RowProfile())
    is_table_before = before.is_data and not before.begins_with_label
    if following.is_label_and_value and is_table_before:
        return False  # a form follows a table
    is_repeated = len(following.towns) != 1 and _repeats_headings(current, following)
    heads_table = not following.is_form_row and (following.is_headings or is_repeated)
    begins_again = _is_first_row_again(current, following) or _heads_words(current, profiles[row], following)
    return bool(following.numbers) or not (heads_table or begins_again)


def _heads_next_form(current: Block | None, row: int, towns: OwnTowns) -> bool:
    """Whether a lone text names a town (永坪镇产业发展情况), and below it come the labels again that began the block."""
    if current is None:
        return False
    following = next((p for p in current.profiles[row + 1 :] if p.filled > 1 or p.numbers), RowProfile())
    text = "".join(current.profiles[row].texts.values())
    return _repeats_headings(current, following) and bool(towns.named_in(text))


def _repeats_headings(current: Block, profile: RowProfile) -> bool:
    """Whether the labels of a row stand above the block in the same columns: its headings, on another page."""
    first = {c: word.text for c, word in current.profiles[current.top].words.items()}
    return bool(profile.labels) and all(first.get(c) == profile.words[c].text for c in profile.labels)


def _is_first_row_again(current: Block, profile: RowProfile) -> bool:
    """Whether a row says in every cell what the first of the block does, and data lies between: the next page."""
    first = current.profiles[current.top]
    has_words = not profile.numbers and len(profile.words) > 1
    return current.has_data and has_words and profile.words == first.words


def _heads_words(current: Block, lone: RowProfile, following: RowProfile) -> bool:
    """Whether headings that nobody knows follow a lone text: words alone, the first as above the block, or 七、 follows 六、."""
    if not current.has_data or following.numbers or following.towns or len(following.words) < _LABELLED_ROWS:
        return False
    if any(mark(word.text) in "ny" for word in following.words.values()):
        return False  # numbers written as texts
    first = min(following.words)
    if following.words[first] == current.profiles[current.top].words.get(first):
        return True
    title, text = "".join(current.titles[-1:]), "".join(lone.texts.values())
    before, said = number_before(squeeze(title)), number_before(squeeze(text))
    return before is not None and said == (before[0], before[1] + 1)


def _begins_table(current: Block, row: int) -> bool:
    """Whether a row of headings begins another table: data came before it, and no form goes on."""
    profiles, profile = current.profiles, current.profiles[row]
    if profile.numbers and not profile.labels:
        return False
    is_page = len(profile.towns) > 1 and _repeats_headings(current, profile)
    if is_page or _is_first_row_again(current, profile):
        return True
    if current.has_data and _titles_tables(current, row):
        return True
    if not current.has_data or not profile.is_headings or profile.numbers or profile.is_form_row:
        return False
    goes_across = not profile.towns and _begins_with_labels(current, min(profile.words))
    if goes_across or _goes_on_below(current, row):
        return False
    before = next(profiles[r] for r in range(row - 1, current.top - 1, -1) if profiles[r].filled > 1)
    if before.towns & profile.towns:
        return False  # another row of a list, that names its town where the row before did
    if len(before.towns) > 1 and len(before.towns) >= before.filled - 1:
        return False  # below the towns across stands what is asked of each
    return len(before.labels & profile.labels) * 2 < len(profile.labels)


def _titles_tables(current: Block, row: int) -> bool:
    """Whether the texts of a row stand each over the first heading of one of several tables side by side."""
    profile, following = current.profiles[row], (current.profiles[row + 1 : row + 2] or [RowProfile()])[0]
    if len(profile.words) < 2 or profile.numbers or profile.towns or not following.is_headings:
        return False
    return [*profile.words] == [c for c in following.words if c - 1 not in following.words]


def _begins_with_labels(current: Block, column: int) -> bool:
    """Whether the rows of a block so far all begin with a label: records stand across, and go on."""
    rows = [profile for profile in current.profiles[current.top : current.bottom + 1] if profile.filled]
    return len(rows) >= _LABELLED_ROWS and all(column in profile.labels for profile in rows)


def _goes_on_below(current: Block, row: int) -> bool:
    """Whether a form goes on with labels whose values stand below them; most of its first rows have them beside."""
    filled = [p for p in current.profiles[current.top : current.bottom + 1] if p.filled > 1][:_LABELLED_ROWS]
    forms = [p for p in filled if p.is_form_row or (p.begins_with_label and len(p.labels) < p.filled)]
    return len(forms) * 2 > len(filled) and has_values_below(current.sheet, current.profiles, row)


def has_values_below(sheet: Sheet, profiles: list[RowProfile], row: int) -> bool:
    """Whether labels side by side have their values in the next row and in that alone, and no label stands there.

    总投资 | 年度计划投资 above 900 | 500, in a form that asks everything else beside its labels. Where lines are
    numbered, a single one is a table's.
    """
    profile = profiles[row]
    if not profile.is_headings or profile.numbers or profile.is_form_row:
        return False
    below, after = (profiles[row + 1 : row + 3] + [RowProfile()] * 2)[:2]
    if below.labels or below.is_aside:
        return False
    is_numbered = any(word.role == "serial" for word in profile.words.values())
    if is_numbered or (after.filled > 1 and not after.labels):
        return False
    cells = sheet.rows[row + 1] if below.filled else []
    columns = [column for column, raw in enumerate(cells) if raw is not None]
    return (below.numbers > 0 or len(columns) > 1) and profile.words.keys() >= {*columns}
