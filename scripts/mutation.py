"""Mutation testing of the rulebook and the policy: changes them one bit at a time and expects a unit test to fail.

Run by `make mutation`. All of it happens in copies of the tree in a temporary directory; nothing is left behind.
Arguments limit it to modules (`luyue/domain/policy.py`); without any, all of the rulebook and the policy are mutated.
"""

# /// script
# requires-python = ">=3.11"
# dependencies = ["cosmic-ray==8.7.0"]
# ///

import fnmatch
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Queue
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.operators.operator import Operator
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkResult
from parso.tree import NodeOrLeaf

ROOT = Path(__file__).resolve().parent.parent
WANTED_RATE = 0.90
TIMEOUT_SECONDS = 60
TESTS = (
    "tests/unit/rulebook",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/unit/test_policy*.py")),
)
# Without conftest and plugins: these tests need no server, and a mutant's time goes into what is imported.
PYTEST = (f"{ROOT}/.venv/bin/python", "-m", "pytest", "-x", "-q", "--noconftest", "-p", "no:cacheprovider")
ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
NOT_MUTATED = (
    "core/ReplaceBinaryOperator_BitOr_*",  # nearly always the type `X | None`: dies at import, so proves nothing
    "core/*_Eq_Is",  # as good as the same
    "core/*_NotEq_IsNot",
    "core/*_Is_Eq",
    "core/*_IsNot_NotEq",
)
Span = tuple[tuple[int, int], tuple[int, int]]
"""Line and column where a piece of code begins, and where it ends."""
SWAPPED_NAMES = {
    "ge": "gt", "gt": "ge", "le": "lt", "lt": "le", "eq": "ne", "ne": "eq", "all": "any", "any": "all", "min": "max",
    "max": "min",
}  # fmt: skip


class SwapFunction(Operator):
    """Another comparison (`operator.ge` for `operator.gt`), `any` for `all`, `max` for `min`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        if node.type == "name" and node.value in SWAPPED_NAMES:
            before = node.get_previous_leaf()
            of_operator = before == "." and before.get_previous_leaf() == "operator"
            called = before != "." and node.get_next_leaf() == "("
            if of_operator or called:
                yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        node.value = SWAPPED_NAMES[node.value]
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class SwapMembership(Operator):
    """`not in` for `in`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        if node.type == "keyword" and node.value == "in" and node.parent.type == "comparison":
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        node.value = "not in"
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class ReplaceDecimal(Operator):
    """Another last digit in `Decimal("0.85")`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        if node.type == "string":
            bracket = node.get_previous_leaf()
            if bracket == "(" and bracket.get_previous_leaf() == "Decimal":
                yield node.start_pos, node.end_pos
                yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        quote, digit = node.value[-1], int(node.value[-2])
        node.value = f"{node.value[:-2]}{(digit + (1, 9)[index]) % 10}{quote}"
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


# Rules are declared with functions as values and exact decimals, which cosmic-ray's own operators pass over.
plugins.OPERATOR_PROVIDERS["luyue"] = {
    operator.__name__: operator for operator in (SwapFunction, SwapMembership, ReplaceDecimal)
}


def modules() -> list[str]:
    """The modules to mutate, as paths from the root."""
    if len(sys.argv) > 1:
        return sys.argv[1:]
    found = [*(ROOT / "luyue/domain/rulebook").glob("*.py"), ROOT / "luyue/domain/policy.py"]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def mutations(copy: Path, module: str) -> Iterator[MutationSpec]:
    """Every mutation of a module."""
    tree = get_ast_from_path(copy / module)
    for name in plugins.operator_names():
        operator_class = plugins.get_operator(name)
        if operator_class.arguments() or any(fnmatch.fnmatch(name, pattern) for pattern in NOT_MUTATED):
            continue
        operator = operator_class()
        positions = [position for node in ast_nodes(tree) for position in operator.mutation_positions(node)]
        for occurrence, (start, end) in enumerate(positions):
            yield MutationSpec(
                module_path=Path(module), operator_name=name, occurrence=occurrence, start_pos=start, end_pos=end
            )


def copy_tree(to: Path) -> None:
    """What the tests need, without compiled modules."""
    for name in ("luyue", "tests"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", to)


def enter_copy(copies: "Queue[str]") -> None:
    """Gives a worker process a copy of the tree of its own."""
    os.chdir(copies.get())
    os.environ.update(ENVIRONMENT, PYTHONPATH=os.getcwd())


def test_command(module: Path) -> str:
    """Runs the test that is named after a module first, where there is one, since it kills most of the mutants."""
    every = shlex.join([*PYTEST, *TESTS])
    own = f"tests/unit/rulebook/test_{module.stem}.py"
    return shlex.join(["sh", "-c", f"{shlex.join([*PYTEST, own])} && {every}"]) if (ROOT / own).exists() else every


def tested(mutation: MutationSpec) -> WorkResult:
    """Tests one mutant, in the worker's copy."""
    return mutate_and_test([mutation], test_command(mutation.module_path), TIMEOUT_SECONDS)


def check_unmutated(copy: Path) -> None:
    """Every mutant dies where the tests fail anyway."""
    environment = os.environ | ENVIRONMENT | {"PYTHONPATH": str(copy)}
    run = subprocess.run([*PYTEST, *TESTS], cwd=copy, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"The tests fail without a mutation:\n{run.stdout}{run.stderr}")


def main() -> int:
    workers = min(os.cpu_count() or 1, 4)
    with tempfile.TemporaryDirectory(prefix="luyue-mutation-") as directory:
        copies: Queue[str] = Queue()
        for number in range(workers):
            copy = Path(directory).resolve() / str(number)
            copy_tree(copy)
            copies.put(str(copy))
        check_unmutated(copy)
        specs = [mutation for module in modules() for mutation in mutations(copy, module)]
        print(f"{len(specs)} mutants, tested by {' '.join(TESTS)} in {workers} processes", flush=True)
        killed: dict[str, int] = defaultdict(int)
        total: dict[str, int] = defaultdict(int)
        pool = ProcessPoolExecutor(workers, initializer=enter_copy, initargs=(copies,))
        try:
            for number, (spec, result) in enumerate(zip(specs, pool.map(tested, specs), strict=True), 1):
                module = str(spec.module_path)
                total[module] += 1
                if result.test_outcome is TestOutcome.KILLED:
                    killed[module] += 1
                else:
                    where = f"{module}:{spec.start_pos[0]}"
                    print(f"\n{where} {spec.operator_name} survived\n{changed_lines(result)}", flush=True)
                if number % 100 == 0:
                    print(f"… {number} of {len(specs)}", flush=True)
        finally:
            pool.shutdown(cancel_futures=True)
    for module in total:
        print(f"{killed[module]:5} of {total[module]:5} killed  {module}")
    rate = sum(killed.values()) / len(specs)
    print(f"Kill rate {rate:.1%}; at least {WANTED_RATE:.0%} is wanted.")
    return 0 if rate >= WANTED_RATE else 1


def changed_lines(result: WorkResult) -> str:
    """The lines that a mutation took out and put in; the output where it could not be tested."""
    lines = (result.diff or result.output or "").splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


if __name__ == "__main__":
    sys.exit(main())
