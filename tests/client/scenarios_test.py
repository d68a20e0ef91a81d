#!/usr/bin/env python3
"""waveform on the clusters of examples/simulator/, as a user would run it.

Usage: scenarios_test.py WAVEFORM [TEST...]
"""
import http.client
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from cluster import TOKEN, Cluster

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples/simulator"
KEPT = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}

SHOP = """
import {
  to = wavefront_cloud_integration_gcp.shop
  id = "5d0c7a52-6a0e-4b8e-9d57-0a1c2e3f4a5b"
}
resource "wavefront_cloud_integration_gcp" "shop" {
  name                            = "shop"
  project_id                      = "shop-production"
  json_key                        = "{\\"type\\": \\"service_account\\"}"
  service_refresh_rate_in_minutes = 10
}
"""
WATCH = """
resource "wavefront_cloud_integration_cloudwatch" "watch" {
  name        = "watch"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = "%s"
}
"""
KEYS = """
resource "wavefront_cloud_integration_newrelic" "apps" {
  name    = "apps"
  api_key = "newrelic-secret"
  service_refresh_rate_in_minutes = %(rate)d
}
resource "wavefront_cloud_integration_app_dynamics" "till" {
  name               = "till"
  user_name          = "wavefront@shop"
  controller_name    = "shop"
  encrypted_password = "appdynamics-secret"
  service_refresh_rate_in_minutes = %(rate)d
}
resource "wavefront_cloud_integration_azure" "web" {
  name          = "web"
  client_id     = "client"
  client_secret = "azure-secret"
  tenant        = "tenant"
  service_refresh_rate_in_minutes = %(rate)d
}
resource "wavefront_cloud_integration_gcp_billing" "bill" {
  name       = "bill"
  project_id = "shop"
  api_key    = "gcp-api"
  json_key   = "{}"
  service_refresh_rate_in_minutes = %(rate)d
}
"""
NAMES = {"apps", "till", "web", "bill"}


class ScenariosTest(unittest.TestCase):
    """A directory with a manifest, and a cluster that plays a scenario."""

    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def play(self, scenario):
        self.cluster = self.enterContext(Cluster(PROGRAM, f"-scenario={EXAMPLES / scenario}"))

    def write(self, manifest):
        (self.directory / "main.wf.hcl").write_text(manifest)

    def run_once(self, *words):
        return subprocess.run([PROGRAM, *words], cwd=self.directory, capture_output=True, text=True, timeout=120, check=False, env={
            **KEPT, "WAVEFRONT_ADDRESS": self.cluster.address, "WAVEFRONT_TOKEN": TOKEN})

    def run_waveform(self, *words, exit_code=0):
        """The output."""
        run = self.run_once(*words)
        self.assertEqual(run.returncode, exit_code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def apply(self, manifest, exit_code=0):
        self.write(manifest)
        return self.run_waveform("apply", "-auto-approve", "-settle-timeout=500ms", exit_code=exit_code)

    def insist(self, *words):
        """Repeats a failed run, as a user would."""
        for _ in range(4):
            run = self.run_once(*words, "-auto-approve", "-settle-timeout=500ms")
            if run.returncode == 0:
                return
        self.fail(run.stdout + run.stderr)

    def expect_empty_plan(self):
        self.run_waveform("plan", "-detailed-exitcode")

    def integrations(self):
        return self.cluster.control("GET", "dump")["integrations"]

    def test_every_example_has_its_test(self):
        self.assertEqual({file.stem for file in EXAMPLES.glob("*.json")}, {"clicks", "flaky", "older"})

    def test_flaky_cluster_gets_what_is_wanted_and_nothing_twice(self):
        self.play("flaky.json")
        for rate in (5, 10):
            self.write(KEYS % {"rate": rate})
            self.insist("apply")
            self.assertEqual(sorted(body["name"] for body in self.integrations()), sorted(NAMES))
            self.assertEqual({body["serviceRefreshRateInMins"] for body in self.integrations()}, {rate})
            self.expect_empty_plan()
        self.insist("destroy")
        self.assertEqual([body["inTrash"] for body in self.integrations()], [True] * 4)

    def test_older_cluster_keeps_its_secrets_and_shows_no_difference(self):
        self.play("older.json")
        for rate in (5, 10):
            self.apply(KEYS % {"rate": rate} + WATCH % "wave0000demo")
            self.expect_empty_plan()
        stored = self.cluster.stored
        self.assertEqual(stored("apps")["newRelic"]["apiKey"], "newrelic-secret")
        self.assertEqual(stored("till")["appDynamics"]["encryptedPassword"], "appdynamics-secret")
        self.assertEqual(stored("web")["azure"]["baseCredentials"]["clientSecret"], "azure-secret")
        self.assertEqual((stored("bill")["gcpBilling"]["gcpApiKey"], stored("bill")["gcpBilling"]["gcpJsonKey"]), ("gcp-api", "{}"))
        self.assertEqual(stored("watch")["cloudWatch"]["baseCredentials"]["externalId"], "wave0000demo")
        self.run_waveform("destroy", "-auto-approve")
        self.apply(KEYS % {"rate": 10} + WATCH % "wave0000demo")  # undeleted, although the list shows it in the recycle bin
        self.assertEqual(len(self.integrations()), 5)
        self.expect_empty_plan()

    def test_clicks_between_plan_and_apply(self):
        self.play("clicks.json")
        said = self.apply(SHOP + WATCH % "wave0000demo" + KEYS % {"rate": 5}, exit_code=1)
        self.assertIn("wavefront_cloud_integration_gcp.shop: changed since the plan", said)
        self.assertIn("wavefront_cloud_integration_cloudwatch.watch", said)
        self.assertEqual(self.cluster.stored("shop")["serviceRefreshRateInMins"], 60)
        external_id = self.run_waveform("external-id", "create").split()[0]
        self.apply(SHOP + WATCH % external_id + KEYS % {"rate": 5})
        self.assertEqual(self.cluster.stored("shop")["serviceRefreshRateInMins"], 10)
        self.assertEqual({body["name"] for body in self.integrations()}, NAMES | {"shop", "watch", "made by hand"})
        said = self.run_waveform("plan")
        self.assertIn("wavefront_cloud_integration_gcp.shop was disabled by the service", said)
        self.assertIn("Permission denied on project", said)
        changes = self.cluster.control("GET", "changes")
        self.assertEqual([(change["struck"], change["error"]) for change in changes], [(1, "")] * 4)

    def test_a_mistake_in_a_scenario_is_said_with_its_place(self):
        scenario = self.directory / "mistaken.json"
        scenario.write_text('{"format": "waveform-scenario", "version": 1, "options": {"page_capp": 1}, "changes": [{"when": "get", "do": "bin"}]}')
        run = subprocess.run([PROGRAM, "simulate", f"-scenario={scenario}"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn('options.page_capp: unknown option. Did you mean "page_cap"?', run.stderr)
        self.assertIn('changes[0]: do: "bin" is not a change.', run.stderr)
        run = subprocess.run([PROGRAM, "simulate", "-scenario=nowhere.json"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 1)

    def test_an_answer_to_head_has_no_body(self):
        self.play("older.json")
        connection = http.client.HTTPConnection(self.cluster.address.removeprefix("http://"), timeout=30)
        for method, status in (("HEAD", 405), ("GET", 200)):  # on one connection
            connection.request(method, "/api/v2/cloudintegration", headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.read() != b""), (status, method == "GET"))
        connection.close()

    def test_flags_win_over_the_scenario(self):
        data = self.directory / "data.json"
        with Cluster(PROGRAM, f"-scenario={EXAMPLES / 'older.json'}", "-token=another", "-latency=3ms", f"-data={data}",
                     "-fault=list:1:status=500") as cluster:
            self.assertEqual(cluster.control("GET", "options")["latency"], "3ms")
            self.assertEqual(cluster.control("GET", "faults"), ["list:1:status=500"])
            cluster.control("POST", "external-ids/wave0000demo/expire")
        with Cluster(PROGRAM, f"-scenario={EXAMPLES / 'older.json'}", f"-data={data}") as cluster:
            self.assertLess(cluster.control("GET", "dump")["externalIds"][0]["issuedEpochMillis"], data.stat().st_mtime * 1000 - 3_600_000)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
