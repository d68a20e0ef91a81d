#include "planner/render/status.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/support/golden.h"
#include "tests/support/text.h"

namespace waveform::render {
namespace {

using planner::Health;
using planner::IntegrationStatus;
using planner::Status;

constexpr std::int64_t kNow = 1'700'000'000'000;

// One of each state.
Status one_of_each() {
  Status status;
  status.asked_at = kNow;
  auto add = [&](const char* name, Health health, std::int64_t data_before) -> IntegrationStatus& {
    IntegrationStatus one;
    one.address = base::Address{"wavefront_cloud_integration_ec2", name, {}};
    one.id = "id-of-" + std::string(name);
    one.name = name;
    one.service = "EC2";
    one.health = health;
    one.last_data_at = data_before == 0 ? 0 : kNow - data_before;
    one.metrics = 210;
    status.integrations.push_back(std::move(one));
    return status.integrations.back();
  };
  auto& failing = add("failing", Health::Failing, 7'200'000);
  failing.last_error =
      "Access denied:\nthe role cannot be assumed, and this text is long enough to be wrapped once";
  failing.last_error_at = kNow - 60'000;
  add("stale", Health::Stale, 200'000'000);
  add("by_service", Health::DisabledByService, 1).last_error = "no time";
  auto& gone = add("gone", Health::Gone, 0);
  gone.service.clear();
  gone.metrics.reset();
  add("fine", Health::Ok, 30'000);
  add("by_somebody", Health::Disabled, 0).disabled_by = "ann@example.com";
  auto& other = add("other", Health::Ok, 100);
  other.address.reset();
  other.name = "A name of more than forty characters that somebody gave it";
  return status;
}

}  // namespace

TEST_CASE("the table has a line for each, the errors of unhealthy ones, and a summary") {
  test::check_golden("tests/planner/render/golden/status.txt", status_text(one_of_each(), {60, false}));
}

TEST_CASE("only the state is in colour") {
  auto text = status_text(one_of_each(), {80, true});
  CHECK(test::has(text, "\x1b[1;7;31mfailing\x1b[0m"));
  CHECK(test::has(text, "\x1b[2mdisabled by ann@example.com\x1b[0m"));
}

TEST_CASE("as JSON, null stands for what is not there") {
  auto json = *base::parse_json(status_json(one_of_each(), "https://example.wavefront.com"));
  CHECK(json.get("healthy") == base::Value(false));
  CHECK(json.get("service_address") == base::Value("https://example.wavefront.com"));
  const auto& all = json.get("integrations").as_list();
  REQUIRE(all.size() == 7);
  CHECK(all[0].get("state") == base::Value("failing"));
  CHECK(all[0].get("last_error_epoch_millis") == base::Value(kNow - 60'000));
  CHECK(all[3].get("service").is_null());
  CHECK(all[3].get("last_metric_count").is_null());
  CHECK(all[5].get("healthy") == base::Value(true));
  CHECK(all[5].get("disabled_by") == base::Value("ann@example.com"));
  CHECK(all[6].get("address").is_null());
}

TEST_CASE("nothing at all") {
  CHECK(status_text({}, {80, false}) == "0 integrations.\n");
}

}  // namespace waveform::render
