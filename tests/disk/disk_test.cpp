// A disk that fails, and machines that crash, at every disk access of an apply: nothing is lost, nothing is
// created twice, and one more run completes the apply.
#include "tests/support/disk.h"

#include <algorithm>
#include <map>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "provider/wire.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::base::Value;
using waveform::test::DiskFault;
using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

constexpr const char* kState = "waveform.state.json";
constexpr const char* kSettleTimeout = "-settle-timeout=300ms";

std::string ec2(const std::string& name, const std::string& external_id, int minutes) {
  return fmt::format(
      "resource \"wavefront_cloud_integration_ec2\" \"{0}\" {{\n  name = \"{0}\"\n  role_arn = "
      "\"arn:aws:iam::123456789012:role/wavefront\"\n  external_id = \"{1}\"\n"
      "  service_refresh_rate_in_minutes = {2}\n}}\n",
      name, external_id, minutes);
}

// A tenant right before an apply that creates three integrations, updates one, deletes one and undeletes one;
// can be created repeatedly.
class Eve : public Tenant {
 public:
  Eve() {
    const std::string external_id = make_external_id();
    const auto all = [&](const std::map<std::string, int>& wanted) {
      std::string text;
      for (const auto& [name, minutes] : wanted) text += ec2(name, external_id, minutes);
      return text;
    };
    manifest(all({{"kept", 5}, {"updated", 5}, {"deleted", 5}, {"undeleted", 5}}));
    REQUIRE(apply().exit_code == 0);
    manifest(all({{"kept", 5}, {"updated", 5}, {"deleted", 5}}));
    REQUIRE(apply().exit_code == 0);
    manifest(all({{"kept", 5}, {"updated", 7}, {"undeleted", 5}, {"x", 5}, {"y", 5}, {"z", 5}}));
    for (const auto& name : directory().files()) files_[name] = directory().read(name);
    held_ = service().dump();
    log_ = outside_.path() / "calls";
  }

  void again() {
    for (const auto& name : directory().files()) std::filesystem::remove(directory().path() / name);
    for (const auto& [name, text] : files_) directory().write(name, text);
    REQUIRE(service().load(held_));
    forget_requests();
  }

  Run apply_on(const DiskFault& fault) {
    const auto plain = environment;
    environment.merge(waveform::test::disk_environment(directory().path(), fault, log_));
    Run run = apply({kSettleTimeout});
    environment = plain;
    return run;
  }
  std::vector<std::string> calls() const { return waveform::test::take_disk_log(log_); }

  // After any failure: the files can be read, and one run without faults completes the apply.
  void expect_mended() {
    const Run list = waveform({"state", "list"});
    INFO("state list: ", list.all());
    CHECK(list.exit_code == 0);
    const Run run = apply({kSettleTimeout});
    INFO("the run without faults: ", run.all());
    CHECK(run.exit_code == 0);
    CHECK(names(live()) == std::multiset<std::string>{"kept", "undeleted", "updated", "x", "y", "z"});
    CHECK(names(deleted()) == std::multiset<std::string>{"deleted"});
    CHECK(find("updated").get("serviceRefreshRateInMins") == Value(7));
    CHECK(fmt::format("{}", fmt::join(directory().files(), " ")) ==
          fmt::format("main.wf.hcl {0} {0}.backup {0}.lock", kState));
    CHECK(waveform({"show", kState}).exit_code == 0);
    CHECK(waveform({"show", std::string(kState) + ".backup"}).exit_code == 0);
    expect_empty_plan();
  }

 private:
  static std::multiset<std::string> names(const std::vector<Value>& integrations) {
    std::multiset<std::string> found;
    for (const auto& body : integrations) found.insert(body.get("name").as_string());
    return found;
  }

  std::map<std::string, std::string> files_;
  Value held_;
  waveform::test::TemporaryDirectory outside_;
  std::filesystem::path log_;
};

struct Plain {
  std::vector<std::string> calls;  // of a run without faults
  int before_service = 0;          // how many of them precede the first call of the service
};

Plain plain_run(Eve& eve) {
  eve.again();
  REQUIRE(eve.apply_on({}).exit_code == 0);
  Plain plain{eve.calls()};
  const auto first =
      std::find(plain.calls.begin(), plain.calls.end(), fmt::format("sync {}.journal", kState));
  REQUIRE(first != plain.calls.end());
  plain.before_service = static_cast<int>(first - plain.calls.begin()) + 1;
  eve.expect_mended();
  return plain;
}

// At every call in turn, with the required result of every run. A parallel run may make fewer calls than the
// plain one.
void strike_each_call(const std::string& what) {
  Eve eve;
  const Plain plain = plain_run(eve);
  CHECK(plain.calls.size() > 20);
  for (int at = 1; at <= static_cast<int>(plain.calls.size()); ++at) {
    eve.again();
    const Run run = eve.apply_on({.what = what, .at = at});
    const int sent = eve.writes();
    const auto calls = eve.calls();
    const bool struck = static_cast<int>(calls.size()) >= at;
    INFO(what, " at call ", at, ": ", struck ? calls[static_cast<std::size_t>(at - 1)] : "never made");
    INFO(run.all());
    if (!struck) {
      CHECK(run.exit_code == 0);
    } else if (what.starts_with("fail")) {
      CHECK((run.exit_code == 0 || run.exit_code == 1));
      CHECK((run.exit_code == 0 || has(run.err, "Error: ")));
    } else {
      CHECK(run.exit_code == 128 + 9);
    }
    if (at <= plain.before_service) {
      CHECK(run.exit_code != 0);
      CHECK(sent == 0);
    }
    eve.expect_mended();
  }
}

}  // namespace

TEST_CASE("a disk that is full for a moment") {
  strike_each_call("fail=ENOSPC");
}

TEST_CASE("a disk that fails from some moment on") {
  strike_each_call("fail-on=EIO");
}

TEST_CASE("a kill right before a call to the disk") {
  strike_each_call("kill-before");
}

TEST_CASE("a kill right after a call to the disk") {
  strike_each_call("kill-after");
}

TEST_CASE("a kill in the middle of a write") {
  strike_each_call("tear");
}

TEST_CASE("a power cut, which loses what was not flushed") {
  strike_each_call("crash");
}
