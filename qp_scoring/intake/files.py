"""Which files are inputs: folders walked, wildcards expanded, everything left out said so.

Nothing is opened here; :mod:`qp_scoring.intake.guard` decides what may be opened.
"""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from qp_scoring.documents import RUN_RECORD
from qp_scoring.findings import FindingLog, Place, clean_name

WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm"})
CSV_SUFFIX = ".csv"
TABLE_SUFFIXES = WORKBOOK_SUFFIXES | {
    *(CSV_SUFFIX, ".tsv", ".txt"),
    *(".xls", ".xlsb", ".ods", ".xlt", ".xltx", ".xltm", ".ots"),
    ".gsheet",  # opened to be told apart from a table, and refused with the right advice
}
ARCHIVE_SUFFIX = ".zip"
# Likely to hold marks, so leaving them out is an error and not a remark.
OTHER_SPREADSHEETS = frozenset({".numbers", ".et", ".rar", ".7z"})
DOCUMENTS = frozenset({".doc", ".docx"})
OFFICES_LIST = "offices"  # with the suffix of any table
TARGETS_LISTS = ("targets", "ค่าเป้าหมาย", "เป้าหมาย")
_RECORD = f"/{RUN_RECORD}"
MAX_ENTRIES = 100_000
# Of a zip archive: members, bytes unpacked, and how much more that is than packed.
MAX_MEMBERS = 5_000
MAX_ARCHIVE = 1024 * 2**20
MAX_RATIO, MAX_SMALL = 200, 100 * 2**20


@dataclass(slots=True)
class InputFile:
    """A file to read: its absolute path, and the name it has in findings and outputs.

    ``hash`` is of the bytes that were read, which later ones in its place are not; None while
    nothing was. ``member`` is the file's name inside the zip archive that ``path`` leads to.
    """

    path: Path
    name: str
    hash: str | None = None
    member: str | None = None

    @property
    def suffix(self) -> str:
        """The extension in lower case, with its dot."""
        return Path(self.member or self.path).suffix.lower()

    def record(self) -> dict[str, str | None]:
        """The file as ``run.json`` keeps it."""
        return {"name": self.name, "path": clean_name(str(self.path)), "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads, each part sorted by name."""

    files: tuple[InputFile, ...] = ()
    offices_lists: tuple[InputFile, ...] = ()
    targets_lists: tuple[InputFile, ...] = ()


def find_inputs(arguments: Sequence[str | Path], log: FindingLog) -> Inputs:
    """Find the input files behind the arguments: files, folders with subfolders, wildcards.

    The same file is read once, however often it is given. Problems become findings; nothing
    is raised.
    """
    search = InputSearch(log)
    search.take_all(arguments)
    search.say_if_nothing_found()
    return Inputs(
        files=named(search.files),
        offices_lists=named(search.offices_lists),
        targets_lists=named(search.targets_lists),
    )


def expanded(argument: str | Path) -> list[Path]:
    """The paths that an argument stands for: itself where it exists, else what it matches."""
    text = str(argument)
    # A name that exists is taken literally first: "marks [1].xlsx" is a usual download name.
    try:
        if os.path.lexists(text):
            return [Path(text)]
        found = sorted(glob.glob(text, recursive=True)) if glob.has_magic(text) else []  # noqa: PTH207
    except (OSError, ValueError):
        found = []
    return [Path(item) for item in found]


@dataclass(slots=True)
class Candidate:
    """A file that a run may read: the folder or argument it was met in, and its name there."""

    path: Path
    root: Path
    relative: str
    depth: int = 0  # how many parts of the root's path stand before the relative name
    member: str | None = None

    @property
    def name(self) -> str:
        """The name in the folder that was given, behind parts of its path where names clash."""
        if not self.depth:
            return self.relative
        return clean_name("/".join([*self.root.parts[-self.depth :], self.relative]))


@dataclass(slots=True)
class InputSearch:
    """One search through the arguments of a run; what it is for, ``_take_file`` knows.

    Links that lead out of a folder, folders met before, hidden and lock files and folders of this
    program's outputs are passed over, and said.
    """

    log: FindingLog
    files: list[Candidate] = field(default_factory=list)
    offices_lists: list[Candidate] = field(default_factory=list)
    targets_lists: list[Candidate] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _met: int = 0
    _reported: bool = False

    def take_all(self, arguments: Iterable[str | Path]) -> None:
        """Take what stands behind each argument; say where nothing does."""
        for argument in arguments:
            paths = expanded(argument)
            for path in paths:
                self._take(path, str(argument))
            if not paths:
                self._missing(str(argument))

    def _take(self, given: Path, argument: str) -> None:
        """Take a file, or what a folder holds."""
        try:
            if given.is_dir():
                self._take_folder(given.resolve())
                return
            if not given.exists():  # a link that leads nowhere
                self._missing(argument)
                return
            path = given.parent.resolve() / given.name
        except (OSError, ValueError, RuntimeError):
            self._problem("input-unreadable", clean_name(argument))
            return
        self._take_file(path, path.parent, on_top=True)

    def _missing(self, argument: str) -> None:
        """Say that nothing is where an argument points."""
        self._problem("input-missing", clean_name(argument), path=argument)

    def say_if_nothing_found(self) -> None:
        """Say so where all that was met was left out."""
        if self.skipped and not (self.files or self.targets_lists or self._reported):
            self._nothing_readable(Place(), self.skipped)

    def _problem(self, code: str, name: str, **values: object) -> None:
        self._reported = True
        self.log.add(code, Place(file=name), **values)

    def _nothing_readable(self, place: Place, names: list[str]) -> None:
        self._reported = True
        self.log.add("input-no-workbook", place, count=len(names), found=", ".join(names))

    def _skip(self, code: str, name: str) -> None:
        self.skipped.append(name)
        self.log.add(code, Place(file=name))

    def _take_folder(self, root: Path) -> None:
        readable_before, skipped_before, met_before = self._readable, len(self.skipped), self._met
        reported_before = self._reported
        self._reported = False
        duplicates = self._walk(root)
        found_here = self._readable > readable_before or duplicates
        if not found_here and not self._reported:
            place = Place(file=clean_name(root.name or str(root)))
            if self._met == met_before:
                self._problem("input-empty", str(place.file))
            else:
                self._nothing_readable(place, self.skipped[skipped_before:])
        self._reported = self._reported or reported_before

    @property
    def _readable(self) -> int:
        """How many files that may say something of a round were met; targets may come alone."""
        return len(self.files) + len(self.targets_lists)

    def _walk(self, root: Path) -> bool:
        """Walk a folder; tells whether it held files that were read through another INPUT."""
        duplicates = False
        pending, visited = [root], {root}
        while pending:
            folder = pending.pop()
            entries = self._entries(folder, root)
            if any(name.lower() == RUN_RECORD for name in entries):
                self._met += 1
                self._skip("file-skipped-output", shown_name(folder, root) or clean_name(root.name))
                continue
            for name in entries:
                self._met += 1
                if self._met > MAX_ENTRIES:
                    self._problem(
                        "input-too-many",
                        clean_name(root.name or str(root)),
                        limit=f"{MAX_ENTRIES:,}",
                    )
                    return duplicates
                path = folder / name
                if name.startswith(("~$", ".")):
                    self._skip_by_name(name, shown_name(path, root))
                elif not _leads_inside(path, root):
                    self._skip("file-skipped-link", shown_name(path, root))
                elif path.is_dir():
                    target = path.resolve()
                    if target in visited or path.is_symlink():
                        self._skip("file-skipped-duplicate", shown_name(path, root))
                    else:
                        visited.add(target)
                        pending.append(path)
                else:
                    duplicates |= not self._take_file(path, root, on_top=folder == root)
        return duplicates

    def _entries(self, folder: Path, root: Path) -> list[str]:
        try:
            return sorted(entry.name for entry in folder.iterdir())
        except OSError:
            self._problem("input-unreadable", shown_name(folder, root) or clean_name(root.name))
            return []

    def _skip_by_name(self, name: str, shown: str) -> None:
        self._skip("file-skipped-lock" if name.startswith("~$") else "file-skipped-hidden", shown)

    def _take_file(self, path: Path, root: Path, *, on_top: bool) -> bool:
        """Sort a file into its heap; False if the file was met before."""
        shown = shown_name(path, root)
        suffix = path.suffix.lower()
        if path.name.startswith(("~$", ".")):
            self._skip_by_name(path.name, shown)
        elif suffix in DOCUMENTS:
            self._skip("file-skipped-document", shown)
        elif suffix == ARCHIVE_SUFFIX and _is_regular(path):
            return self._take_archive(path, root, on_top=on_top)
        elif suffix in OTHER_SPREADSHEETS:
            self.skipped.append(shown)
            self._problem("file-old-format", shown, extension=suffix)
        elif suffix not in TABLE_SUFFIXES or not _is_regular(path):
            self._skip("file-skipped-type", shown)
        elif not on_top and (list_of := _list_of(path.name)):
            self._skip(f"{list_of}-list-misplaced", shown)
        elif self._met_before(path):
            self._skip("file-skipped-duplicate", shown)
            return False
        else:
            self._heap(path.name).append(Candidate(path, root, shown))
        return True

    def _heap(self, name: str) -> list[Candidate]:
        """Where a file of a name belongs that lies on top."""
        heaps = {"offices": self.offices_lists, "targets": self.targets_lists}
        return heaps.get(_list_of(name), self.files)

    def _met_before(self, path: Path) -> bool:
        """Whether a file was met through another argument; remembered from now on."""
        key = os.path.normcase(path.resolve())
        met = key in self._seen
        self._seen.add(key)
        return met

    def _take_archive(self, path: Path, root: Path, *, on_top: bool) -> bool:
        """Take what a zip archive holds, as if it were a folder of its own name."""
        shown = shown_name(path, root)
        if self._met_before(path):
            self._skip("file-skipped-duplicate", shown)
            return False
        try:
            members = archive_members(path)
        except ArchiveError as problem:
            self._problem(problem.code, shown)
            return True
        outputs = [name[: -len(RUN_RECORD)] for name, _ in members if f"/{name}".endswith(_RECORD)]
        top = _common_folder([name for name, _ in members])
        for name, member in members:
            inside = f"{shown}/{clean_name(name)}"
            last = name.rpartition("/")[2]
            self._met += 1
            if ".." in name.split("/") or name.startswith("/") or ":" in name:
                self._skip("archive-member-unsafe", inside)
            elif any(name.startswith(folder) for folder in outputs):
                self._skip("file-skipped-output", inside)
            elif any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/")):
                self._skip_by_name(last, inside)
            elif name.lower().endswith(ARCHIVE_SUFFIX):
                self._problem("archive-nested", inside)
            elif Path(last).suffix.lower() not in TABLE_SUFFIXES:
                self._skip("file-skipped-type", inside)
            else:
                is_top = on_top and name == top + last
                heap = self._heap(last) if is_top else self.files
                heap.append(Candidate(path, root, inside, member=member))
        return True


class ArchiveError(Exception):
    """An archive that is not looked into; never leaves this module."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def archive_members(path: Path) -> list[tuple[str, str]]:
    """The files in a zip archive by name, each with the name it is stored under.

    Raises:
        ArchiveError: it is damaged, needs a password, or holds more than an input may.
    """
    try:
        with ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except PermissionError as problem:
        raise ArchiveError("file-open-elsewhere") from problem
    except Exception as problem:  # what a damaged archive raises is not one family
        raise ArchiveError("file-damaged") from problem
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ArchiveError("archive-password")
    packed = sum(entry.compress_size for entry in entries) + 1
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_MEMBERS or size > MAX_ARCHIVE or size > MAX_RATIO * packed + MAX_SMALL:
        raise ArchiveError("archive-too-large")
    return sorted((_member_name(entry), entry.filename) for entry in entries)


def _member_name(entry: ZipInfo) -> str:
    """A member's name as its packer meant it: without the flag for UTF-8, Windows writes cp874."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        stored = name.encode("cp437", "replace")
        for codec in ("utf-8", "cp874"):
            try:
                name = stored.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _common_folder(names: Sequence[str]) -> str:
    """The one folder that all members lie in, with its slash; "" if there is none."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX")}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _list_of(name: str) -> str:
    """What a file of this name lists: ``offices`` or ``targets``; "" where it is no list."""
    stem, _, suffix = name.lower().rpartition(".")
    if f".{suffix}" not in TABLE_SUFFIXES:
        return ""
    return "offices" if stem == OFFICES_LIST else "targets" if stem in TARGETS_LISTS else ""


def shown_name(path: Path, root: Path) -> str:
    """The name of a path in the folder that was given, as findings and results show it."""
    text = path.relative_to(root).as_posix()
    return "" if text == "." else clean_name(text)


def _leads_inside(path: Path, root: Path) -> bool:
    # Resolved for every entry, not for links only: Windows junctions are not links to Python.
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _is_regular(path: Path) -> bool:
    # Opening a pipe or a device for reading may wait for ever.
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def named(candidates: list[Candidate]) -> tuple[InputFile, ...]:
    """Give every file a name of its own: names met twice take parts of the input's path."""
    while True:
        groups: dict[str, list[Candidate]] = defaultdict(list)
        for item in candidates:
            groups[item.name].append(item)
        clashing = [
            item
            for group in groups.values()
            if len({item.root for item in group}) > 1
            for item in group
            if item.depth < len(item.root.parts) - 1  # the drive or / is no name
        ]
        if not clashing:
            break
        for item in clashing:
            item.depth += 1
    files: list[InputFile] = []
    used: Counter[str] = Counter()
    for item in sorted(candidates, key=lambda item: (item.name, os.fsencode(item.path))):
        # Two spellings of one name (composed and decomposed) stay apart by a number.
        used[item.name] += 1
        number = used[item.name]
        name = item.name if number == 1 else f"{item.name} ({number})"
        files.append(InputFile(item.path, name, member=item.member))
    return tuple(files)
