#!/usr/bin/env python3
"""The published Python client goes through the life cycle of every service on the simulator, with clusters of several styles.

Usage: lifecycle_test.py WAVEFORM [TEST...]; needs the client (with_client.sh).
"""
import copy
import json
import pathlib
import sys
import tempfile
import unittest

import wavefront_api_client
from wavefront_api_client.rest import ApiException

from cluster import TOKEN, Cluster
from services import SERVICES, at, put

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples/simulator"
ONE_BY_ONE = 1
COUNTERS = {"lastMetricCount", "lastProcessingTimestamp", "lastReceivedDataPointMs"}


class Client:
    """The published client. Its validation refuses real responses, which lack fields that its models require."""

    def __init__(self, address, token=TOKEN, bearer=True):
        configuration = wavefront_api_client.Configuration()
        configuration.host = address
        configuration.client_side_validation = False
        if not bearer:
            configuration.api_key["X-AUTH-TOKEN"] = token
        wavefront_api_client.Configuration.set_default(configuration)  # used by the models
        header = ("Authorization", f"Bearer {token}") if bearer else (None, None)
        self.api = wavefront_api_client.ApiClient(configuration, *header)
        self.integrations = wavefront_api_client.CloudIntegrationApi(self.api)
        self.searches = wavefront_api_client.SearchApi(self.api)

    def model(self, name, data):
        """An object of the client, from JSON."""
        kind = getattr(wavefront_api_client, name)
        members = {wire: member for member, wire in kind.attribute_map.items()}
        unknown = set(data) - set(members)
        assert not unknown, f"{name} does not know {unknown}"
        return kind(**{members[wire]: self._value(kind.swagger_types[members[wire]], value) for wire, value in data.items()})

    def _value(self, swagger_type, value):
        if swagger_type.startswith("list["):
            return [self._value(swagger_type[5:-1], item) for item in value]
        return self.model(swagger_type, value) if hasattr(wavefront_api_client, swagger_type) else value

    def data(self, model):
        """The JSON that the client sends."""
        return self.api.sanitize_for_serialization(model)

    def pages(self, size):
        offset, items = 0, []
        while True:
            page = self.integrations.get_all_cloud_integration(offset=offset, limit=size).response
            found = page.items or []
            items += found
            offset += len(found)
            if not page.more_items:
                return items, page.total_items

    def search(self, name, deleted=False):
        query = wavefront_api_client.SortableSearchRequest(
            limit=10, query=[wavefront_api_client.SearchQuery(key="name", value=name, matching_method="EXACT")])
        call = (self.searches.search_cloud_integration_deleted_entities if deleted
                else self.searches.search_cloud_integration_entities)
        return [item.id for item in call(body=query).response.items or []]


class LifeTest(unittest.TestCase):
    """One life cycle of each service on each style of cluster."""

    def refused(self, status, call, *arguments, **options):
        with self.assertRaises(ApiException) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.status, status)
        envelope = json.loads(caught.exception.body)
        self.assertEqual((envelope["status"]["result"], envelope["status"]["code"]), ("ERROR", status))
        return envelope["status"]["message"]

    def same(self, given, read):
        """All given values are read back; some clusters omit empty lists."""
        for key, value in given.items():
            if isinstance(value, dict) and value:
                self.same(value, read[key])
            elif value in ([], {}):
                self.assertIn(read.get(key), (value, None), key)
            else:
                self.assertEqual(read[key], value, key)

    def without_secrets(self, service, configuration):
        plain = copy.deepcopy(configuration)
        for secret in service.secrets:
            parent = at(plain, secret.path.rpartition(".")[0]) if "." in secret.path else plain
            parent.pop(secret.path.rpartition(".")[2], None)
        return plain

    def shown(self, secret, value, style):
        """How a stored secret is read back."""
        if style == "returned" or (style == "external-ids" and secret.path.endswith(".externalId")):
            return value
        return {"left-out": None, "blank": ""}.get(style, secret.reads_as)

    def make_external_id(self, client):
        external_id = client.integrations.create_aws_external_id().response
        self.assertRegex(external_id, "^wave[0-9a-f]+$")
        self.assertEqual(client.integrations.get_aws_external_id(external_id).response, external_id)
        self.refused(404, client.integrations.get_aws_external_id, "wave0")
        return external_id

    def create(self, client, service, style):
        configuration = copy.deepcopy(service.configuration)
        if service.is_aws:
            put(configuration, "baseCredentials.externalId", self.make_external_id(client))
        body = {"name": f"Life of {service.name}", "service": service.name, "serviceRefreshRateInMins": 7, "forceSave": True,
                "additionalTags": {"env": "prod"}, service.object: configuration}
        made = client.data(client.integrations.create_cloud_integration(body=client.model("CloudIntegration", body)).response)
        self.assertRegex(made["id"], "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        for key, value in {"name": body["name"], "service": service.name, "serviceRefreshRateInMins": 7, "forceSave": False,
                           "additionalTags": {"env": "prod"}, "disabled": False, "deleted": False, "inTrash": False,
                           "creatorId": "api@example.com", "updaterId": "api@example.com"}.items():
            self.assertEqual(made[key], value, key)
        self.same(self.without_secrets(service, configuration), made[service.object])
        for secret in service.secrets:
            self.assertEqual(at(made[service.object], secret.path), self.shown(secret, at(configuration, secret.path), style), secret.path)
        return configuration, made

    def read_everywhere(self, client, made):
        integration = client.data(client.integrations.get_cloud_integration(made["id"]).response)
        strip = lambda body: {key: value for key, value in body.items() if key not in COUNTERS}
        self.assertEqual(strip(integration), strip(made))
        self.assertGreater(integration["lastMetricCount"], made["lastMetricCount"])
        items, total = client.pages(ONE_BY_ONE)
        self.assertEqual(len(items), total)
        self.assertIn(made["id"], [item.id for item in items])
        self.assertEqual(client.search(made["name"]), [made["id"]])
        self.assertEqual(client.search(made["name"], deleted=True), [])
        return integration

    def update(self, client, service, configuration, read, style):
        """The read body is sent back with a change; a missing secret is sent as its placeholder, or itself."""
        body = copy.deepcopy(read)
        body.pop("lastErrorEvent", None)
        body["serviceRefreshRateInMins"] = 10
        for secret in service.secrets:
            if not secret.kept_when_left_out and at(body[service.object], secret.path) in (None, ""):
                put(body[service.object], secret.path, secret.placeholder or at(configuration, secret.path))
        path, value = service.change
        put(body[service.object], path, value)
        put(configuration, path, value)
        updated = client.data(client.integrations.update_cloud_integration(
            read["id"], body=client.model("CloudIntegration", body)).response)
        self.assertEqual(updated["serviceRefreshRateInMins"], 10)
        self.assertEqual(updated["createdEpochMillis"], read["createdEpochMillis"])
        self.assertGreater(updated["updatedEpochMillis"], read["updatedEpochMillis"])
        self.same(self.without_secrets(service, configuration), updated[service.object])

    def switch(self, client, identity):
        for call, disabled in ((client.integrations.disable_cloud_integration, True), (client.integrations.enable_cloud_integration, False)):
            self.assertIs(call(identity).response.disabled, disabled)
            self.assertIs(client.integrations.get_cloud_integration(identity).response.disabled, disabled)

    def remove_and_recover(self, client, made, lists_bin):
        identity, api = made["id"], client.integrations
        self.refused(400, api.undelete_cloud_integration, identity)
        self.assertIs(api.delete_cloud_integration(identity).response.in_trash, True)
        gone = api.get_cloud_integration(identity).response
        self.assertEqual((gone.in_trash, gone.deleted), (True, True))
        self.assertEqual(client.search(made["name"]), [])
        self.assertEqual(client.search(made["name"], deleted=True), [identity])
        self.assertEqual(identity in [item.id for item in client.pages(10)[0]], lists_bin)
        self.refused(400, api.enable_cloud_integration, identity)
        back = api.undelete_cloud_integration(identity).response
        self.assertEqual((back.id, back.in_trash, back.deleted), (identity, False, False))
        self.assertEqual(client.search(made["name"]), [identity])

    def purge(self, client, made):
        identity, api = made["id"], client.integrations
        api.delete_cloud_integration(identity, skip_trash=False)
        self.assertIs(api.delete_cloud_integration(identity).response.deleted, True)  # the second one is permanent
        self.assertEqual(client.search(made["name"], deleted=True), [])
        for call in (api.get_cloud_integration, api.delete_cloud_integration, api.undelete_cloud_integration):
            self.assertIn(identity, self.refused(404, call, identity))

    def live(self, cluster, client, service, style, lists_bin=False):
        configuration, made = self.create(client, service, style)
        read = self.read_everywhere(client, made)
        self.update(client, service, configuration, read, style)
        stored = cluster.stored(made["name"])
        for secret in service.secrets:
            self.assertEqual(at(stored[service.object], secret.path), at(configuration, secret.path), f"{secret.path} is not kept")
        self.switch(client, made["id"])
        self.remove_and_recover(client, made, lists_bin)
        self.purge(client, made)
        if service.is_aws:
            external_id = at(configuration, "baseCredentials.externalId")
            self.assertEqual(client.integrations.delete_aws_external_id(external_id).response, external_id)
            self.refused(404, client.integrations.get_aws_external_id, external_id)

    def all_lives(self, scenario, style, lists_bin=False):
        with Cluster(PROGRAM, f"-scenario={scenario}") as cluster:
            client = Client(cluster.address)
            bystander = client.integrations.create_cloud_integration(body={
                "name": "bystander", "service": "NEWRELIC", "newRelic": {"apiKey": "k"}}).response
            for service in SERVICES:
                with self.subTest(service=service.name, style=style):
                    self.live(cluster, client, service, style, lists_bin)
            self.assertEqual([item.id for item in client.pages(10)[0]], [bystander.id])

    def test_styles_of_secrets(self):
        for style in ("documented", "left-out", "blank", "external-ids", "returned"):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as scenario:
                json.dump({"format": "waveform-scenario", "version": 1, "options": {"token": TOKEN, "secrets": style}}, scenario)
                scenario.flush()
                self.all_lives(scenario.name, style)

    def test_older_cluster(self):
        self.all_lives(EXAMPLES / "older.json", "external-ids", lists_bin=True)

    def test_the_lives_use_every_field_of_the_models(self):
        for service in SERVICES:
            kind = wavefront_api_client.CloudIntegration
            member = next(member for member, wire in kind.attribute_map.items() if wire == service.object)
            model = getattr(wavefront_api_client, kind.swagger_types[member])
            self.assertEqual(set(service.configuration), set(model.attribute_map.values()))

    def test_what_is_refused(self):
        with Cluster(PROGRAM, f"-token={TOKEN}") as cluster:
            self.refused(401, Client(cluster.address, "another").integrations.get_all_cloud_integration)
            client = Client(cluster.address, bearer=False)  # as the client authenticates by itself
            api = client.integrations
            self.assertEqual(client.pages(10), ([], 0))
            body = {"name": "x", "service": "GCP", "gcp": {"projectId": "p"}}
            self.assertEqual(self.refused(400, api.create_cloud_integration, body=body), "gcp.gcpJsonKey is required")
            self.refused(400, api.get_all_cloud_integration, limit=1001)
            cluster.control("POST", "faults", {"fault": "list:1:status=406"})
            self.refused(406, api.get_all_cloud_integration)
            made = api.create_cloud_integration(body={**body, "gcp": {"projectId": "p", "gcpJsonKey": "{}"}}).response
            cluster.control("POST", f"integrations/{made.id}/fail")
            failed = api.get_cloud_integration(made.id).response
            self.assertEqual(failed.last_error_event.annotations["type"], "credentials-error")
            self.assertEqual(self.refused(400, api.update_cloud_integration, made.id, body=failed), "lastErrorEvent must not be sent")

    def test_what_the_client_does_not_know_is_lost_when_it_sends_back_what_it_read(self):
        with Cluster(PROGRAM, f"-token={TOKEN}") as cluster:
            client = Client(cluster.address)
            identity = cluster.control("POST", "integrations", {
                "name": "x", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/w"},
                                                       "customNamespaces": ["LIMITS"]}})["id"]
            client.integrations.update_cloud_integration(identity, body=client.integrations.get_cloud_integration(identity).response)
            self.assertNotIn("customNamespaces", cluster.stored("x")["ec2"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], warnings="ignore")
