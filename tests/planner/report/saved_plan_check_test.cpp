#include "planner/report/saved_plan_check.h"

#include <functional>

#include "base/digest.h"
#include "planner/report/plan_file.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// Plans, saves, and applies what was saved in another run.
struct Shop : World {
  SavedPlan save() {
    auto step = plan();
    INFO(step->said());
    REQUIRE(step->ok());
    auto report = step->report();
    report.origin = origin(step->loaded);
    auto file = encode_plan(report);
    auto read = decode_plan(file.text);
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(read->digest == file.digest);
    CHECK(encode_plan(read->report).text == file.text);
    CHECK(read->report.plan.options == report.plan.options);
    CHECK(read->report.resources == report.resources);
    text = file.text;
    return *std::move(read);
  }
  static Origin origin(const state::Snapshot& snapshot) {
    Origin origin;
    origin.lineage = snapshot.serial > 0 ? snapshot.lineage : "";
    origin.serial = snapshot.serial;
    for (const auto& [address, resource] : snapshot.resources) origin.managed.insert(address);
    return origin;
  }
  // "" when everything was done.
  std::string apply_saved(const SavedPlan& saved) {
    options = saved.report.plan.options;
    auto writer = state::Writer::open(backend, "a test");
    REQUIRE(writer);
    if (applied_epoch_millis(saved, writer->snapshot()) != 0) return "applied already";
    if (auto same = check_state(saved, writer->snapshot()); !same) return same.error().message;
    Step step;
    prepare(step, writer->snapshot(), true);
    options = {};
    if (!step.ok()) return step.said();
    if (auto same = check_wanted(saved, step.report(), writer->snapshot(), catalog); !same)
      return same.error().message;
    step.plan() = remaining_plan(saved, step.plan(), step.input());
    writer->set_plan(saved.digest);
    auto result = planner::apply(*step.planning, *writer, step.steps, outside(), step.diags);
    done = step.steps.reported;
    if (!result) return result.error().message;
    if (result->not_saved) return result->not_saved->message;
    return result->failed.empty() ? "" : result->failed.front().error.message;
  }
  // The run ends after its first step, as if it was killed.
  void cut_off(const SavedPlan& saved);
  std::string text;
  std::vector<std::string> done;
};

// Nothing can be written any more once the first change is done: what is left is what a kill leaves.
struct DiskFull final : Progress {
  explicit DiskFull(state::MemoryBackend& memory) : backend(memory) {}
  void report(ProgressEvent event) override {
    if (event.kind == ProgressEvent::Kind::Done) backend.writes_until_failure = 0;
  }
  state::MemoryBackend& backend;
};

void Shop::cut_off(const SavedPlan& saved) {
  auto writer = state::Writer::open(backend, "a test");
  REQUIRE(writer);
  Step step;
  prepare(step, writer->snapshot());
  DiskFull full(backend);
  step.plan() = remaining_plan(saved, step.plan(), step.input());
  writer->set_plan(saved.digest);
  auto result = planner::apply(*step.planning, *writer, full, outside(), step.diags);
  CHECK(result->not_saved);
  backend.writes_until_failure = -1;
  REQUIRE(backend.journal);
}

TEST_CASE("a saved plan is applied as it was saved") {
  Shop shop;
  shop.manifest(ec2("gone") + ec2("main"));
  shop.converge();
  shop.manifest(ec2("main", "hostname_tags = [\"x\"]\nenabled = false") + ec2("new") +
                block("aws_external_id", "id", "") +
                "output \"name\" {\n value = wavefront_cloud_integration_ec2.new.name\n}\n");
  auto saved = shop.save();
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.done.size() == 5);
  shop.expect_empty_plan();
}

TEST_CASE("a plan file holds no secret, and no external id") {
  Shop shop;
  shop.variables["secret"] = "a name that nobody may see";
  shop.manifest("variable \"secret\" {\n sensitive = true\n}\n" + block("aws_external_id", "kept", "") +
                ec2("main") +
                block("ec2", "other",
                      fmt::format("name = var.secret\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  auto first = shop.save();
  CHECK(!has(shop.text, shop.variables["id"]));
  CHECK(!has(shop.text, "nobody may see"));
  shop.converge();
  auto id = shop.state().resources.at(address("kept", "aws_external_id")).id;
  shop.manifest(ec2("main", "hostname_tags = [\"x\"]"));
  shop.save();
  CHECK(!has(shop.text, id));
  CHECK(!has(shop.text, "nobody may see"));
}

TEST_CASE("an external id to delete is found by the state of the apply") {
  Shop shop;
  shop.manifest(block("aws_external_id", "main", ""));
  shop.converge();
  auto id = shop.state().resources.begin()->second.id;
  shop.manifest("");
  CHECK(shop.apply_saved(shop.save()) == "");
  CHECK(!shop.client.check_external_id(id));
}

TEST_CASE("an external id that is imported stands in no plan file, and is imported all the same") {
  Shop shop;
  auto id = *shop.client.create_external_id();
  shop.manifest(block("aws_external_id", "main", "") +
                "import {\n to = wavefront_cloud_integration_aws_external_id.main\n id = \"" + id +
                "\"\n}\n");
  auto saved = shop.save();
  CHECK(!has(shop.text, id));
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.state().resources.at(address("main", "aws_external_id")).id == id);
}

TEST_CASE("what is made of an external id is shown neither before nor after") {
  Shop shop;
  auto manifest = [](const std::string& name) {
    return block("aws_external_id", "main", "") +
           block("ec2", "other",
                 "name = \"" + name +
                     " ${wavefront_cloud_integration_aws_external_id.main.id}\"\nrole_arn = \"" + kRole +
                     "\"\nexternal_id = var.id");
  };
  shop.manifest(manifest("A"));
  shop.converge();
  auto id = shop.state().resources.at(address("main", "aws_external_id")).id;
  for (const std::string& next : {manifest("B"), block("aws_external_id", "main", ""), std::string()}) {
    shop.manifest(next);
    shop.save();
    CHECK(!has(shop.text, id));
    CHECK(!has(shop.plan()->text(), id));
  }
  // What others made of it since is not shown either, nor what the state remembers.
  shop.patch("A " + id, "{\"name\": \"C " + id + "\"}");
  shop.manifest(manifest("A"));
  shop.save();
  CHECK(!has(shop.text, id));
  CHECK(has(shop.plan()->text(), "(external id)"));
  CHECK(!has(shop.plan()->text(), id));
  for (const auto& view : state_views(shop.catalog, shop.state()))
    CHECK(!has(base::write_json(view.after), id));
}

TEST_CASE("a plan of another state, or of an earlier one, is refused") {
  Shop shop;
  shop.manifest(ec2("main"));
  auto early = shop.save();
  shop.converge();
  CHECK(shop.apply_saved(early) == "the plan was made without a state, but now there is one");
  shop.manifest(ec2("main") + ec2("second"));
  auto saved = shop.save();
  auto older = shop.backend.state;
  shop.converge();
  CHECK(has(shop.apply_saved(saved), "the plan is stale: the state was written after it was made"));
  auto state = shop.backend.state;
  shop.backend.state.reset();
  CHECK(shop.apply_saved(saved) == "the plan was made with a state, but there is none here");
  shop.backend.state = state;
  shop.manifest("");
  auto late = shop.save();
  shop.backend.state = older;
  CHECK(shop.apply_saved(late) ==
        "this state is older than the one that the plan was made with (serial 3 then, 2 here)");
  shop.backend.state.reset();
  shop.manifest("");
  shop.converge();
  CHECK(shop.done.empty());
}

TEST_CASE("other values of variables, secret or not, are refused") {
  Shop shop;
  shop.manifest("variable \"rate\" {\n default = 5\n}\n" +
                ec2("main", "service_refresh_rate_in_minutes = var.rate"));
  shop.converge();
  shop.variables["rate"] = "7";
  auto saved = shop.save();
  shop.variables["rate"] = "8";
  CHECK(has(shop.apply_saved(saved), "variable \"rate\" is \"8\" now; when the plan was made, it was \"7\""));
  shop.variables["rate"] = "7";
  auto id = shop.variables["id"];
  shop.variables["id"] = *shop.client.create_external_id();
  CHECK(has(shop.apply_saved(saved), "external_id is another secret than the last one sent now"));
  shop.variables["id"] = id;
  CHECK(shop.apply_saved(saved) == "");
}

TEST_CASE("a later change of the service is not touched, and the next plan reports it") {
  Shop shop;
  shop.manifest(ec2("main") + ec2("other"));
  shop.converge();
  shop.manifest(ec2("main", "hostname_tags = [\"x\"]") + ec2("other"));
  auto saved = shop.save();
  shop.patch("other", R"({"serviceRefreshRateInMins": 60, "name": "Other"})");
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.done == std::vector<std::string>{"update main"});
  auto step = shop.plan();
  CHECK(step->plan().drift.size() == 1);
  CHECK(step->actions("other") == "update");
  shop.converge();

  // Nor is it passed over when the manifest does not say it.
  shop.manifest(ec2("main", "hostname_tags = [\"z\"]") + ec2("other"));
  saved = shop.save();
  shop.patch("other", R"({"serviceRefreshRateInMins": 30})");
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.plan()->plan().drift.size() == 1);

  shop.manifest(ec2("main", "hostname_tags = [\"y\"]") + ec2("other"));
  saved = shop.save();
  shop.patch("main", R"({"serviceRefreshRateInMins": 60})");
  CHECK(has(shop.apply_saved(saved), "changed since the plan"));
}

TEST_CASE("an equal integration of another user is found before it is created twice") {
  Shop shop;
  shop.manifest(ec2("main"));
  auto saved = shop.save();
  World other;
  auto body = *base::parse_json(
      R"({"name": "main", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/x"}}})");
  body = body.with_path("ec2.baseCredentials.externalId", base::Value(shop.variables["id"]));
  REQUIRE(shop.client.create(body));
  CHECK(has(shop.apply_saved(saved), "exists already, and nothing manages it"));
}

TEST_CASE("a plan whose own run was cut off is finished by the same plan, and by no other") {
  Shop shop;
  shop.manifest(ec2("one") + ec2("two") + ec2("three"));
  auto saved = shop.save();
  shop.cut_off(saved);
  CHECK(shop.integrations() == 1);
  SavedPlan other = saved;
  other.digest = "another";
  CHECK(shop.apply_saved(other) == "another run was interrupted after this plan was made");
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.done.size() == 2);
  CHECK(shop.integrations() == 3);
  shop.expect_empty_plan();
}

TEST_CASE("a plan that was cut off is finished although the service writes what was created in another way") {
  const char* const ways[] = {"additional_tags = {}", "hostname_tags = []",
                              "service_refresh_rate_in_minutes = 5", "metric_filter_regex = \"\""};
  for (const char* way : ways) {
    CAPTURE(way);
    Shop shop;
    shop.manifest(ec2("one", way) + ec2("two", way));
    auto saved = shop.save();
    shop.cut_off(saved);
    CHECK(shop.apply_saved(saved) == "");
    CHECK(shop.integrations() == 2);
    shop.expect_empty_plan();
  }
}

TEST_CASE("of a change that was cut off between two steps, the rest is done") {
  Shop shop;
  shop.manifest(ec2("main"));
  shop.converge();
  shop.manifest("");
  shop.converge();
  shop.manifest(ec2("main", "hostname_tags = [\"x\"]\nenabled = false"));
  auto saved = shop.save();
  CHECK(saved.report.plan.changes.front().actions.size() == 3);
  shop.cut_off(saved);
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.done.size() == 2);
  shop.expect_empty_plan();
}

// Six integrations whose rate a saved plan changes, of which the first run did some.
struct SixShop : Shop {
  SixShop() {
    manifest(six(5));
    converge();
    manifest(six(7));
  }
  static std::string six(int rate) {
    std::string text;
    for (int i = 0; i < 6; ++i)
      text += ec2(fmt::format("r{}", i), fmt::format("service_refresh_rate_in_minutes = {}", rate));
    return text;
  }
  void edit(const std::string& name) { patch(name, R"({"serviceRefreshRateInMins": 42})"); }
  base::Value rate(const std::string& name) const { return body(name).get("serviceRefreshRateInMins"); }
};

TEST_CASE("a resumed plan overwrites no edit: neither of what it had not begun nor of what it had done") {
  for (const char* edited : {"r0", "r5"}) {
    SixShop shop;
    auto saved = shop.save();
    shop.cut_off(saved);  // after r0
    shop.edit(edited);
    CHECK(has(shop.apply_saved(saved), "changed since the plan"));
    for (int i = 0; i < 6; ++i) {
      const auto name = fmt::format("r{}", i);
      CHECK(shop.rate(name) == base::Value(name == edited ? 42 : 7));
    }
  }
}

TEST_CASE(
    "a plan that failed or was interrupted is finished by the same plan, until something else is written") {
  SixShop shop;
  auto saved = shop.save();
  shop.fault("update:3:status=400");
  CHECK(has(shop.apply_saved(saved), "the service refused"));
  CHECK(shop.done.size() == 6);
  shop.interrupted = true;
  shop.apply_saved(saved);
  shop.interrupted = false;
  CHECK(shop.apply_saved(saved) == "");
  CHECK(shop.done.size() == 1);
  shop.expect_empty_plan();
  CHECK(shop.apply_saved(saved) == "applied already");
  shop.manifest(SixShop::six(9));
  shop.converge();
  shop.manifest(SixShop::six(7));
  CHECK(has(shop.apply_saved(saved), "the plan is stale"));
}

TEST_CASE("a resumed plan sends the secret that its run sent, and no other") {
  Shop shop;
  shop.manifest(ec2("main"));
  shop.converge();
  const auto old = shop.variables["id"];
  shop.variables["id"] = *shop.client.create_external_id();
  auto saved = shop.save();
  // Sent, and its result is not on the disk.
  shop.fault("update:1:drop-after");
  shop.fault("get:after=1:status=403");
  CHECK(shop.apply_saved(saved) != "");
  shop.simulator.clear_faults();
  const auto sent = shop.variables["id"];
  shop.variables["id"] = *shop.client.create_external_id();
  CHECK(has(shop.apply_saved(saved), "another secret than the interrupted run sent"));
  shop.variables["id"] = sent;
  CHECK(shop.apply_saved(saved) == "");
  shop.expect_empty_plan();
  // Without the plan, the old one is sent again: the service may have either.
  shop.variables["id"] = *shop.client.create_external_id();
  shop.fault("update:1:drop-after");
  shop.fault("get:after=1:status=403");
  CHECK(!shop.apply()->result.complete());
  shop.simulator.clear_faults();
  shop.variables["id"] = sent;
  auto step = shop.plan();
  CHECK(step->attributes("main") == "external_id");
}

// What one saved plan does, and how it must end wherever its run is cut off.
struct SavedCase {
  const char* name;
  std::string before;  // the manifest that is there
  std::string after;   // the manifest of the plan
  std::function<void(Shop&)> prepare = [](Shop&) {};
  std::size_t integrations = 1;  // in the service at the end, live and deleted
};

// Applies the saved plan again and again, cut off once at the n-th write to the disk; false when it needed
// fewer.
bool cut_at_write(const SavedCase& scene, int n) {
  Shop shop;
  shop.manifest(scene.before);
  shop.converge();
  shop.manifest(scene.after);
  scene.prepare(shop);
  auto saved = shop.save();
  shop.backend.writes_until_failure = n;
  auto first = shop.apply_saved(saved);
  bool was_cut = shop.backend.writes_until_failure == 0;
  shop.backend.writes_until_failure = -1;
  INFO(scene.name, " cut at write ", n, ": ", first);
  if (was_cut) {
    auto again = shop.apply_saved(saved);
    // One that was cut off before the first write, or after the last, counts as ended.
    bool over = again.find("the plan is stale") == 0 || again == "applied already";
    INFO(again);
    CHECK((again.empty() || over));
    shop.options = {};
    if (over) shop.converge();
  }
  CHECK(shop.integrations() == scene.integrations);
  shop.expect_empty_plan();
  return was_cut;
}

TEST_CASE("wherever a saved plan is cut off, the same plan ends it: nothing lost, nothing twice") {
  auto replace = [](Shop& shop) { shop.options.replace = {address("main"), address("other")}; };
  auto binned = [](Shop& shop) { REQUIRE(shop.client.remove(shop.id_of("main"), false, unchecked)); };
  std::string two = ec2("main") + ec2("other");
  std::string with_id =
      block("aws_external_id", "e", "") +
      block("ec2", "main",
            fmt::format("name = \"main\"\nrole_arn = \"{}\"\nadditional_tags = {{}}\nexternal_id = "
                        "wavefront_cloud_integration_aws_external_id.e.id",
                        kRole));
  const SavedCase cases[] = {
      {"create", "", two, [](Shop&) {}, 2},
      {"with its external id", "", with_id, [](Shop&) {}, 1},
      {"update", two, ec2("main", "hostname_tags = [\"x\"]\nenabled = false") + ec2("other"), [](Shop&) {},
       2},
      {"delete", two, "", [](Shop&) {}, 2},
      {"undelete", two, ec2("main", "hostname_tags = [\"x\"]") + ec2("other"), binned, 2},
      {"replace", two, two, replace, 4},
      {"external id", block("aws_external_id", "main", "") + ec2("other"), ec2("other", "enabled = false"),
       [](Shop&) {}, 1},
  };
  for (const auto& scene : cases) {
    int n = 0;
    while (cut_at_write(scene, n)) ++n;
    INFO(scene.name);
    CHECK(n >= 4);
  }
}

TEST_CASE("a file that is not a plan, is truncated or was edited is refused") {
  Shop shop;
  shop.manifest(ec2("main"));
  shop.save();
  auto why = [](const std::string& text) {
    auto read = decode_plan(text);
    REQUIRE(!read);
    return read.error().message;
  };
  CHECK(why("{}") == "it is not a saved plan of waveform");
  CHECK(why("resource {}") == "it is not a saved plan of waveform");
  CHECK(has(why(shop.text.substr(0, shop.text.size() / 2)), "the plan cannot be read"));
  std::string edited = shop.text;
  edited.replace(edited.find("\"main\""), 6, "\"evil\"");
  CHECK(why(edited) == "the plan was truncated or edited: its digest does not match");
  std::string newer = shop.text;
  newer.replace(newer.find("\"version\": 1"), 12, "\"version\": 2");
  CHECK(has(why(newer), "written by a newer waveform"));
}

// The value with something else in the place of one member after the other, whatever its depth.
void wrongly(const base::Value& value, const std::function<void(const base::Value&)>& visit) {
  for (const auto& other : {base::Value(), base::Value(7), base::Value("x"), base::Value(base::Value::List{}),
                            base::Value(base::Value::Map{{"@", "unknown"}})})
    visit(other);
  if (value.is_map()) {
    for (const auto& [name, member] : value.as_map()) {
      wrongly(member, [&, key = name](const base::Value& wrong) {
        auto members = value.as_map();
        members.insert_or_assign(key, wrong);
        visit(base::Value(std::move(members)));
      });
    }
  } else if (value.is_list()) {
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      wrongly(value.as_list()[i], [&](const base::Value& wrong) {
        auto items = value.as_list();
        items[i] = wrong;
        visit(base::Value(std::move(items)));
      });
    }
  }
}

TEST_CASE("a plan file of a wrong shape is refused, or means what it says") {
  Shop shop;
  shop.manifest(ec2("main"));
  shop.converge();
  shop.manifest(ec2("main", "hostname_tags = [\"x\"]"));
  shop.save();
  auto root = *base::parse_json(shop.text);
  int refused = 0, read = 0;
  wrongly(root.get("plan"), [&](const base::Value& wrong) {
    auto file = root.with_path("plan", wrong)
                    .with_path("digest", base::Value(base::sha256_hex(base::write_json(wrong))));
    auto saved = decode_plan(base::write_json(file));
    saved ? ++read : ++refused;
    if (!saved) return;
    auto again = encode_plan(saved->report);
    CHECK(encode_plan(decode_plan(again.text)->report).text == again.text);
  });
  CHECK(refused > 100);
  CHECK(read > 100);
}

TEST_CASE("manifest files that changed, went or came are named") {
  Origin then, now;
  then.files = {{"a.tf", "1"}, {"b.tf", "2"}};
  CHECK(check_files(then, then));
  now.files = {{"a.tf", "3"}, {"c.tf", "4"}};
  CHECK(check_files(then, now).error().message ==
        "the manifest has changed since the plan was made: a.tf (changed), b.tf (gone) and c.tf (new)");
}

}  // namespace
}  // namespace waveform::planner
