#include "tests/planner/render/catalogue.h"

#include <set>

#include <doctest/doctest.h>

namespace waveform::test {

using planner::Action;

TEST_CASE("the catalogue's views fit its changes") {
  std::set<std::string> names;
  for (const auto& [name, report] : catalogue()) {
    INFO(name);
    CHECK(names.insert(name).second);
    CHECK(report.drift.size() == report.plan.drift.size());
    CHECK(std::is_sorted(report.resources.begin(), report.resources.end(),
                         [](const auto& a, const auto& b) { return a.address < b.address; }));
    for (const auto& change : report.plan.changes) {
      auto view = std::find_if(report.resources.begin(), report.resources.end(),
                               [&](const auto& v) { return v.address == change.address; });
      REQUIRE(view != report.resources.end());
      CHECK(view->before.is_null() == change.has(Action::Create));
      CHECK(view->after.is_null() == (change.has(Action::Delete) || change.has(Action::Forget)));
    }
  }
  CHECK(names.size() >= 40);
}

TEST_CASE("the catalogue has every action") {
  auto samples = catalogue();
  for (int action = 0; action < planner::kActions; ++action) {
    CHECK(std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) {
      return sample.report.plan.count(static_cast<Action>(action)) > 0;
    }));
  }
  CHECK(samples.back().report.plan.changes.size() == 5000);
}

}  // namespace waveform::test
