// Input and output of the lint checks.
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

// An integration, as a manifest wants it or as the service has it. Unknown values are not checked. A disabled
// one collects nothing and is ignored by the others.
struct Subject {
  const ResourceType* type = nullptr;
  const base::Value::Map* attributes = nullptr;
  std::string label = {};  // for messages: its address, or its name and id
  bool is_wanted = true;   // false: only compared with the others
};

// A problem with one integration, worded as a Diag. No part of it contains or derives from a secret.
struct Finding {
  const Check* check = nullptr;
  std::size_t subject = 0;
  std::string attribute = {};               // "": the whole integration
  std::optional<std::size_t> element = {};  // of a list
  std::string member = {};                  // of an object in a list
  std::string summary = {};
  std::string detail = {};
  std::string hint = {};
};

}  // namespace waveform::provider::checks
