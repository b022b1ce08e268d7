"""A folder of articles kept in a store: what is new or changed is read, what is gone is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from retrieval.config import Config
from retrieval.corpus.problems import Problem, Severity
from retrieval.store.reading import TEXT, Outcome, Task, outcomes
from retrieval.store.store import Store

_BATCH = 4_000  # sentences that are kept at once: what a stop loses of the work
_SETTLED = 20_000  # sentences after which the index is tidied at the end

Watched = Callable[[Iterable[Outcome], int], Iterable[Outcome]]


@dataclass
class Report:
    """What an update did, in files; ``reread``: articles whose rules had changed; ``unused``: files that are none."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    reread: int = 0
    sentences: int = 0
    unused: int = 0
    problems: list[Problem] = field(default_factory=list)


def update(
    store: Store,
    config: Config,
    folder: Path | None,
    watch: Watched,
    processes: int | None = None,
    reread: bool = True,
) -> Report:
    """Bring a store up to date: with the rules, and with a folder where one is given.

    Each batch is kept as soon as it is read, so that whoever stops it may go on later. ``watch`` is handed the
    outcomes and their number and gives them back: a place for signs of life. Without ``reread`` what was read under
    other rules stays as it is. ``OSError``: no such folder.
    """
    report, plan = Report(), _plan(store, folder, reread)
    report.removed, report.same, report.reread = plan.removed, plan.same, len(plan.again)
    report.added, report.changed = len(plan.new), len(plan.changed)
    tasks = [*plan.again, *plan.changed, *plan.new]
    batch: list[Outcome] = []
    for outcome in watch(outcomes(tasks, config, processes), len(tasks)):
        batch.append(outcome)
        if sum(len(one.packed.passages) for one in batch if one.packed) >= _BATCH:
            _keep(store, batch, report)
            batch = []
    _keep(store, batch, report)
    if report.sentences >= _SETTLED:
        store.settle()
    return report


def holds(store: Store, folder: Path) -> bool:
    """Whether files of that folder have been read into a store."""
    here = folder.resolve()
    return any(Path(path).parent == here for path in store.sources())


@dataclass(frozen=True)
class _Plan:
    """What is to be read: articles read under other rules, files that changed, new ones."""

    again: Sequence[Task]
    changed: Sequence[Task]
    new: Sequence[Task]
    same: int
    removed: int


def _plan(store: Store, folder: Path | None, reread: bool) -> _Plan:
    known = store.sources()
    files = {str(path): _state(path) for path in _files(folder)} if folder else {}
    removed = _forget(store, folder, known, files)
    to_read = [Task(path, state) for path, state in files.items() if known.get(path, ("", ""))[0] != state]
    paths = {task.path for task in to_read}
    again = [task for task in _outdated(store) if task.path not in paths] if reread else []
    changed = [task for task in to_read if task.path in known]
    new = [task for task in to_read if task.path not in known]
    rereading = {task.path for task in again}
    same = sum(path not in paths and path not in rereading for path in files)
    return _Plan(again, changed, new, same, removed)


def _keep(store: Store, batch: Sequence[Outcome], report: Report) -> None:
    """Keep a batch; an article of the same id or text as one that is there is not kept but remarked on."""
    taken: dict[str, str] = {}
    kept = [_checked(store, outcome, taken) for outcome in batch]
    sources = [
        (one.task.path, one.task.state, one.packed.id if one.packed else "", one.problems)
        for one in kept
        if one.task.raw is None
    ]
    report.sentences += store.keep([one.packed for one in kept if one.packed], sources)
    for one in kept:
        report.problems += one.problems
        report.unused += one.task.raw is None and one.packed is None


def _checked(store: Store, outcome: Outcome, taken: dict[str, str]) -> Outcome:
    packed = outcome.packed
    if packed is None or outcome.task.raw is not None:
        return outcome
    text = dict(packed.marks)[TEXT]
    for key, code in ((packed.id, "corpus.same_id"), (text, "corpus.same_text")):
        other = taken.get(key) or _other(store, code, key, outcome.task.path)
        if other:
            problem = Problem(Path(outcome.task.path).name, code, (("other", other),), Severity.ERROR)
            return replace(outcome, packed=None, problems=(*outcome.problems, problem))
    taken |= {key: Path(outcome.task.path).name for key in (packed.id, text)}
    return outcome


def _other(store: Store, code: str, key: str, path: str) -> str:
    """The file, or the id, of another article that has that id or text; ''."""
    for name in [key] if code == "corpus.same_id" else store.marked(TEXT, key):
        origin = store.origin(name)
        if origin is not None and origin != path:
            return Path(origin).name or name
    return ""


def _outdated(store: Store) -> Iterator[Task]:
    for name, origin, raw in store.outdated():
        yield Task(origin, "", name, raw.raw, raw.front, store.marks_of(name))


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted(path.resolve() for path in found)


def _state(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _forget(
    store: Store, folder: Path | None, known: dict[str, tuple[str, str]], files: dict[str, str]
) -> int:
    """Forget the files of the folder that are there no more; how many articles went."""
    if folder is None:
        return 0
    here = folder.resolve()
    gone = [path for path in known if Path(path).parent == here and path not in files]
    store.forget_sources(gone)
    return sum(bool(known[path][1]) for path in gone)
