"""Responses are verified: other ids, invalid ids, redirects, and responses that are not the API's."""
from hostile_service import USER
from story import SETTLE, Story, body, newrelic

BAD_IDS = ("..", ".", "", "a/b", "a?b=c", "a#b", "%2e%2e", "a b", "../search", "a\nb", "é")


class OtherIdTest(Story):
    """Each story has a foreign integration whose id the service confuses with ours."""

    def setUp(self):
        super().setUp()
        self.stranger = self.service.other_user("create", fields=body("Stranger"), creator=USER)

    def other_id(self, call, whom="A", value=None, **how):
        return self.service.strike(call, whom, answer="other id", value=self.stranger if value is None else value, **how)

    def assert_ours(self):
        """The state has our id, and a destroy does not touch the foreign integration."""
        self.assertEqual(self.state_ids(), {name.lower(): self.service.find(name)[0] for name in self.service.live() if name != "Stranger"})
        self.destroy()
        self.assertEqual(self.service.live(), ["Stranger"])

    def test_create_answers_with_a_known_id(self):
        self.wants(newrelic("a"))
        self.other_id("create")
        self.apply()
        self.allowed.wanted = {"A": 1}
        self.assert_ours()

    def test_create_answers_with_an_id_in_the_bin(self):
        self.service.other_user("delete", "Stranger")
        self.wants(newrelic("a"))
        self.other_id("create")
        self.apply()
        self.assertEqual(self.state_ids(), {"a": self.service.find("A")[0]})
        self.allowed.wanted = {"A": 1}

    def test_create_answers_with_an_id_of_this_run(self):
        self.wants(newrelic("b"), newrelic("a", lines="  depends_on = [wavefront_cloud_integration_newrelic.b]\n"))
        strike = self.other_id("create", value="")
        strike.meanwhile = lambda sent: setattr(strike, "value", self.service.find("B")[0])
        self.apply()
        self.allowed.wanted = {"A": 1, "B": 1}
        self.assert_ours()

    def test_create_answers_with_no_id(self):
        for i, value in enumerate(BAD_IDS):
            self.service.strike("create", f"N{i}", answer="other id", value=value)
        self.wants(*(newrelic(f"n{i}") for i in range(len(BAD_IDS))))
        self.apply()
        self.allowed.wanted = {f"N{i}": 1 for i in range(len(BAD_IDS))}
        self.assert_ours()

    def test_create_without_effect_answers_with_a_known_id(self):
        self.wants(newrelic("a"))
        self.service.strike("create", "A", effect="none", answer="another", value=self.stranger)
        self.apply()
        self.allowed.wanted = {"A": 1}
        self.assert_ours()

    def changed(self, call, want, **how):
        self.wants(newrelic("a"))
        self.apply()
        if call == "undelete":
            self.destroy()
        self.wants(want)
        self.other_id(call, **how)
        self.apply()
        self.allowed.wanted = {"A": 1}

    def test_update(self):
        self.changed("update", newrelic("a", rate=7))
        self.assertEqual((self.field("A"), self.field("Stranger")), (7, 5))
        self.assert_ours()

    def test_update_with_no_id(self):
        for value in ("..", "", "a/b"):
            with self.subTest(value=value):
                self.changed("update", newrelic("a", rate=7), value=value)
                self.assertEqual(self.field("A"), 7)
        self.assert_ours()

    def test_undelete(self):
        self.changed("undelete", newrelic("a"))
        self.assertEqual(self.service.live(), ["A", "Stranger"])
        self.assert_ours()

    def test_disable(self):
        self.changed("disable", newrelic("a", enabled="@false"))
        self.assertEqual((self.field("A", "disabled"), self.field("Stranger", "disabled")), (True, False))
        self.assert_ours()

    def test_delete(self):
        self.wants(newrelic("a"))
        self.apply()
        self.other_id("delete")
        self.destroy()
        self.assertEqual(self.service.live(), ["Stranger"])

    def test_get(self):
        """A GET response with another integration is not used for ours."""
        self.wants(newrelic("a"))
        self.apply()
        self.other_id("get", times=1)
        self.wants(newrelic("a", rate=7))
        self.apply(code=None)
        self.apply()
        self.assertEqual(self.field("A"), 7)
        self.assert_ours()

    def test_get_of_another_one(self):
        """Equal in everything the plan saw; foreign fields must not be written into our integration."""
        self.wants(newrelic("a"))
        self.apply()
        twin = self.service.other_user("create", fields=body("A", ingestionProfile="theirs"), creator=USER)
        identity = self.state_ids()["a"]
        self.service.strike("get", identity, effect="none", answer="another", value=twin)
        self.wants(newrelic("a", rate=7))
        self.apply(code=None)
        self.apply()
        self.assertEqual((self.field(identity), self.field(identity, "ingestionProfile"), self.field(twin)), (7, None, 5))

    def test_nothing_in_the_answer(self):
        """The call took effect: it is in doubt, and found."""
        values = (None, [], "x", 5, {}, {"id": 5}, {"items": []})
        blocks = [(newrelic(f"n{i}"), newrelic(f"n{i}", rate=7)) for i in range(len(values))]
        for call, blocks in zip(("create", "update"), zip(*blocks)):
            for i, value in enumerate(values):
                self.service.strike(call, f"N{i}", answer="nothing", value=value)
            self.wants(*blocks)
            self.apply()
        self.allowed.wanted = {f"N{i}": 1 for i in range(len(values))}
        self.assertEqual({self.field(name) for name in self.allowed.wanted}, {7})

    def test_odd_types_in_a_list(self):
        self.wants(newrelic("a"))
        self.service.strike("list", answer="types", times=1000)
        for command in (("apply", "-auto-approve"), ("plan",), ("status",), ("apply", "-auto-approve", "-refresh-only")):
            self.assertIn(self.run_program(*command).code, (0, 1, 2), command)

    def test_ids_in_a_list(self):
        """They are not used in a path."""
        self.wants(newrelic("a"))
        self.service.strike("list", answer="named", times=1000)
        self.apply(code=None)
        self.apply(code=None)
        self.apply("-refresh-only", code=None)

    def test_an_import_of_no_id(self):
        self.wants(newrelic("a"))
        for identity in ("..", ".", "a/b", "a?b", "../search/cloudintegration"):
            with self.subTest(identity=identity):
                run = self.run_program("import", "wavefront_cloud_integration_newrelic.a", identity)
                self.assertEqual(run.code, 1, run.text)


class ForeignAnswerTest(Story):
    """Redirects are not followed, and the token is not sent to another host."""

    def setUp(self):
        super().setUp()
        self.wants(newrelic("a"), newrelic("b"))
        self.apply()

    def assert_reported_at_once(self, run):
        self.assertEqual(run.code, 1, run.text)
        self.assert_says(run, "redirect")
        self.assertLess(run.seconds, SETTLE + 4, run.text)

    def redirected(self, call, whom, want, status=307):
        self.wants(*want)
        strike = self.service.strike(call, whom, effect="none", answer="redirect", value=status, times=1000)
        run = self.apply(code=None)
        self.assert_reported_at_once(run)
        self.assertLessEqual(1000 - strike.times, 2, "a redirect cannot pass by itself")
        self.service.heal()
        self.apply()

    def test_list(self):
        for status in (301, 302, 303, 307, 308):
            with self.subTest(status=status):
                self.redirected("list", "", [newrelic("a"), newrelic("b")], status)

    def test_get(self):
        self.redirected("get", "A", [newrelic("a", rate=7), newrelic("b")])

    def test_update(self):
        self.redirected("update", "A", [newrelic("a", rate=7), newrelic("b")])
        self.assertEqual(self.field("A"), 7)

    def test_create(self):
        self.redirected("create", "C", [newrelic("a"), newrelic("b"), newrelic("c")])
        self.allowed.wanted = {"A": 1, "B": 1, "C": 1}

    def test_delete(self):
        self.redirected("delete", "A", [newrelic("b")])
        self.assertEqual(self.service.live(), ["B"])

    def test_undelete(self):
        self.wants(newrelic("b"))
        self.apply()
        self.redirected("undelete", "A", [newrelic("a"), newrelic("b")])
        self.assertEqual(self.service.live(), ["A", "B"])

    def test_redirect_with_a_body_of_the_api(self):
        """200 with a Location, and a success status in the envelope of a redirect."""
        self.wants(newrelic("a", rate=7), newrelic("b"))
        self.service.strike("any", answer="ok", headers={"Location": self.service.elsewhere, "Refresh": f"0; url={self.service.elsewhere}"}, times=1000)
        self.apply()
        self.assertEqual(self.field("A"), 7)
