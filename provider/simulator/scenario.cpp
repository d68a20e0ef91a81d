#include "provider/simulator/scenario.h"

#include <fmt/format.h>

#include "base/json.h"
#include "provider/simulator/members.h"
#include "provider/simulator/simulator.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

// Collects all errors, with their places.
class Mistakes {
 public:
  void add(const std::string& place, const std::string& what) {
    list_.push_back(place.empty() ? what : fmt::format("{}: {}", place, what));
  }
  void check(const std::string& place, const std::string& mistake) {
    if (!mistake.empty()) add(place, mistake);
  }
  template <typename T>
  void check(const std::string& place, const Result<T>& result) {
    if (!result) add(place, result.error().message);
  }

  Result<void> finish() const {
    if (list_.empty()) return {};
    return base::fail(ErrorKind::Invalid, fmt::format("{}", fmt::join(list_, "\n")));
  }

 private:
  std::vector<std::string> list_;
};

Value::List list_of(const Value& object, const char* member, const std::string& prefix, Mistakes& mistakes) {
  const Value& list = object.get(member);
  if (!list.is_list() && !list.is_null()) mistakes.add(prefix + member, "a list is expected");
  return list.is_list() ? list.as_list() : Value::List{};
}

// The third fault is fault[2].
std::string at(const char* list, std::size_t index) {
  return fmt::format("{}[{}]", list, index);
}

void read_options(const Value& given, Options& options, Mistakes& mistakes) {
  if (given.is_null()) return;
  if (!given.is_map()) return mistakes.add("options", "an object is expected");
  for (const auto& [name, value] : given.as_map()) {
    mistakes.check("options." + name, set_option(options, name, value));
  }
}

void check_data(const Value& data, Mistakes& mistakes) {
  if (data.is_null()) return;
  mistakes.check("data", find_stray(data, {"format", "version", "integrations", "externalIds"}));
  const Value::List integrations = list_of(data, "integrations", "data.", mistakes);
  for (std::size_t i = 0; i < integrations.size(); ++i) {
    const Value& body = integrations[i];
    if (body.get("name").is_string() && body.get("service").is_string()) continue;
    mistakes.add(at("data.integrations", i), "an integration needs a name and a service");
  }
  const Value::List ids = list_of(data, "externalIds", "data.", mistakes);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string place = at("data.externalIds", i);
    const Value& id = ids[i];
    mistakes.check(place, find_stray(id, {"id", "issuedEpochMillis", "roleArn"}));
    if (!id.get("id").is_string()) mistakes.add(place, "an external id needs an id");
  }
}

void check_faults(const Value::List& faults, Mistakes& mistakes) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const Value& spec = faults[i];
    if (!spec.is_string()) {
      mistakes.add(at("faults", i), "a string is expected");
    } else {
      mistakes.check(at("faults", i), parse_fault(spec.as_string()));
    }
  }
}

void check_changes(const Value::List& changes, Mistakes& mistakes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    mistakes.check(at("changes", i), parse_change(changes[i]));
  }
}

}  // namespace

Result<Scenario> read_scenario(std::string_view text, const Options& options) {
  const auto document = base::parse_json(text);
  if (!document) return base::fail(document.error());
  if (!(document->get("format") == Value("waveform-scenario"))) {
    return base::fail(ErrorKind::Corrupt, R"(this is not a scenario: "format" is not "waveform-scenario")");
  }
  if (!(document->get("version") == Value(1))) {
    return base::fail(ErrorKind::Unsupported, "the scenario does not have version 1");
  }
  Scenario scenario;
  scenario.options = options;
  Mistakes mistakes;
  mistakes.check("", find_stray(*document, {"format", "version", "options", "data", "faults", "changes"}));
  read_options(document->get("options"), scenario.options, mistakes);
  scenario.data = document->get("data");
  scenario.faults = list_of(*document, "faults", "", mistakes);
  scenario.changes = list_of(*document, "changes", "", mistakes);
  check_data(scenario.data, mistakes);
  check_faults(scenario.faults, mistakes);
  check_changes(scenario.changes, mistakes);
  if (const auto finished = mistakes.finish(); !finished) return base::fail(finished.error());
  return scenario;
}

Result<void> play(const Scenario& scenario, Simulator& simulator) {
  Mistakes mistakes;
  const Value& integrations = scenario.data.get("integrations");
  for (std::size_t i = 0; integrations.is_list() && i < integrations.as_list().size(); ++i) {
    mistakes.check(at("data.integrations", i), simulator.add(integrations.as_list()[i]));
  }
  const Value& ids = scenario.data.get("externalIds");
  for (std::size_t i = 0; ids.is_list() && i < ids.as_list().size(); ++i) {
    mistakes.check(at("data.externalIds", i), simulator.edit(&Service::add_external_id, ids.as_list()[i]));
  }
  for (const Value& spec : scenario.faults) {
    mistakes.check("faults", simulator.add_fault(spec.as_string()));
  }
  for (const Value& change : scenario.changes) {
    mistakes.check("changes", simulator.add_change(change));
  }
  return mistakes.finish();
}

}  // namespace waveform::provider::simulator
