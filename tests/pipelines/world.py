"""A service, a repository on a host, and a search for secrets in everything that pipelines leave behind."""
import base64
import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/pull-request"
SERVICE_TOKEN = 'service+token/"0b7c3e\\9d41=='
EXTERNAL_ID = "external-id-5f2a9c7b1d"
HOST_TOKEN = "host-token-6d1f0a88c2e94b"


def forms(secret):
    """Forms in which a secret could appear: pieces of 12 characters of each."""
    data = secret.encode()
    texts = [secret, json.dumps(secret)[1:-1], urllib.parse.quote(secret, safe=""), secret.upper(), data.hex()]
    for before in range(3):
        # Only the digits that the secret alone determines.
        digits = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        texts.append(digits[(before * 8 + 5) // 6:(before + len(data)) * 8 // 6])
    texts += [text.replace("+", "-").replace("/", "_") for text in texts[-3:]]
    return {text[at:at + 12] for text in texts for at in range(len(text) - 11)}


PIECES = {name: [piece.encode() for piece in forms(secret)]
          for name, secret in (("the service's token", SERVICE_TOKEN), ("the external id", EXTERNAL_ID), ("the host's token", HOST_TOKEN))}


def secrets_in(data):
    data = data.encode() if isinstance(data, str) else data
    return [name for name, pieces in PIECES.items() if any(piece in data for piece in pieces)]


def text_of(path):
    """The content of a file, or "" if it is being removed."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


class Service:
    """`waveform simulate` with one valid external id. Ends by itself after five minutes."""

    def __init__(self, program):
        self.process = subprocess.Popen(["timeout", "300", program, "simulate", "-token", SERVICE_TOKEN], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()
        now = int(time.time() * 1000)
        self.call("PUT", "/dump", {"format": "waveform-simulator", "version": 1, "integrations": [],
                                   "externalIds": [{"id": EXTERNAL_ID, "issuedEpochMillis": now, "roleArn": ""}]})

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"{self.address}/simulator{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def integrations(self):
        """name -> body, including deleted ones."""
        found = self.call("GET", "/dump")["integrations"]
        by_name = {body["name"]: body for body in found}
        assert len(by_name) == len(found), "made twice"
        return by_name

    def fault(self, spec):
        self.call("POST", "/faults", {"fault": spec})

    def no_faults(self):
        self.call("DELETE", "/faults")

    def count(self, call):
        """The number of requests of this call."""
        return self.call("GET", "/counters")["byCall"].get(call, 0)

    def writes(self):
        """The modifying calls since the last check."""
        made = [entry["call"] for entry in self.call("GET", "/log") if entry["write"]]
        self.call("DELETE", "/log")
        return made

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Repository:
    """A repository on a host: a bare one, and its author's clone."""

    def __init__(self, directory, environment):
        self.remote, self.clone, self.environment = directory / "remote.git", directory / "clone", environment
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", self.remote], env=environment, check=True)
        subprocess.run(["git", "init", "-q", "-b", "main", self.clone], env=environment, check=True)
        self.git("-C", str(self.remote), "config", "uploadpack.allowAnySHA1InWant", "true")
        self.git("remote", "add", "origin", str(self.remote))

    def git(self, *words):
        return subprocess.run(["git", *words], cwd=self.clone, env=self.environment, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, message="A change"):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def push(self, ref, commit="HEAD"):
        self.git("push", "-q", "-f", "origin", f"{commit}:{ref}")

    def in_state(self, name):
        """A file on the branch of the state; "" if it does not exist."""
        shown = subprocess.run(["git", "-C", self.remote, "show", f"waveform-state:{name}"], env=self.environment, check=False,
                               capture_output=True, text=True)
        return shown.stdout if shown.returncode == 0 else ""

    def all_objects(self):
        """Every object that was ever pushed, one after the other."""
        return subprocess.run(["git", "-C", self.remote, "cat-file", "--batch", "--batch-all-objects"], env=self.environment,
                              check=True, capture_output=True).stdout


class World:
    """Everything in a separate directory, and the environment for shells of pipelines."""

    def __init__(self, program):
        self.holder = tempfile.TemporaryDirectory(prefix="waveform-pipelines-")
        self.directory = pathlib.Path(self.holder.name)
        home, programs = self.directory / "home", self.directory / "bin"
        for path in (home, programs):
            path.mkdir()
        (programs / "waveform").symlink_to(pathlib.Path(program).resolve())
        (home / ".gitconfig").write_text("[user]\n\tname = Author\n\temail = author@example.com\n"
                                         f'[url "{self.directory}/remote.git"]\n'
                                         "\tinsteadOf = https://waveform@gitlab.example:443/example/integrations.git\n")
        # Without variables of the test's machine; loopback addresses use no proxy.
        self.environment = {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8",
                            "TMPDIR": str(self.directory), "no_proxy": "*", "GIT_CONFIG_NOSYSTEM": "1", "STATE_INTERVAL": "0.1"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.service = Service(program)
        self.repository = Repository(self.directory, self.environment)

    def close(self):
        self.service.close()
        self.holder.cleanup()
