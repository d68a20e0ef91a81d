// External changes of a cluster: edits in the console, AWS refusing the credentials, time. One table, for the
// control endpoints (control.h) and for changes that are triggered by a request.
//
//   {"when": TRIGGER, "do": NAME, "id" or "name": TEXT, "with": {...}}      (TRIGGER: trigger.h)
//
// A change runs right before the matching request is processed; with "after" instead of "when", right after
// the request took effect. Without "id" and "name" it changes the integration in the request's path. A name
// means the oldest live integration with that name, or else the oldest in the recycle bin.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "provider/simulator/calls.h"
#include "provider/simulator/trigger.h"

namespace waveform::provider::simulator {

// The response body: {} or the error.
base::Result<base::Value> empty_answer(const base::Result<void>& result);

enum class Subject { Nothing, Integration, ExternalId };

struct ChangeKind {
  std::string_view name;  // "trash"
  Subject subject;
  bool takes_with;  // the request body of its control endpoint: /simulator/KIND[/ID[/VERB]]
  std::string_view method;
  std::string_view collection;
  std::string_view verb;
  base::Result<base::Value> (*run)(Service&, const std::string& id, const base::Value& with);
};
std::span<const ChangeKind> change_kinds();

struct Change {
  base::Value given;
  const ChangeKind* kind = nullptr;
  Trigger trigger;
  bool after = false;
  std::string id;
  std::string name;
  base::Value with;
  std::int64_t struck = 0;
  std::string mistake;  // why it had no effect the last time; "" if it had
};

// ERRORS: Invalid, beginning with the invalid member.
base::Result<Change> parse_change(const base::Value& given);

// Runs the change; `match` is the request that triggered it.
void strike(Change& change, Service& service, const CallMatch& match);

}  // namespace waveform::provider::simulator
