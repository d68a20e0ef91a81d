// What must hold after every stage, whatever went wrong: the service holds exactly what the manifest says,
// and the state knows exactly that.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/value.h"
#include "tests/chaos/fleet.h"

namespace waveform::test {

using Ids = std::map<std::string, std::string>;  // by address

// Of the state file's text; empty when it cannot be read.
Ids ids_in_state(const std::string& state);

struct Audit {
  const Fleet& fleet;
  base::Value dump;           // of the simulator
  Ids ids;                    // now
  Ids ids_before;             // every id that an earlier stage ended with
  base::Value::List foreign;  // bodies of integrations that nobody but somebody else may touch, as they were

  // What is broken, a line each; empty when nothing is.
  std::vector<std::string> findings() const;
};

}  // namespace waveform::test
