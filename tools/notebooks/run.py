"""Runs notebooks from top to bottom, each in a fresh kernel, and fails on anything that went wrong, late errors included.

On two cores, two notebooks at once with one thread each take less time than one after another.

Example: .venv/bin/python tools/notebooks/run.py notebooks/01-rnn.ipynb --budget quick --exercises solutions
"""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path
from queue import Empty

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parents[2]

# What a cell leaves running may throw after the last reply: listen a little longer.
SETTLE_SECONDS = 1.0


class Failure(Exception):
    """A notebook did not run as it should; the message says where and how."""


def is_code(cell) -> bool:
    return cell.cell_type == "code" and cell.source.strip() != ""


class Runner(NotebookClient):
    """A notebook client that keeps what nbclient drops: replies that are not "ok", and errors of cells that had ended."""

    def __init__(self, nb, **options):
        super().__init__(nb, **options)
        self.names = {}
        self.times = []
        self.late = []
        self.on_cell_start = self.begin
        self.on_cell_executed = self.end
        self.last = max(i for i, cell in enumerate(nb.cells) if is_code(cell))

    async def async_start_new_kernel_client(self):
        client = await super().async_start_new_kernel_client()
        receive = client.iopub_channel.get_msg

        async def tapped(*args, **kwargs):
            message = await receive(*args, **kwargs)
            if message["msg_type"] == "error":
                self.late.append(message)
            return message

        client.iopub_channel.get_msg = tapped
        return client

    def begin(self, cell, cell_index):
        self.began = time.monotonic()

    async def end(self, cell, cell_index, execute_reply):
        seconds = time.monotonic() - self.began
        self.times.append((cell.get("id", str(cell_index)), seconds))
        self.names[execute_reply["parent_header"]["msg_id"]] = cell.get("id", str(cell_index))
        status = execute_reply["content"]["status"]
        if status == "error":
            return  # nbclient raises it
        if status != "ok":
            raise Failure(f"cell {cell.get('id')}: the kernel replied '{status}'")
        if cell_index == self.last:
            await self.settle()

    async def settle(self):
        """Reads what comes after the last cell."""
        until = time.monotonic() + SETTLE_SECONDS
        while (left := until - time.monotonic()) > 0:
            try:
                await self.kc.iopub_channel.get_msg(timeout=left)
            except Empty:
                break
        if not await self.km.is_alive():
            raise Failure("the kernel died after the last cell")

    def late_errors(self):
        for message in self.late:
            cell = self.names.get(message["parent_header"].get("msg_id"), "?")
            content = message["content"]
            yield f"cell {cell}: {content['ename']}: {content['evalue']} {content['traceback'][0]}"


async def run(path: Path, seconds: float, save: Path | None) -> Runner:
    """Runs one notebook.

    seconds: limit for each cell
    save: folder for the notebook with its outputs
    raises Failure
    """
    notebook = nbformat.read(path, as_version=4)
    runner = Runner(
        notebook,
        kernel_name="unroll",
        timeout=seconds,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await runner.async_execute()
    except CellExecutionError as error:
        raise Failure(f"a cell failed:\n{error}") from None
    except CellTimeoutError:
        raise Failure(f"a cell ran longer than {seconds:.0f} s: {last_cell(runner)}") from None
    except DeadKernelError:
        raise Failure(f"the kernel died while this ran: {last_cell(runner)}") from None
    finally:
        if save is not None:
            save.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, save / path.name)
    late = list(runner.late_errors())
    if late:
        raise Failure("went wrong after or beside the cells' own run:\n  " + "\n  ".join(late))
    return runner


def last_cell(runner: Runner) -> str:
    """The code that ran last: the first code cell without a time."""
    cells = [cell for cell in runner.nb.cells if is_code(cell)]
    rest = cells[len(runner.times) :]
    return f"cell {rest[0].get('id')}:\n{rest[0].source}" if rest else "after the last cell"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--budget", choices=["quick", "default", "full"], default="default")
    parser.add_argument(
        "--exercises",
        choices=["exercises", "solutions"],
        default="exercises",
        help="folder whose files stand for the student's: solutions are the answer key",
    )
    parser.add_argument("--backend", choices=["native", "wasm", "js"], help="forces a backend")
    parser.add_argument("--at-once", type=int, default=1, help="notebooks at once; several have one thread each")
    parser.add_argument("--cell-seconds", type=float, default=300, help="limit for one cell")
    parser.add_argument("--seconds", type=float, help="limit for a whole notebook")
    parser.add_argument("--save", type=Path, help="folder for the notebooks with their outputs")
    parser.add_argument("--times", action="store_true", help="prints the time of each cell")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    os.environ["UNROLL_ROOT"] = str(ROOT)
    # Named, the default would be taken whole on a slow backend too; a student does not name it.
    os.environ["UNROLL_BUDGET"] = "" if options.budget == "default" else options.budget
    os.environ["UNROLL_EXERCISES"] = options.exercises
    if options.backend:
        os.environ["UNROLL_BACKEND"] = options.backend
    for part in ("config", "data", "runtime"):
        os.environ[f"JUPYTER_{part.upper()}_DIR"] = str(ROOT / ".unroll" / "jupyter" / part)
    if options.at_once > 1:
        for threads in ("INTRAOP", "INTEROP"):
            os.environ[f"TF_NUM_{threads}_THREADS"] = "1"
    passed = asyncio.run(run_all(options))
    return 0 if passed else 1


async def run_all(options) -> bool:
    places = asyncio.Semaphore(options.at_once)

    async def in_turn(path: Path) -> bool:
        async with places:
            return await told(path, options)

    return all(await asyncio.gather(*map(in_turn, options.notebooks)))


async def told(path: Path, options) -> bool:
    """Runs one notebook, prints how it went, and returns whether it went well."""
    began = time.monotonic()
    what = f"{path.name} ({options.budget}, {options.exercises}, {options.backend or 'best backend'})"
    try:
        runner = await run(path, options.cell_seconds, options.save)
        seconds = time.monotonic() - began
        if options.seconds and seconds > options.seconds:
            raise Failure(f"took {seconds:.1f} s; its limit is {options.seconds:.0f} s")
    except Failure as failure:
        print(f"FAILED  {time.monotonic() - began:6.1f} s  {what}\n{failure}", flush=True)
        return False
    print(f"ok      {seconds:6.1f} s  {what}", flush=True)
    if options.times:
        for name, cell_seconds in runner.times:
            print(f"        {cell_seconds:6.2f} s  {name}")
    return True


if __name__ == "__main__":
    sys.exit(main())
