"""The hostile service itself: in each of its modes, a run without guards breaks a rule of the audit; a careful run does not."""
import json
import pathlib
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

import hostile_answers
import hostile_service
from audit import RULES, Allowed, audit
from echoes import echo, leaks
from hostile_service import USER
from naive import LOST, Naive
from story import body, key, later

SERVICE = pathlib.Path(hostile_service.__file__)
RATE = "serviceRefreshRateInMins"


def of_name(item, _):
    return item["name"] == "A"


def newest(item, before):
    """Relies on the clock for new integrations."""
    return item.get("createdEpochMillis", 0) > max((other.get("createdEpochMillis", 0) for other in before), default=0)


def whole(item, _):
    sent = body("A", additionalTags={"env": " prod "})
    return all(item.get(field) == sent.get(field) for field in ("name", "additionalTags"))


class Runs:
    """Runs without guards, by the names of the methods."""

    def trusts_clocks(self, client, service):
        service.other_user("create", fields=body("Older"))
        service.clock = service.clock if service.clock != 0 else -86400
        service.strike("create", answer="cut")
        client.create_unless(body("A"), newest)

    def knows_it_by_its_name(self, client, service):
        service.strike("create", answer="cut")
        client.create_unless(body("  A"), lambda item, _: item["name"] == "  A")

    def knows_it_by_all_that_was_sent(self, client, service):
        service.strike("create", answer="cut")
        client.create_unless(body("A", additionalTags={"env": " prod "}), whole)

    def knows_it_by_equality(self, client, service):
        service.strike("create", answer="cut")
        client.create_unless(body("A"), lambda item, _: "additionalTags" not in item and of_name(item, _))

    def believes_one_look(self, client, service):
        client.create_unless(body("A"), of_name)

    def believes_one_of_two_looks(self, client, service):
        client.look()
        client.create(body("A"))
        if not all(any(of_name(item, None) for item in client.look()) for _ in range(2)):
            client.create(body("A"))

    def deletes_what_is_listed(self, client, service):
        identity = service.other_user("create", fields=body("A"), creator=USER)
        service.items[identity].planted = False
        service.other_user("delete", "A")
        for item in client.look():
            client.get(item["id"])
            client.delete(item["id"])

    def creates_until_answered(self, client, service):
        client.create_until_answered(body("A"))

    def deletes_the_answered_id(self, client, service):
        client.look()
        client.delete(client.create(body("A"))[1]["id"])

    def follows_redirects(self, client, service):
        client.call("GET", hostile_answers.ROOT, follow=True)

    def waits_for_ever(self, client, service):
        client.timeout = 30
        client.look()

    def deletes_each_item(self, client, service):
        client.look()
        identity = client.create(body("A"))[1]["id"]
        client.create(body("B"))
        client.get(identity)
        for item in client.look():
            if item["id"] == identity:
                client.delete(identity)

    def reads_until_the_count_is_right(self, client, service):
        for _ in range(60):
            page = client.call("GET", f"{hostile_answers.ROOT}?offset=0&limit=10")[1]
            if len(page["items"]) == page["totalItems"]:
                return

    def reads_as_long_as_there_are_more(self, client, service):
        client.pages(most=60)

    def makes_paths_of_ids(self, client, service):
        for item in client.look():
            client.get(item["id"])

    def puts_without_a_get(self, client, service):
        client.look()
        identity = client.create(body("A"))[1]["id"]
        client.update(identity, body("A", rate=7))

    def puts_long_after_its_get(self, client, service):
        client.look()
        identity = client.create(body("A"))[1]["id"]
        client.get(identity)
        time.sleep(2.5)
        client.update(identity, body("A", rate=7))

    def puts_again(self, client, service):
        identity = self.mine(client)
        client.get(identity)
        client.again(lambda: client.update(identity, body("A", rate=7)))

    def puts_over_what_its_get_saw(self, client, service):
        identity = self.mine(client)
        service.other_user("edit", "A", {RATE: 42})
        client.get(identity)
        client.update(identity, body("A", rate=7))

    def deletes_again(self, client, service):
        identity = self.mine(client)
        client.get(identity)
        client.again(lambda: client.delete(identity))

    def undeletes_again(self, client, service):
        identity = self.mine(client)
        client.get(identity)
        client.delete(identity)
        client.get(identity)
        client.again(lambda: client.call("POST", f"{hostile_answers.ROOT}/{identity}/undelete"))

    def takes_what_is_equal(self, client, service):
        """Created by another user while its own create was in progress."""
        client.look()
        client.create(body("A"))
        taken = next(item["id"] for item in client.look() if of_name(item, None))
        client.get(taken)
        client.update(taken, body("A", rate=7))

    def creates_unseen(self, client, service):
        client.create(body("A"))

    def mine(self, client):
        client.look()
        return client.create(body("A"))[1]["id"]


RUNS = Runs()
MODES = [  # mode, value, run, rule
    ("clock", 0, RUNS.trusts_clocks, "created_twice"),
    ("clock", "missing", RUNS.trusts_clocks, "created_twice"),
    ("clock", "equal", RUNS.trusts_clocks, "created_twice"),
    ("names", "trimmed", RUNS.knows_it_by_its_name, "created_twice"),
    ("names", "folded", RUNS.knows_it_by_all_that_was_sent, "created_twice"),
    ("tags", "trimmed", RUNS.knows_it_by_all_that_was_sent, "created_twice"),
    ("tags", "dropped", RUNS.knows_it_by_all_that_was_sent, "created_twice"),
    ("filled", True, RUNS.knows_it_by_equality, "created_twice"),
    ("list_lag", 60, RUNS.believes_one_look, "created_twice"),
    ("get_lag", 60, RUNS.believes_one_look, "created_twice"),
    ("flicker", True, RUNS.believes_one_of_two_looks, "created_twice"),
    ("trash_listed", True, RUNS.deletes_what_is_listed, "deleted_twice"),
]
ANSWERS = [  # response, the affected call, how, run, rule
    *((answer, "create", {}, RUNS.creates_until_answered, "created_twice") for answer in ("cut", "cut body", "page", "bare", "hold")),
    ("other id", "create", {"value": "stranger"}, RUNS.deletes_the_answered_id, "touched_strangers"),
    ("another", "create", {"value": "stranger", "effect": "none"}, RUNS.deletes_the_answered_id, "touched_strangers"),
    ("redirect", "list", {}, RUNS.follows_redirects, "told_elsewhere"),
    ("trickle", "list", {"value": 0.01}, RUNS.waits_for_ever, "unbounded"),
    ("slow head", "list", {"value": 0.001}, RUNS.waits_for_ever, "unbounded"),
    ("endless", "list", {}, RUNS.waits_for_ever, "unbounded"),
    ("endless objects", "list", {}, RUNS.waits_for_ever, "unbounded"),
    ("twice", "list", {"times": 9}, RUNS.deletes_each_item, "deleted_twice"),
    ("count", "list", {"times": 99}, RUNS.reads_until_the_count_is_right, "unbounded"),
    ("short", "list", {"times": 9}, RUNS.believes_one_look, "created_twice"),
    ("named", "list", {}, RUNS.makes_paths_of_ids, "went_outside"),
    *((answer, "list", {"times": 99}, RUNS.reads_as_long_as_there_are_more, "unbounded") for answer in ("same page", "empty pages", "endless pages")),
    # Of strikes.
    ("ok", "none", {}, RUNS.puts_without_a_get, "blind"),
    ("ok", "none", {}, RUNS.puts_long_after_its_get, "blind"),
    ("ok", "none", {}, RUNS.puts_over_what_its_get_saw, "overwrote"),
    ("ok", "none", {}, RUNS.creates_unseen, "created_unseen"),
    *((status, "update", {"effect": "none"}, RUNS.puts_again, "blind") for status in (406, 429, 503)),
    *((status, "undelete", {"effect": "none"}, RUNS.undeletes_again, "blind") for status in (406, 429, 503)),
    (429, "update", {"effect": "none", "meanwhile": ("edit", {RATE: 42})}, RUNS.puts_again, "overwrote"),
    (429, "delete", {"effect": "none", "meanwhile": ("delete", None)}, RUNS.deletes_again, "deleted_twice"),
    ("cut", "delete", {}, RUNS.deletes_again, "deleted_twice"),
    ("cut", "delete", {"effect": 0.2}, RUNS.deletes_again, "deleted_twice"),
    ("cut", "create", {"effect": 0.2}, RUNS.creates_until_answered, "created_twice"),
    ("cut", "create", {"effect": "none", "meanwhile": ("create", None)}, RUNS.takes_what_is_equal, "touched_strangers"),
]
# Responses that only harm the client, which no log shows.
IN_THE_CLIENT = {"message", "error", "bomb", "deep", "types", "nothing"}


class HostileServiceTest(unittest.TestCase):
    def condemned(self, service, run, rule):
        try:
            client = Naive(service, timeout=0.5)
            run(client, service)
            service.wait_for_effects()
            time.sleep(0.05)  # the handlers write their last lines
            faults = audit(service.log, Allowed(seconds=0.4, bytes=20_000_000, pages=50))
        finally:
            service.close()
        self.assertIn(rule, {fault.partition(":")[0] for fault in faults}, faults)

    def test_modes(self):
        self.assertEqual({mode for mode, *_ in MODES}, hostile_service.MODES.keys())
        for mode, value, run, rule in MODES:
            with self.subTest(mode=mode, value=value, run=run.__name__):
                modes = {mode: value, **({"list_lag": 60, "get_lag": 60} if mode == "flicker" else {})}
                self.condemned(hostile_service.Service(**modes), run, rule)

    def test_answers(self):
        self.assertEqual({answer for answer, *_ in ANSWERS if not isinstance(answer, int)} | IN_THE_CLIENT, hostile_answers.ANSWERS.keys())
        for answer, call, how, run, rule in ANSWERS:
            with self.subTest(answer=answer, call=call, run=run.__name__, **how):
                service = hostile_service.Service()
                how = dict(how)
                if how.get("value") == "stranger":
                    how["value"] = service.other_user("create", fields=body("Stranger"))
                if isinstance(how.get("meanwhile"), tuple):
                    does, fields = how["meanwhile"]
                    how["meanwhile"] = lambda sent, s=service, d=does, f=fields: s.other_user(d, "A", f or sent)
                service.strike(call, answer=answer, **how)
                self.condemned(service, run, rule)

    def test_every_rule_is_seen_to_fail(self):
        self.assertEqual({rule.__name__ for rule in RULES}, {row[-1] for row in MODES + ANSWERS})

    def test_a_careful_run_passes(self):
        """On a service with every mode that is not a lie about our own integration."""
        service = hostile_service.Service(clock="missing", filled=True, trash_listed=True)
        service.other_user("create", fields=body("Stranger"))
        client = Naive(service)
        client.look()
        identity = client.create(body("A"))[1]["id"]
        for send in (lambda: client.update(identity, body("A", rate=7)), lambda: client.delete(identity),
                     lambda: client.call("POST", f"{hostile_answers.ROOT}/{identity}/undelete"), lambda: client.delete(identity)):
            self.assertEqual(client.get(identity)[0], 200)
            self.assertEqual(send()[0], 200)
        self.assertEqual(audit(service.log, Allowed(wanted={"A": 1})), [])
        service.close()

    def test_delete_in_the_bin_is_for_good(self):
        service = hostile_service.Service()
        client = Naive(service)
        identity = RUNS.mine(client)
        self.assertEqual(client.delete(identity)[1]["inTrash"], True)
        self.assertEqual(client.get(identity)[1]["inTrash"], True)
        self.assertEqual(client.delete(identity)[0], 200)
        self.assertEqual(client.get(identity)[0], 404)
        self.assertEqual([entry["effect"] for entry in service.calls("delete")], ["took", "purged"])
        service.close()

    def test_answers_that_hurt_the_client(self):
        service = hostile_service.Service()
        client = Naive(service, timeout=30)
        service.strike("list", answer="message", value=echo(key("a")))
        service.strike("list", answer="error", value=(403, echo(key("a"))))
        self.assertEqual((client.look(), client.look()), ([], []))
        self.assertEqual(len(leaks(" ".join(client.shown), key("a"))), 15)
        for answer, hurt in (("deep", RecursionError), ("types", TypeError), ("nothing", TypeError)):
            service.strike("list", answer=answer)
            with self.assertRaises(hurt):
                sorted(item["id"] for item in client.call("GET", hostile_answers.ROOT)[1]["items"])
        service.strike("list", answer="bomb", value="few bytes")
        packed = urllib.request.Request(f"{service.address}{hostile_answers.ROOT}", headers={"Authorization": f"Bearer {service.token}"})
        with urllib.request.urlopen(packed, timeout=30) as answer:
            self.assertLess(len(answer.read()), 1_000_000)
        service.close()

    def test_lag(self):
        service = hostile_service.Service(list_lag=0.5)
        client = Naive(service)
        identity = RUNS.mine(client)
        self.assertEqual((client.look(), client.get(identity)[0]), ([], 200))
        service.list_lag, service.get_lag = 0, 60
        self.assertEqual((len(client.look()), client.get(identity)[0]), (1, 404))
        service.close()

    def test_late_effects(self):
        service = hostile_service.Service()
        service.strike("create", effect=1, answer="cut")
        client = Naive(service)
        self.assertEqual(client.create(body("A")), LOST)
        self.assertEqual(service.live(), [])
        service.wait_for_effects()
        self.assertEqual(service.live(), ["A"])
        service.close()

    def test_a_held_call(self):
        service = hostile_service.Service()
        held = service.strike("create", effect="manual", answer="hold")
        waiting = threading.Thread(target=Naive(service).create, args=(body("A"),))
        waiting.start()
        self.assertTrue(held.arrived.wait(5))
        self.assertEqual(service.live(), [])
        later(0.1, held.take_effect).join()
        held.released.set()
        waiting.join()
        self.assertEqual(service.live(), ["A"])
        service.close()

    def test_as_a_program(self):
        """Its modes and strikes over HTTP; it ends with its stdin."""
        with subprocess.Popen([sys.executable, SERVICE, '{"clock": 3600}'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            address = process.stdout.readline().strip()

            def control(method, what, value=None):
                data = None if value is None else json.dumps(value).encode()
                with urllib.request.urlopen(urllib.request.Request(f"{address}/hostile/{what}", method=method, data=data), timeout=10) as answer:
                    return answer.read().decode()
            control("PUT", "modes", {"names": "trimmed"})
            control("POST", "strikes", {"call": "create", "effect": "none", "answer": 429})
            data = json.dumps(body(" A ")).encode()
            request = urllib.request.Request(f"{address}{hostile_answers.ROOT}", data=data, headers={"Authorization": f"Bearer {hostile_service.TOKEN}"})
            with self.assertRaises(urllib.error.HTTPError):
                urllib.request.urlopen(request, timeout=10).close()
            urllib.request.urlopen(request, timeout=10).close()
            self.assertEqual([integration["name"] for integration in json.loads(control("GET", "dump"))], ["A"])
            self.assertEqual([json.loads(line)["status"] for line in control("GET", "log").splitlines()], [429, 200])
            process.stdin.close()
            self.assertEqual(process.wait(10), 0)
