#include "provider/simulator/changes.h"

#include <fmt/format.h>

#include "base/text.h"
#include "provider/simulator/members.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

Result<Value> add(Service& service, const std::string&, const Value& with) {
  return service.add(with).map([](const std::string& id) { return Value(Value::Map{{"id", id}}); });
}

Result<Value> patch(Service& service, const std::string& id, const Value& with) {
  return empty_answer(service.patch(id, with));
}

Result<Value> fail_credentials(Service& service, const std::string& id, const Value& with) {
  const Value& message = with.get("message");
  return empty_answer(
      service.fail_credentials(id, message.is_string() ? message.as_string() : kCredentialsMessage));
}

// A change that needs nothing but the id.
template <Result<void> (Service::*kChange)(const std::string& id)>
Result<Value> by_id(Service& service, const std::string& id, const Value&) {
  return empty_answer((service.*kChange)(id));
}

Result<Value> set_clock(Service& service, const std::string&, const Value& with) {
  return empty_answer(service.set_clock(with));
}

constexpr ChangeKind kChangeKinds[] = {
    {"add", Subject::Nothing, true, "POST", "integrations", "", add},
    {"patch", Subject::Integration, true, "PATCH", "integrations", "", patch},
    {"purge", Subject::Integration, false, "DELETE", "integrations", "", by_id<&Service::purge>},
    {"fail", Subject::Integration, true, "POST", "integrations", "fail", fail_credentials},
    {"trash", Subject::Integration, false, "POST", "integrations", "trash", by_id<&Service::trash>},
    {"undelete", Subject::Integration, false, "POST", "integrations", "undelete", by_id<&Service::restore>},
    {"expire-external-id", Subject::ExternalId, false, "POST", "external-ids", "expire",
     by_id<&Service::expire_external_id>},
    {"set-clock", Subject::Nothing, true, "POST", "clock", "", set_clock},
};

tl::unexpected<base::Error> bad_change(std::string_view member, const std::string& why) {
  return base::fail(ErrorKind::Invalid, fmt::format("{}: {}", member, why));
}

Result<std::string> read_text(const Value& given, const char* member) {
  const Value& value = given.get(member);
  if (value.is_null()) return std::string();
  if (!value.is_string() || value.as_string().empty()) return bad_change(member, "a string is expected");
  return value.as_string();
}

Result<const ChangeKind*> read_kind(const Value& given) {
  const auto name = read_text(given, "do");
  if (!name) return base::fail(name.error());
  std::vector<std::string> known;
  for (const ChangeKind& kind : kChangeKinds) {
    if (kind.name == *name) return &kind;
    known.emplace_back(kind.name);
  }
  return bad_change("do", fmt::format("{} is not a change. {}Expected: {}", base::quote(*name),
                                      guess(*name, known), base::enumerate(known, "or")));
}

// Checks the members that this kind of change requires; returns the error, or "".
std::string check_parts(const Change& change) {
  if (!change.id.empty() && !change.name.empty()) return "name: an id is also given";
  if (change.kind->subject == Subject::Nothing && !(change.id.empty() && change.name.empty())) {
    return fmt::format("do: {} takes neither id nor name", change.kind->name);
  }
  if (change.kind->subject == Subject::ExternalId && !change.name.empty()) {
    return "name: an external id does not have a name";
  }
  if (!change.kind->takes_with && !change.with.is_null()) {
    return fmt::format("with: {} takes no data", change.kind->name);
  }
  const bool needs_with = change.kind->takes_with && change.kind->run != fail_credentials;
  if ((needs_with || !change.with.is_null()) && !change.with.is_map() && change.kind->takes_with) {
    return "with: an object is expected";
  }
  return {};
}

Result<std::string> find_id(const Change& change, const Service& service, const CallMatch& match) {
  if (change.kind->subject != Subject::Integration || !change.id.empty()) return change.id;
  if (change.name.empty()) return match.id;
  std::string in_bin;
  for (const Value& integration : service.store().integrations()) {
    if (!(integration.get("name") == Value(change.name))) continue;
    const std::string& id = integration.get("id").as_string();
    if (!(integration.get("inTrash") == Value(true))) return id;
    if (in_bin.empty()) in_bin = id;
  }
  if (!in_bin.empty()) return in_bin;
  return base::fail(ErrorKind::NotFound,
                    fmt::format("no integration has the name {}", base::quote(change.name)));
}

}  // namespace

Result<Value> empty_answer(const Result<void>& result) {
  if (!result) return base::fail(result.error());
  return Value(Value::Map{});
}

std::span<const ChangeKind> change_kinds() {
  return kChangeKinds;
}

Result<Change> parse_change(const Value& given) {
  if (std::string stray = find_stray(given, {"when", "after", "do", "id", "name", "with"}); !stray.empty()) {
    return base::fail(ErrorKind::Invalid, stray);
  }
  Change change;
  change.given = given;
  const auto when = read_text(given, "when");
  const auto after = read_text(given, "after");
  const auto id = read_text(given, "id");
  const auto name = read_text(given, "name");
  for (const auto* text : {&when, &after, &id, &name}) {
    if (!*text) return base::fail(text->error());
  }
  if (when->empty() == after->empty()) {
    return bad_change("when", "expected exactly one of when and after, with the requests to match");
  }
  change.after = when->empty();
  auto trigger = parse_trigger(change.after ? *after : *when);
  if (!trigger) return bad_change(change.after ? "after" : "when", trigger.error().message);
  change.trigger = *std::move(trigger);
  const auto kind = read_kind(given);
  if (!kind) return base::fail(kind.error());
  change.kind = *kind;
  change.id = *id;
  change.name = *name;
  change.with = given.get("with");
  if (std::string mistake = check_parts(change); !mistake.empty()) {
    return base::fail(ErrorKind::Invalid, mistake);
  }
  return change;
}

void strike(Change& change, Service& service, const CallMatch& match) {
  ++change.struck;
  const auto id = find_id(change, service, match);
  if (!id) {
    change.mistake = id.error().message;
    return;
  }
  const auto result = change.kind->run(service, *id, change.with);
  change.mistake = result ? std::string() : result.error().message;
}

}  // namespace waveform::provider::simulator
