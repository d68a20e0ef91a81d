"""A declaration before a call is true whether or not the call takes effect: runs that are killed during a call."""
import hashlib
import json
import signal

from story import LATE, PREFIX, SETTLE, STATE, WAITS, Story, azure, block, ec2, key, newrelic

RATE, FILTER = "serviceRefreshRateInMins", "newRelic.appFilterRegex"
EFFECTS = ("now", "none")


class Declared(Story):
    def setUp(self):
        super().setUp()
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()

    def held(self, call, effect="now", **how):
        """A run of the manifest that is killed during this call of A."""
        strike = self.service.strike(call, "A", effect=effect, answer="hold")
        self.kill_apply(strike, **how)
        return strike

    def begins(self):
        return self.since(-1)[0]["at"]


class KilledUpdateTest(Declared):
    def test_late_effect_and_a_manifest_that_is_reverted(self):
        self.wants(newrelic("a", rate=7), newrelic("b"))
        held = self.held("update", "manual")
        self.wants(newrelic("a"), newrelic("b"))
        self.apply_while(held)
        self.apply()
        self.assertEqual(self.field("A"), 5)

    def test_nothing_goes_out_before_the_late_one_is_over(self):
        self.wants(newrelic("a", rate=7), newrelic("b"))
        held = self.held("update", "manual")
        self.wants(newrelic("a", rate=9), newrelic("b", rate=9))
        self.apply_while(held)
        sent = [e for e in self.since(-1) if e["call"] == "update" and e["name"] == "A"]
        self.assertTrue(all(e["at"] - self.begins() > SETTLE for e in sent), sent)
        self.apply()
        self.assertEqual((self.field("A"), self.field("B")), (9, 9))

    def test_attribute_that_was_added_and_is_not_wanted_any_more(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.wants(newrelic("a", app_filter_regex="^a$", additional_tags={"env": "prod"}), newrelic("b"))
                self.held("update", effect)
                self.wants(newrelic("a"), newrelic("b"))
                self.apply()
                self.assertFalse(self.field("A", FILTER))
                self.assertFalse(self.field("A", "additionalTags"))
                self.assert_quiet()

    def test_attribute_of_an_update_that_was_never_made_is_not_ours(self):
        """Another user set a value that differs from the sent one."""
        self.wants(newrelic("a", app_filter_regex="^a$"), newrelic("b"))
        self.held("update", "none")
        self.service.other_user("edit", "A", {FILTER: "^other$"})
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.assertEqual(self.field("A", FILTER), "^other$")

    def test_refused_update_is_as_if_it_had_not_been(self):
        self.wants(newrelic("a", app_filter_regex="^a$", api_key="another-key-0123456789"), newrelic("b"))
        self.service.strike("update", "A", effect="none", answer=400)
        self.apply(code=1)
        self.service.other_user("edit", "A", {FILTER: "^other$"})
        self.wants(newrelic("a"), newrelic("b"))
        self.assert_quiet()
        self.assertEqual(self.field("A", FILTER), "^other$")

    def test_attribute_that_comes_late_and_is_not_wanted_any_more(self):
        self.wants(newrelic("a", app_filter_regex="^a$"), newrelic("b"))
        held = self.held("update", "manual")
        self.wants(newrelic("a"), newrelic("b"))
        self.apply_while(held)
        self.service.wait_for_effects()
        self.apply()
        self.assertFalse(self.field("A", FILTER))

    def secret(self, wants, where, effect, signal_):
        """The old secret is always sent again, and only when the lost call can no longer take effect."""
        self.wants(wants(key("old")))
        self.apply()
        name = self.service.live()[-1]
        self.wants(wants(key("new")))
        held = self.service.strike("update", name, effect=effect, answer="hold")
        self.kill_apply(held, signal_=signal_)
        self.wants(wants(key("old")))
        self.apply_while(*([held] if effect == "manual" else []))
        self.service.wait_for_effects()
        self.assertEqual([e["name"] for e in self.since(-1) if e["call"] == "update"], [name])
        self.assertEqual(self.field(name, where), key("old"))
        self.assert_quiet()

    def new_relic_secret(self, effect, signal_=signal.SIGKILL):
        self.secret(lambda value: newrelic("z", api_key=value), "newRelic.apiKey", effect, signal_)

    def test_secret_of_a_manifest_that_is_reverted(self):
        self.new_relic_secret("now")

    def test_secret_that_comes_late(self):
        self.new_relic_secret("manual")

    def test_secret_that_was_not_sent(self):
        self.new_relic_secret("none")

    def test_secret_of_an_interrupted_run(self):
        self.new_relic_secret("now", signal.SIGINT)

    def test_secret_with_a_placeholder(self):
        self.secret(lambda value: azure("z", "tenant-1", client_secret=value), "azure.baseCredentials.clientSecret", "now", signal.SIGKILL)

    def test_secret_beside_another_change(self):
        """An update that reverts another attribute must not keep the new secret with its placeholder."""
        self.secret(lambda value: azure("z", "tenant-1", client_secret=value, additional_tags={"key": "one" if "old" in value else "two"}),
                    "azure.baseCredentials.clientSecret", "now", signal.SIGKILL)

    def test_the_new_secret_stays_wanted(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                new = key(f"new {effect}")
                self.wants(newrelic("a", api_key=new), newrelic("b"))
                self.held("update", effect)
                self.apply()
                self.assertEqual(self.field("A", "newRelic.apiKey"), new)
                self.assert_quiet()


class KilledUndeleteTest(Declared):
    def setUp(self):
        super().setUp()
        self.wants(newrelic("b"))
        self.apply()
        self.wants(newrelic("a"), newrelic("b"))

    def test_wanted(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.held("undelete", effect)
                self.apply()
                self.assertEqual(self.service.live(), ["A", "B"])
                self.assert_quiet()
                self.wants(newrelic("b"))
                self.apply()
                self.wants(newrelic("a"), newrelic("b"))
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_unwanted_after_the_effect(self):
        """It is managed, so it is deleted and not left over."""
        self.held("undelete")
        self.wants(newrelic("b"))
        self.apply()
        self.assertEqual(self.service.live(), ["B"])

    def test_unwanted_without_effect(self):
        self.held("undelete", "none")
        self.wants(newrelic("b"))
        self.assert_quiet()
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B"])
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_unwanted_and_late(self):
        held = self.held("undelete", "manual")
        self.wants(newrelic("b"))
        self.apply_while(held)
        self.apply()
        self.assertEqual(self.service.live(), ["B"])

    def test_wanted_and_late(self):
        held = self.held("undelete", "manual")
        self.assertEqual(self.apply_while(held).code, 0)
        self.assertEqual(self.service.live(), ["A", "B"])
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_destroyed_after_the_effect(self):
        self.held("undelete")
        self.destroy()
        self.assertEqual(self.service.live(), [])


class KilledDeleteTest(Declared):
    def setUp(self):
        super().setUp()
        self.wants(newrelic("b"))

    def test_unwanted(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.held("delete", effect)
                self.apply()
                self.assertEqual(self.in_bin("A"), True)
                self.wants(newrelic("a"), newrelic("b"))
                self.apply()
                self.wants(newrelic("b"))

    def test_late(self):
        """A second DELETE while the first is in progress would purge."""
        held = self.held("delete", "manual")
        self.assertEqual(self.apply_while(held).code, 0)
        self.assertEqual(self.in_bin("A"), True)
        self.assertEqual(len(self.service.calls("delete")), 1)

    def test_wanted_again(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.held("delete", effect)
                self.wants(newrelic("a"), newrelic("b"))
                self.apply()
                self.assertEqual(self.service.live(), ["A", "B"])
                self.wants(newrelic("b"))
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_wanted_again_and_late(self):
        """No permanent delete is sent before the late one has ended."""
        held = self.held("delete", "manual")
        self.wants(newrelic("a"), newrelic("b"))
        self.apply_while(held)
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B"])
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_changed_and_late(self):
        held = self.held("delete", "manual")
        self.wants(newrelic("a", rate=7), newrelic("b"))
        self.apply_while(held)
        self.apply()
        self.assertEqual((self.service.live(), self.field("A")), (["A", "B"], 7))
        self.allowed.wanted = {"A": 1, "B": 1}


class KilledReplaceTest(Declared):
    """A replace is a delete and a create of one address."""

    def killed_replace(self, call, effect):
        strike = self.service.strike(call, "A", effect=effect, answer="hold")
        self.kill_apply(strike, "-replace=wavefront_cloud_integration_newrelic.a")

    def test_at_the_delete(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.killed_replace("delete", effect)
                self.apply()
                self.assertEqual(self.service.live(), ["A", "B"])

    def test_at_the_create_found(self):
        """The new one is kept, and the old one stays in the recycle bin."""
        self.killed_replace("create", "now")
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B"])
        self.assertEqual(self.state_ids()["a"], self.effects("create", "A")[-1]["id"])
        self.allowed.wanted = {"A": 2, "B": 1}

    def test_at_the_create_not_found(self):
        """Another plan needs the former resource, which is undeleted."""
        self.killed_replace("create", "none")
        self.apply()
        self.assertEqual(self.service.live(), ["A", "B"])
        self.assertEqual(len(self.effects("undelete", "A")), 1)
        self.allowed.wanted = {"A": 1, "B": 1}

    def test_at_the_create_late(self):
        strike = self.service.strike("create", "A", effect="manual", answer="hold")
        self.kill_apply(strike, "-replace=wavefront_cloud_integration_newrelic.a")
        self.assertEqual(self.apply_while(strike).code, 0)
        self.assertEqual(self.service.live(), ["A", "B"])
        self.allowed.wanted = {"A": 2, "B": 1}


class ExternalIdTest(Story):
    """Its result is written before anything that uses it begins."""

    def wants_both(self):
        self.wants(block("aws_external_id", "x"), ec2("a", external_id=f"@{PREFIX}aws_external_id.x.id", force_save="@true"))

    def test_killed_at_the_create_that_uses_it(self):
        for effect in EFFECTS:
            with self.subTest(effect=effect):
                self.wants_both()
                self.kill_apply(self.service.strike("create", "A", effect=effect, answer="hold"))
                self.apply()
                self.assertEqual(len(self.service.calls("create-external-id")), 1)
                self.assertEqual(self.field("A", "ec2.baseCredentials.externalId"), self.state_ids()["x"])
                self.service.log.clear()
                self.allowed.purged = {"A"}
                self.destroy("-skip-trash")

    def test_lost_answer(self):
        """It cannot be listed: another one is created, with a warning."""
        self.wants_both()
        self.service.strike("create-external-id", answer="cut")
        self.assert_says(self.apply(), "warning", "left over")
        self.assertEqual(self.field("A", "ec2.baseCredentials.externalId"), self.state_ids()["x"])


class KilledSwitchTest(Declared):
    def test_disable_and_enable(self):
        for enabled, effect in ((False, "now"), (True, "now"), (False, "none"), (True, "none")):
            with self.subTest(enabled=enabled, effect=effect):
                self.wants(newrelic("a", enabled=f"@{str(enabled).lower()}"), newrelic("b"))
                self.held("enable" if enabled else "disable", effect)
                self.apply()
                self.assertEqual(self.field("A", "disabled"), not enabled)


class AnotherMachineTest(Story):
    """A run that has not ended, of another machine: its calls may be in progress for the duration of one exchange."""

    def move(self):
        """State and journal as if another machine had written them; the lock of that machine is not visible."""
        for path in self.directory.glob(f"{STATE}*"):
            if path.suffix == ".lock":
                path.unlink()
            elif path.suffix == ".journal":
                path.write_text("".join(self.of_another_machine(line) for line in path.read_text().splitlines()))
            else:
                state = json.loads(path.read_text())
                self.rename(state)
                path.write_text(json.dumps(state, indent=2, sort_keys=True) + "\n")

    def of_another_machine(self, line):
        records = json.loads(line[17:])
        self.rename(records)
        text = json.dumps(records, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        return f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {text}\n"

    def rename(self, value):
        """Every member `machine`, at any depth."""
        for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self.rename(member)
        if isinstance(value, dict) and "machine" in value:
            value["machine"] = "another-machine"
            self.renamed = True

    def assert_waits(self, seconds=SETTLE + 4):
        """After a run on another machine nothing is sent for longer than the settle time; after one on this machine it is."""
        process = self.start("apply", "-auto-approve", WAITS)
        with self.assertRaises(AssertionError, msg="the run ended although the other one's calls may be under way"):
            self.end(process, seconds)
        self.assertEqual([e["call"] for e in self.since(-1) if e in self.service.writes() and e["name"] == "A"], [])

    def kill(self, call, effect="none"):
        held = self.service.strike(call, "A", effect=effect, answer="hold")
        self.kill_apply(held)
        self.move()

    def test_create(self):
        self.wants(newrelic("a"))
        self.kill("create")
        self.assert_waits()

    def test_create_that_is_found_need_not_be_waited_for(self):
        self.wants(newrelic("a"))
        self.kill("create", "now")
        self.apply()
        self.allowed.wanted = {"A": 1}

    def test_update(self):
        self.wants(newrelic("a"))
        self.apply()
        self.wants(newrelic("a", rate=7))
        self.kill("update")
        self.assert_waits()

    def test_delete(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.wants(newrelic("b"))
        self.kill("delete")
        self.assert_waits()

    def test_undelete(self):
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()
        self.wants(newrelic("b"))
        self.apply()
        self.wants(newrelic("a"), newrelic("b"))
        self.kill("undelete")
        self.assert_waits()

    def test_an_ended_run_is_not_waited_for(self):
        self.wants(newrelic("a"))
        self.apply()
        self.move()
        self.wants(newrelic("a", rate=7))
        self.assertLess(self.apply().seconds, LATE)
