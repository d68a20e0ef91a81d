// Exceptions within an apply: each is the failure of its change.
#include <atomic>
#include <new>
#include <stdexcept>

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Result;
using base::Value;

// The service, with hooks before these calls, which may throw.
class Hooked final : public provider::Api {
 public:
  explicit Hooked(provider::Api& api) : api_(api) {}
  std::function<void(const Value& body)> on_create = [](const Value&) {};
  std::function<void()> on_list = [] {};
  std::function<void()> on_check = [] {};

  Result<provider::Page> list(provider::Bin bin, std::int64_t offset, std::int64_t limit) override {
    on_list();
    return api_.list(bin, offset, limit);
  }
  Result<provider::Page> search(provider::Bin bin, const std::string& name) override {
    return api_.search(bin, name);
  }
  Result<Value> get(const std::string& id) override { return api_.get(id); }
  Result<Value> create(const Value& body) override {
    on_create(body);
    return api_.create(body);
  }
  Result<Value> update(const std::string& id, const provider::MakeBody& body) override {
    return api_.update(id, body);
  }
  Result<void> remove(const std::string& id, bool skip_trash, const provider::Check& check) override {
    return api_.remove(id, skip_trash, check);
  }
  Result<void> undelete(const std::string& id, const provider::Check& check) override {
    return api_.undelete(id, check);
  }
  Result<void> enable(const std::string& id, const provider::Check& check) override {
    return api_.enable(id, check);
  }
  Result<void> disable(const std::string& id, const provider::Check& check) override {
    return api_.disable(id, check);
  }
  Result<std::string> create_external_id() override { return api_.create_external_id(); }
  Result<void> check_external_id(const std::string& id) override {
    on_check();
    return api_.check_external_id(id);
  }
  Result<void> delete_external_id(const std::string& id) override { return api_.delete_external_id(id); }

 private:
  provider::Api& api_;
};

struct Noisy final : Progress {
  std::function<void()> on_started = [] {};
  std::function<void()> on_failed = [] {};
  void report(ProgressEvent event) override {
    if (event.kind == ProgressEvent::Kind::Started) on_started();
    if (event.kind == ProgressEvent::Kind::Failed) on_failed();
  }
};

struct Unreliable : World {
  Unreliable() { parallelism = 8; }
  std::unique_ptr<Step> apply() {
    auto step = std::make_unique<Step>();
    auto writer = state::Writer::open(backend, "a test");
    REQUIRE(writer);
    prepare(*step, writer->snapshot(), true);
    REQUIRE(step->ok());
    step->planning->connection.api = &api;
    auto result = planner::apply(*step->planning, *writer, progress, outside(), step->diags);
    REQUIRE(result);
    step->result = *std::move(result);
    return step;
  }
  Hooked api{client};
  Noisy progress;
};

std::string several(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += ec2(fmt::format("r{}", i));
  return text;
}

}  // namespace

TEST_CASE("an exception of a call is the failure of its change, which stays in doubt") {
  Unreliable world;
  world.manifest(several(10) + ec2("after", "depends_on = [wavefront_cloud_integration_ec2.r3]"));
  world.api.on_create = [](const Value& body) {
    if (body.get("name") == Value("r3")) throw std::bad_alloc();
  };
  auto step = world.apply();
  REQUIRE(step->result.failed.size() == 1);
  CHECK(step->failure("r3").kind == base::ErrorKind::InDoubt);
  CHECK(step->failure("r3").message == "there is not enough memory");
  REQUIRE(step->result.skipped.size() == 1);
  CHECK(step->result.skipped[0].address == address("after"));
  CHECK(step->result.done.at(Action::Create) == 9);
  CHECK(world.state().intents.size() == 1);
  CHECK(world.state().resources.size() == 9);
}

TEST_CASE("an exception of a create does not block an equal one") {
  Unreliable world;
  std::string text;
  for (int i = 0; i < 2; ++i)
    text += block("ec2", fmt::format("twin{}", i),
                  fmt::format("name = \"twin\"\nrole_arn = \"{}\"\nexternal_id = var.id\n", kRole));
  world.manifest(text);
  world.options.allow_duplicate = true;
  world.fault("create:1:drop-before");
  std::atomic<int> creates = 0;
  world.api.on_create = [&](const Value&) {
    if (++creates == 1) throw std::runtime_error("broken");
  };
  auto step = world.apply();
  REQUIRE(step->result.failed.size() >= 1);
  CHECK(step->result.failed[0].error.message == "unexpected error: broken");
}

TEST_CASE("an exception during the search for a lost create leaves it in doubt") {
  Unreliable world;
  world.manifest(several(5));
  world.fault("create:2:drop-before");
  world.fault("create:3:drop-before");
  std::atomic<int> creates = 0;
  world.api.on_create = [&](const Value&) { ++creates; };
  world.api.on_list = [&] {
    if (creates > 0) throw std::bad_alloc();
  };
  auto step = world.apply();
  CHECK(step->result.failed.size() == 2);
  for (const auto& failure : step->result.failed)
    CHECK(has(failure.error.message, "it is in doubt whether it was created (there is not enough memory)"));
  CHECK(step->result.done.at(Action::Create) == 3);
  CHECK(world.state().intents.size() == 2);
}

TEST_CASE(
    "an exception of a check of an external id is the failure of one change; another one checks it again") {
  Unreliable world;
  world.manifest(several(20));
  std::atomic<int> checks = 0;
  world.api.on_check = [&] {
    if (++checks == 1) throw std::runtime_error("broken");
  };
  auto step = world.apply();
  CHECK(step->result.failed.size() == 1);
  CHECK(step->result.done.at(Action::Create) == 19);
  CHECK(checks == 2);
}

TEST_CASE("an exception of the progress report is the failure of its change") {
  Unreliable world;
  world.manifest(several(10));
  int started = 0;
  world.progress.on_started = [&] {
    if (++started == 4) throw std::runtime_error("the terminal is gone");
  };
  auto step = world.apply();
  REQUIRE(step->result.failed.size() == 1);
  CHECK(step->result.failed[0].error.message == "unexpected error: the terminal is gone");
  CHECK(step->result.done.at(Action::Create) == 9);
}

TEST_CASE("an exception that cannot be reported ends the apply; the next one completes it") {
  Unreliable world;
  world.manifest(several(10));
  world.fault("create:4:status=400");
  world.progress.on_failed = [] { throw std::runtime_error("the terminal is gone"); };
  auto step = world.apply();
  CHECK(has(step->diags.list().back().summary, "the terminal is gone"));
  CHECK(!step->result.complete());
  CHECK(!world.backend.journal);  // the state is written
  CHECK(world.backend.held_by.empty());
  const auto created = world.integrations();
  CHECK(created >= 3);
  world.progress.on_failed = [] {};
  CHECK(world.apply()->result.done.at(Action::Create) == static_cast<std::int64_t>(10 - created));
  CHECK(world.integrations() == 10);
}

}  // namespace waveform::planner
