"""Secrets and tokens that the service repeats are hidden in messages, request log, state and plans."""
from echoes import ENCODINGS, echo, leaks
from hostile_service import TOKEN
from story import Story, azure, key, newrelic

LOG = "requests.log"
KEY = key("a")
TRACED = ("-log-level=trace", f"-log-file={LOG}")


class EchoTest(Story):
    def texts(self):
        """All remaining files, by name."""
        for i, run in enumerate(self.runs):
            yield f"run {i}'s output", run.text
        for path in self.directory.rglob("*"):
            if path.is_file() and path.name != "main.wf.hcl":
                yield path.name, path.read_text(errors="replace")

    def assert_hidden(self, *secrets):
        found = {name: leaks(text, *secrets) for name, text in self.texts()}
        self.assertEqual({name: encodings for name, encodings in found.items() if encodings}, {})

    def refused(self, call, text, status=None, **how):
        """The text as the message of a refusal; the run fails."""
        if status is None:
            self.service.strike(call, effect="none", answer="message", value=text, **how)
        else:
            self.service.strike(call, effect="none", answer="error", value=(status, text), **how)

    def test_refused_create(self):
        self.wants(newrelic("a"))
        self.refused("create", echo(KEY))
        run = self.apply(*TRACED, code=1)
        self.assert_says(run, "refused")
        self.assert_hidden(KEY)

    def test_each_encoding_alone(self):
        """No encoding is hidden only because of another one beside it."""
        names = list(ENCODINGS)
        self.wants(*(newrelic(f"n{i}", api_key=KEY) for i in range(len(names))))
        for i, name in enumerate(names):
            self.service.strike("create", f"N{i}", effect="none", answer="message", value=echo(KEY, [name]))
        self.apply(*TRACED, code=1)
        self.assert_hidden(KEY)

    def test_in_the_middle_of_words(self):
        self.wants(newrelic("a"))
        self.refused("create", "x".join(["", *("".join(encode(KEY)) for encode in ENCODINGS.values()), ""]))
        self.apply(*TRACED, code=1)
        self.assert_hidden(KEY)

    def test_refused_update(self):
        self.wants(azure("a", "tenant-1", client_secret=KEY))
        self.apply()
        self.wants(azure("a", "tenant-1", client_secret=key("new")))
        self.refused("update", echo(key("new")) + echo(KEY))
        self.apply(*TRACED, code=1)
        self.assert_hidden(key("new"))

    def test_a_later_run_that_sends_no_secret(self):
        self.wants(azure("a", "tenant-1", client_secret=KEY))
        self.apply()
        self.wants(azure("a", "tenant-1", client_secret=KEY, service_refresh_rate_in_minutes=7))
        self.refused("update", echo(KEY))
        self.apply(*TRACED, code=1)
        self.assert_hidden(KEY)

    def test_refused_reads(self):
        self.wants(newrelic("a"))
        self.apply()
        for call in ("list", "bin", "get"):
            with self.subTest(call=call):
                self.wants(newrelic("a", rate=self.field("A") + 1))
                self.refused(call, echo(KEY) + echo(TOKEN))
                self.apply(*TRACED, code=1)
                self.service.heal()
        self.assert_hidden(KEY, TOKEN)

    def test_last_error(self):
        """It is in every list, and in the state and the plan."""
        self.wants(newrelic("a"))
        self.apply()
        self.service.other_user("edit", "A", {"lastError": echo(KEY), "lastErrorMs": 1700000000000,
                                           "lastErrorEvent": {"annotations": {"errorMessage": echo(KEY)}, "startTime": 1700000000000}})
        self.service.other_user("disable", "A")
        self.apply(*TRACED)
        self.wants(newrelic("a", rate=7, enabled="@true"))
        for words in (("plan", "-out=plan.wfplan"), ("show", "plan.wfplan"), ("show", "-json", "plan.wfplan"), ("plan", "-json"), ("status",), ("status", "-json")):
            self.assertIn(self.run_program(*words).code, (0, 2), words)
        self.assert_hidden(KEY)

    def test_read_back_as_it_is(self):
        """An old cluster, and undocumented fields."""
        self.wants(newrelic("a"))
        self.apply()
        shown = self.service.shown
        self.service.shown = lambda body: {**shown(body), "newRelic": {"apiKey": KEY, "debug": echo(KEY)}, "note": echo(KEY)}
        self.apply(*TRACED)
        self.wants(newrelic("a", rate=7))
        for words in (("plan", "-out=plan.wfplan"), ("show", "-json", "plan.wfplan")):
            self.assertEqual(self.run_program(*words, *TRACED).code, 0)
        self.apply(*TRACED)
        self.assert_hidden(KEY)

    def test_token(self):
        self.wants(newrelic("a"))
        for status in (400, 401, 403, 404):
            with self.subTest(status=status):
                self.refused("create", echo(TOKEN), status)
                self.apply(*TRACED, code=1)
        self.assert_hidden(TOKEN)

    def test_places_that_are_not_messages(self):
        """A web page, a header, an incomplete response: none is shown."""
        self.wants(newrelic("a"))
        headers = {"Location": "http://127.0.0.1/" + "".join(ENCODINGS["percent"](KEY)), "X-Echo": "".join(ENCODINGS["plain"](KEY)), "Retry-After": "1"}
        self.service.strike("create", effect="none", answer="redirect", headers=headers)
        self.apply(*TRACED, code=None)
        self.service.heal()
        self.service.strike("create", effect="none", answer=503, headers=headers)
        self.apply(*TRACED, code=None)
        self.assert_hidden(KEY, TOKEN)

    def test_external_id(self):
        from story import EXTERNAL_ID, ec2
        secret = "wave-" + "0b7c3e9d41f2a6"
        self.service.external_ids.add(secret)
        self.wants(ec2("a", external_id=secret))
        self.refused("create", echo(secret))
        self.apply(*TRACED, code=1)
        self.assertNotEqual(secret, EXTERNAL_ID)
        self.assert_hidden(secret)
