"""Runs a program in a pseudo-terminal for a test.

python terminal.py COLUMNS ROWS PROGRAM ARGUMENT...

Takes lines of JSON: {"type": text} types, {"size": [columns, rows]} resizes, {"mode": true} asks how the terminal is
set. Gives lines of JSON: {"pid": number} at once, {"shown": text}, {"mode": {"canonical": bool, "echo": bool}}, {"status": number} at the end.
"""

import codecs
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def tell(**message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def mode_of(terminal):
    local = termios.tcgetattr(terminal)[3]
    return {"canonical": bool(local & termios.ICANON), "echo": bool(local & termios.ECHO)}


def obey(command, outside, inside, child):
    if "type" in command:
        os.write(outside, command["type"].encode())
    if "size" in command:
        resize(outside, *command["size"])
        os.killpg(child.pid, signal.SIGWINCH)
    if "mode" in command:
        tell(mode=mode_of(inside))


def main():
    columns, rows, *argv = sys.argv[1:]
    outside, inside = pty.openpty()
    resize(outside, int(columns), int(rows))
    child = subprocess.Popen(
        argv,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)),
    )
    tell(pid=child.pid)
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode
    typed = b""
    while True:
        ready, _, _ = select.select([outside, 0], [], [], 0.05)
        if outside in ready:
            tell(shown=decode(os.read(outside, 65536)))
        if 0 in ready:
            piece = os.read(0, 65536)
            if piece == b"":
                child.kill()
            *lines, typed = (typed + piece).split(b"\n")
            for line in lines:
                obey(json.loads(line), outside, inside, child)
        if not ready and child.poll() is not None:
            break
    # This side keeps the terminal open, so that it can still be asked how the program left it.
    tell(mode=mode_of(inside), status=child.returncode)


main()
