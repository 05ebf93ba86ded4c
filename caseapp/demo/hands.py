"""Two processes tell the cases: each takes the next life that nobody has begun; one trains the classifier first."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

from caseapp.demo import people
from caseapp.demo.acting import act
from caseapp.demo.living import Stage, StoryClock
from caseapp.demo.plans import Life
from caseapp.domain.actors import Door
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.services.law import terms
from caseapp.services.quarterly import learning
from caseapp.services.uow import ServerKeys, open_unit_of_work

EVERY = 100
"""Cases between two lines that say how far it is."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Matrices as small as the classifier's are slowed down by threads, badly so on a busy machine."""


@dataclass(frozen=True, repr=False)
class Kept:
    """A receipt that the demonstration hands out, and what its case shows."""

    story: str
    number: str
    code: str


@dataclass(frozen=True)
class Script:
    """What both processes tell from, in the order of receipt; the first `early` lives know no classifier yet."""

    url: str = field(repr=False)
    keys: ServerKeys
    lives: tuple[Life, ...]
    early: int
    now: datetime


@dataclass(frozen=True)
class Shared:
    """Between the processes: the next life, how many are told, and whether the classifier is there or all is off."""

    next: "Synchronized[int]"
    told: "Synchronized[int]"
    trained: Event
    given_up: Event


class Abandoned(RuntimeError):
    """The other process failed or was stopped."""


def tell_all(script: Script, say: Callable[[str], None]) -> list[Kept]:
    """Until every life is told; what goes wrong in either process ends both."""
    context = multiprocessing.get_context("spawn")
    shared = Shared(context.Value("q", 0), context.Value("q", 0), context.Event(), context.Event())
    ours, theirs = context.Pipe(duplex=False)
    other = context.Process(target=_second, args=(script, shared, theirs), daemon=True)
    try:
        with _one_thread():
            other.start()
        theirs.close()
        kept = _first(script, shared, say) + _received(ours)
        other.join()
    finally:
        shared.given_up.set()
        if other.is_alive():
            other.terminate()
            other.join()
    return kept


def _received(ours: Connection) -> list[Kept]:
    try:
        said: list[Kept] | str = ours.recv()
    except EOFError:
        said = "the second process ended by itself"
    if isinstance(said, str):
        raise Abandoned(said)
    return said


@contextmanager
def _one_thread() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _first(script: Script, shared: Shared, say: Callable[[str], None]) -> list[Kept]:
    with _stage(script) as stage:
        kept = _tell(stage, script, shared, script.early, say)
        while not shared.trained.wait(0.1):
            if shared.given_up.is_set():
                return kept
        return kept + _tell(stage, script, shared, len(script.lives), say)


def _second(script: Script, shared: Shared, theirs: Connection) -> None:
    """Ctrl-C reaches the first process, which tells this one; without the first it gives up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told: list[Kept] | str = "the second process failed"
    try:
        with _stage(script) as stage:
            kept = _tell_before_model(stage, script, shared)
            shared.trained.set()
            told = kept + _tell(stage, script, shared, len(script.lives), _silently)
    finally:
        if isinstance(told, str):
            shared.given_up.set()
        theirs.send(told)


def _silently(_line: str) -> None:
    """The first process says how far it is."""


def _tell_before_model(stage: Stage, script: Script, shared: Shared) -> list[Kept]:
    """The model counts from its promotion on: it is trained at once, and committed when the early lives are told."""
    promoted_at = script.lives[script.early].received if script.early < len(script.lives) else script.now
    head = stage.staff[people.FIRST_HEAD]
    around = replace(stage.around, clock=lambda: promoted_at)
    with open_unit_of_work(around, head.actor(Door.CASEWORK), head.keys) as uow:
        learning.promote_first(uow)
        return _tell(stage, script, shared, script.early, _silently)


def _tell(stage: Stage, script: Script, shared: Shared, until: int, say: Callable[[str], None]) -> list[Kept]:
    kept, said = [], shared.told.value // EVERY
    while (index := _taken(shared, until)) is not None:
        life = script.lives[index]
        telling = act(stage, life)
        if life.fate.story:
            kept.append(Kept(life.fate.story, telling.number, telling.receipt.code))
        with shared.told.get_lock():
            shared.told.value += 1
            told = shared.told.value
        if told // EVERY > said:
            said = told // EVERY
            say(f"  {said * EVERY} of {len(script.lives)} cases ...")
    return kept


def _taken(shared: Shared, until: int) -> int | None:
    """The next life that nobody has begun, or None when all up to `until` are taken or all is off."""
    parent = multiprocessing.parent_process()
    if shared.given_up.is_set() or (parent is not None and not parent.is_alive()):
        return None
    with shared.next.get_lock():
        index = shared.next.value
        if index >= until:
            return None
        shared.next.value += 1
    return index


@contextmanager
def _stage(script: Script) -> Iterator[Stage]:
    engine = application_engine(script.url, pool_size=2)
    clock = StoryClock(script.now)
    clock.now = script.lives[0].received if script.lives else script.now
    around = surroundings(engine, script.keys, clock)
    try:
        staff = people.signed_in(around, [member.login for member in people.CAST])
        with open_unit_of_work(around, staff[people.FIRST_HEAD].actor(Door.CASEWORK)) as uow:
            stage = Stage(around, clock, staff, people.unit_ids(uow), people.person_ids(uow))
            clock.calendar = terms.calendar(uow)
        with _seldom_collecting():
            yield stage
    finally:
        engine.dispose()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Thousands of short transactions leave much garbage: collecting it less often saves a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
