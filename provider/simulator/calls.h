// The calls of the API, as a table for faults, log and dispatcher.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "provider/simulator/service.h"

namespace waveform::provider::simulator {

struct CallRow {
  std::string_view name;     // "create"
  std::string_view method;   // "POST"
  std::string_view pattern;  // "/api/v2/cloudintegration/*/enable": * is one segment, the id
  bool write;                // it changes something on success
  Reply (Service::*run)(const Input&);
};

std::span<const CallRow> call_table();

struct CallMatch {
  const CallRow* row = nullptr;
  std::string id;              // decoded
  bool path_is_known = false;  // with another method: 405
};
CallMatch find_call(std::string_view method, std::string_view path);

}  // namespace waveform::provider::simulator
