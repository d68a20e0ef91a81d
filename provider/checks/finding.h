// What the checks look at, and what they find.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diag.h"
#include "provider/schema.h"

namespace waveform::provider::checks {

// An error only where the service is known to refuse the value or to hang.
struct Check {
  std::string_view id;  // "metric-aggregation"
  base::Severity severity;
};

// An integration, as a manifest wants it or as the service has it. Values that are not known are not checked;
// one that is disabled collects nothing, and counts for no other.
struct Subject {
  const ResourceType* type = nullptr;
  const base::Value::Map* attributes = nullptr;
  std::string label = {};  // as messages call it: its address, or its name and id
  bool is_wanted = true;   // false: only there for the others to be compared with
};

// What is wrong with one, in the words of a Diag. No text has a secret in it, nor what derives from one.
struct Finding {
  const Check* check = nullptr;
  std::size_t subject = 0;
  std::string attribute = {};               // "": the whole
  std::optional<std::size_t> element = {};  // of a list
  std::string member = {};                  // of an object in a list
  std::string summary = {};
  std::string detail = {};
  std::string hint = {};
};

}  // namespace waveform::provider::checks
