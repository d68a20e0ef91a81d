// What happens to a cluster from outside: somebody in the console, AWS refusing the credentials, time. One
// table, for the control endpoints (control.h) and for changes that wait for a request.
//
//   {"when": TRIGGER, "do": NAME, "id" or "name": TEXT, "with": {...}}      (TRIGGER: trigger.h)
//
// It strikes right before the request is answered; with "after" in the place of "when", right after it took
// effect. Neither "id" nor "name": the integration in the request's path. A name is that of the oldest live
// integration that has it, or else of the oldest in the recycle bin.
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

// What is answered where there is nothing to say: {}, or the error.
base::Result<base::Value> empty_answer(const base::Result<void>& result);

enum class Subject { Nothing, Integration, ExternalId };

struct ChangeKind {
  std::string_view name;  // "trash"
  Subject subject;
  bool takes_with;  // the body of its control endpoint: /simulator/FOLDER[/ID[/VERB]]
  std::string_view method;
  std::string_view folder;
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
  std::string mistake;  // why it did nothing the last time; "" when it did
};

// ERRORS: Invalid, beginning with the member that is wrong.
base::Result<Change> parse_change(const base::Value& given);

// Does it, `match` being the request that it strikes at.
void strike(Change& change, Service& service, const CallMatch& match);

}  // namespace waveform::provider::simulator
