"""keras-prints.json: what Keras prints in a pipe and on a terminal, 80 and 120 columns wide. Times differ each run."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios

import golden_common as common

SESSION = str(common.HERE / "prints_session.py")


def environment(columns):
    # rich writes colours only where TERM knows them.
    return {**os.environ, "COLUMNS": str(columns), "LINES": "40", "TERM": "xterm-256color", "PYTHONUTF8": "1"}


def run_in_pipe(command, columns, folder):
    done = subprocess.run(command, env=environment(columns), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return done.stdout.decode("utf8")


def run_on_terminal(command, columns, folder):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(command, env=environment(columns), cwd=folder, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL) as process:
        os.close(slave)
        chunks = []
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # Linux reports the end of a pseudo-terminal as EIO.
                break
            if not chunk:
                break
            chunks.append(chunk)
    assert process.returncode == 0, process.returncode
    # The terminal driver turned every "\n" into "\r\n"; what Keras wrote is wanted.
    return b"".join(chunks).decode("utf8").replace("\r\n", "\n")


def sections(text):
    """Splits at the session's markers; the line break before a marker is the marker's own."""
    parts = text.split("\n@@@ ")[1:]
    named = [part.split("\n", 1) for part in parts]
    return {name: body for name, body in named if name != "end"}


def summaries(text):
    """The sections whose layout depends on the width."""
    return {name: body for name, body in sections(text).items() if name.startswith("summary")}


def write_prints():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, SESSION]
        prints = {"keras": common.keras.__version__}
        prints["pipe80"] = sections(run_in_pipe(command, 80, folder))
        prints["terminal80"] = sections(run_on_terminal(command, 80, folder))
        prints["pipe120"] = summaries(run_in_pipe(command, 120, folder))
        prints["terminal120"] = summaries(run_on_terminal(command, 120, folder))
    common.write_json("keras-prints.json", prints)
