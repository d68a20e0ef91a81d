// What must hold after every stage, whatever went wrong: the service has exactly the integrations of the
// manifest, and the state records exactly these.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/value.h"
#include "tests/chaos/fleet.h"
#include "tests/chaos/leftovers.h"
#include "tests/chaos/others.h"

namespace waveform::test {

class Audit {
 public:
  // `first_edit`: the first edit by another user in this stage. `dump`: of the simulator. `ids`: in the
  // state; `ids_before`: the ids at the end of each earlier stage.
  Audit(const Fleet& fleet, const Others& others, std::size_t first_edit, const base::Value& dump, Ids ids,
        Ids ids_before);

  // The violations, one per line; empty if there are none.
  const std::vector<std::string>& findings() const { return findings_; }
  // Created by a run and left over, because an equal integration of another user was adopted instead: they
  // cannot be told apart.
  const std::vector<std::string>& left_over() const { return left_over_; }

 private:
  void check_wanted(const std::string& label, const Wanted& wanted);
  void check_state();
  void check_bin();
  void check_others();

  const Fleet& fleet_;
  const Others& others_;
  const std::size_t first_edit_;
  const Ids ids_;
  const Ids ids_before_;
  std::map<std::string, base::Value> live_;     // by id
  std::map<std::string, base::Value> deleted_;  // by id
  std::vector<std::string> findings_;
  std::vector<std::string> left_over_;
};

}  // namespace waveform::test
