"""The runner of notebooks catches each way in which one can go wrong. Run: .venv/bin/python tools/notebooks/run_test.py"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

RUNNER = Path(__file__).with_name("run.py")


def run(*cells: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    """Runs a notebook of these cells, from a folder that is not the course's root."""
    return run_all([cells], options)


def run_all(notebooks: list[tuple[str, ...]], options: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.ipynb" for number in range(len(notebooks))]
        for path, cells in zip(paths, notebooks):
            nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
        command = [sys.executable, str(RUNNER), *map(str, paths), *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder)


class Runner(unittest.TestCase):
    def expect_failure(self, text: str, *cells: str, options: tuple[str, ...] = ()):
        result = run(*cells, options=options)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertIn("FAILED", result.stdout)
        self.assertIn(text, result.stdout)

    def test_good_notebook_passes(self):
        result = run("const x = 1;", "console.log(x); console.warn('only a warning');")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_throw(self):
        self.expect_failure("RangeError: too far", "1;", "throw new RangeError('too far');")

    def test_type_error(self):
        self.expect_failure("is not assignable", "const x: string = 1;")

    def test_awaited_rejection(self):
        self.expect_failure("Error: no", "await Promise.reject(new Error('no'));")

    def test_rejection_nobody_awaits(self):
        self.expect_failure("Error: alone", "void Promise.reject(new Error('alone'));", "1;")

    def test_rejection_nobody_awaits_while_its_cell_runs(self):
        cell = "void Promise.reject(new Error('beside'));\nawait new Promise((r) => setTimeout(r, 200));"
        self.expect_failure("Error: beside", cell)

    def test_late_throw_during_a_later_cell(self):
        late = "setTimeout(() => { throw new Error('late'); }, 100);"
        self.expect_failure("Error: late", late, "await new Promise((r) => setTimeout(r, 400));")

    def test_late_throw_after_the_last_cell(self):
        self.expect_failure("Error: last", "setTimeout(() => { throw new Error('last'); }, 400);")

    def test_late_rejection_after_the_last_cell(self):
        cell = "setTimeout(() => void Promise.reject(new Error('very last')), 400);"
        self.expect_failure("Error: very last", cell)

    def test_dead_kernel(self):
        self.expect_failure("the kernel died", "1;", "process.kill(process.pid, 'SIGKILL');")

    def test_kernel_that_dies_after_the_last_cell(self):
        self.expect_failure("the kernel died", "setTimeout(() => process.exit(1), 200);")

    def test_hang(self):
        cell = "await new Promise(() => undefined);"
        self.expect_failure("longer than 3 s", cell, options=("--cell-seconds", "3"))

    def test_loop(self):
        self.expect_failure("longer than 3 s", "for (;;) {}", options=("--cell-seconds", "3"))

    def test_too_slow(self):
        cell = "await new Promise((r) => setTimeout(r, 1500));"
        self.expect_failure("its limit is 1 s", cell, options=("--seconds", "1"))

    def test_two_at_once_with_one_thread_each(self):
        def meets(folder: str, own: str, other: str) -> tuple[str, str]:
            wait = f"while (!fs.existsSync('{folder}/{other}')) await new Promise((r) => setTimeout(r, 50));"
            threads = "if (process.env.TF_NUM_INTRAOP_THREADS !== '1') throw new Error('threads');"
            cell = f"fs.writeFileSync('{folder}/{own}', '');\n{wait}\n{threads}"
            return ("import * as fs from 'node:fs';", cell)

        with tempfile.TemporaryDirectory() as folder:
            result = run_all(
                [meets(folder, "one", "two"), meets(folder, "two", "one"), ("throw new Error('third');",)],
                ("--at-once", "2", "--cell-seconds", "20"),
            )
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertEqual(result.stdout.count("ok  "), 2, result.stdout)
        self.assertIn("Error: third", result.stdout)


if __name__ == "__main__":
    unittest.main()
