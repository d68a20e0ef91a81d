"""`waveform simulate` for tests: on a free port, with a scenario, ended with the test."""
import json
import subprocess
import urllib.request

TOKEN = "demo"


class Cluster:
    """Ends by itself after five minutes."""

    def __init__(self, program, *flags):
        self.process = subprocess.Popen(["timeout", "300", program, "simulate", *flags], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.process.stderr.read()

    def control(self, method, path, body=None):
        """The response of a control endpoint."""
        request = urllib.request.Request(f"{self.address}/simulator/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stored(self, name):
        """The integration with this name in the cluster, including secrets."""
        found = [body for body in self.control("GET", "dump")["integrations"] if body["name"] == name]
        assert len(found) == 1, f"{len(found)} integrations have the name {name}"
        return found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
