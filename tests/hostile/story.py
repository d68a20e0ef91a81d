"""What the stories are told in: a service, a directory with a manifest, and the program, run on both. Each story ends with the audit."""
import contextlib
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hostile_service  # noqa: E402
from audit import Allowed, audit  # noqa: E402

PREFIX = "wavefront_cloud_integration_"
STATE = "waveform.state.json"
# A look-up of what is lost lasts so long; reads lag less, and late calls come sooner.
SETTLE, LAG, LATE = 2.5, 1.3, 1.0
EXTERNAL_ID, ROLE = "wave341a3452", "arn:aws:iam::123456789012:role/wavefront"
WAITS = f"-settle-timeout={int(SETTLE * 1000)}ms"


def key(label):
    return f'key+of/"{label}\\7d41<&>==0123456789'


def hcl(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {hcl(v)}' for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(hcl(v) for v in value) + "]"
    if isinstance(value, str) and not value.startswith("@"):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.removeprefix("@") if isinstance(value, str) else str(value)


def block(kind, label, lines="", **attributes):
    """Strings that begin with @ are expressions."""
    return f'resource "{PREFIX}{kind}" "{label}" {{\n' + "".join(f"  {name} = {hcl(value)}\n" for name, value in attributes.items()) + lines + "}\n"


def newrelic(label, name=None, rate=5, lines="", **attributes):
    return block("newrelic", label, lines, **{"name": name or label.upper(), "api_key": key(label), "service_refresh_rate_in_minutes": rate, **attributes})


def azure(label, tenant, **attributes):
    return block("azure", label, **{"name": label.upper(), "client_id": f"client-of-{tenant}", "client_secret": key(label), "tenant": tenant, **attributes})


def ec2(label, role=ROLE, **attributes):
    return block("ec2", label, **{"name": label.upper(), "role_arn": role, "external_id": EXTERNAL_ID, **attributes})


def body(name, rate=5, **fields):
    """The body of a NEWRELIC integration that the program sends for newrelic()."""
    return {"name": name, "service": "NEWRELIC", "serviceRefreshRateInMins": rate, "newRelic": {"apiKey": key(name.lower())}, **fields}


def approved(words):
    """A saved plan among them was approved when it was saved."""
    return () if any(not word.startswith("-") for word in words) else ("-auto-approve",)


class Run:
    """One finished run of the program."""

    def __init__(self, process, out, err, seconds):
        self.code, self.out, self.err, self.seconds = process.returncode, out, err, seconds
        self.text = out + err

    def says(self, *phrases):
        return all(re.search(re.escape(phrase).replace(r"\ ", r"\s+"), self.text, re.IGNORECASE) for phrase in phrases)


class Story(unittest.TestCase):
    program = "waveform"
    modes = {}
    maxDiff = None

    def setUp(self):
        self.service = hostile_service.Service(**self.modes)
        self.service.external_ids.add(EXTERNAL_ID)
        self.holder = tempfile.TemporaryDirectory(prefix="waveform-hostile-")
        self.directory = pathlib.Path(self.holder.name) / "work"
        (self.directory.parent / "home").mkdir()
        self.directory.mkdir()
        self.allowed = Allowed()
        self.runs, self.started = [], []

    def tearDown(self):
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.communicate()
        self.service.wait_for_effects()
        faults = audit(self.service.log, self.allowed)
        self.service.close()
        self.holder.cleanup()
        if faults:
            self.fail("the audit of the service's log:\n  " + "\n  ".join(faults))

    # The manifest.

    def wants(self, *blocks):
        (self.directory / "main.wf.hcl").write_text("\n".join(blocks))

    # The program.

    def start(self, *words, limit_kilobytes=None, **variables):
        """`limit_kilobytes`: of its address space."""
        self.service.mark(run=" ".join(words))
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.directory.parent / "home"), "LANG": "C.UTF-8", "NO_COLOR": "1", "no_proxy": "*",
                       "WAVEFRONT_ADDRESS": self.service.address, "WAVEFRONT_TOKEN": hostile_service.TOKEN, **variables}
        shell = ["sh", "-c", f'ulimit -v {limit_kilobytes}; exec "$@"', "sh"] if limit_kilobytes else []
        process = subprocess.Popen([*shell, self.program, *words], cwd=self.directory, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.begun = time.monotonic()
        self.started.append(process)
        return process

    def end(self, process, seconds=60):
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"{process.args} still runs after {seconds} s")
        run = Run(process, out, err, time.monotonic() - process.begun)
        self.service.drain()
        self.runs.append(run)
        return run

    def run_program(self, *words, seconds=60, **variables):
        return self.end(self.start(*words, **variables), seconds)

    def apply(self, *words, code=0, command="apply", seconds=60, **variables):
        """A run that ends with this exit code (None: with any)."""
        run = self.run_program(command, *approved(words), WAITS, *words, seconds=seconds, **variables)
        if code is not None:
            self.assertEqual(run.code, code, run.text)
        return run

    def destroy(self, *words, **how):
        return self.apply(*words, command="destroy", **how)

    def save_plan(self, *words, **variables):
        run = self.run_program("plan", "-out=plan.wfplan", *words, **variables)
        self.assertEqual(run.code, 0, run.text)

    def apply_plan(self, *words, **how):
        return self.apply("plan.wfplan", *words, **how)

    def killed(self, strike, *words, signal_=signal.SIGKILL, **variables):
        """A run that is killed as soon as the strike has its call."""
        process = self.start(*words, WAITS, **variables)
        while not strike.arrived.wait(0.05):
            if process.poll() is not None:
                self.fail(f"it ended without the call {strike.call} {strike.whom}:\n{self.end(process).text}")
        process.send_signal(signal_)
        if signal_ != signal.SIGKILL:
            time.sleep(0.2)  # the signal comes before the lost response
        strike.released.set()
        return self.end(process)

    def kill_apply(self, strike, *words, **how):
        """The same for an apply, of a saved plan if `words` contains one."""
        return self.killed(strike, "apply", *approved(words), *words, **how)

    def later(self, seconds, effect):
        """The late effect of a call that a test holds."""
        self.service.timers.append(later(seconds, effect))

    def apply_while(self, *held, after=LATE, words=()):
        """A run during which calls of an earlier one, which a test held, take effect."""
        process = self.start("apply", *approved(words), WAITS, *words)
        for strike in held:
            self.later(after, strike.take_effect)
        return self.end(process)

    # What is there.

    def state_ids(self):
        """label -> id, from the state file."""
        path = self.directory / STATE
        resources = json.loads(path.read_text())["resources"] if path.exists() else {}
        return {address.rpartition(".")[2]: resource["id"] for address, resource in resources.items()}

    def field(self, whom, path="serviceRefreshRateInMins"):
        value = self.service.find(whom)[1]
        for part in path.split("."):
            value = value.get(part) if value else None
        return value

    def in_bin(self, whom):
        return self.field(whom, "inTrash")

    def effects(self, call, whom=""):
        return [e for e in self.service.calls(call) if e["effect"] != "none" and whom in ("", e["name"], e.get("id"))]

    # What has to hold.

    def assert_says(self, run, *phrases):
        for phrase in phrases:
            self.assertTrue(run.says(phrase), f"{phrase!r} is not in:\n{run.text}")

    def assert_needs_decision(self, run, label, kind="newrelic"):
        """Exit code 1, "in doubt", and commands that import each candidate; their ids."""
        self.assertEqual(run.code, 1, run.text)
        self.assert_says(run, "in doubt")
        ids = re.findall(rf"waveform import \S*{PREFIX}{kind}\.{label}\S* (\S+?)[`\s]", run.text)
        self.assertTrue(ids, f"no command imports a candidate:\n{run.text}")
        return set(ids)

    def assert_quiet(self, *words, **how):
        """One more apply sends no write and ends with 0."""
        before = len(self.service.writes())
        run = self.apply(*words, **how)
        self.assertEqual([e["call"] for e in self.service.writes()[before:]], [], run.text)
        return run

    def since(self, run_number):
        """The log of this run and all later ones: 0 is the first, -1 the last."""
        marks = [i for i, entry in enumerate(self.service.log) if entry["call"] == "mark"]
        return self.service.log[marks[run_number]:]


def later(seconds, effect):
    """A running timer."""
    timer = threading.Timer(seconds, effect)
    timer.daemon = True
    timer.start()
    return timer


class PeakMemory:
    """The peak resident memory in bytes of finished processes, and of one watched from its start."""

    def __init__(self, process):
        self.bytes = 0
        self.thread = threading.Thread(target=self.watch, args=(process.pid,), daemon=True)
        self.thread.start()

    def watch(self, pid):
        with contextlib.suppress(OSError, ValueError):
            while True:
                for line in open(f"/proc/{pid}/status", encoding="ascii"):
                    if line.startswith("VmHWM:"):
                        self.bytes = max(self.bytes, int(line.split()[1]) * 1024)
                time.sleep(0.02)

