// What must hold after every stage, whatever went wrong: the service holds exactly what the manifest says,
// and the state knows exactly that.
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
  // `first_edit`: of this stage, among those of the others. `dump`: of the simulator. `ids`: of the state;
  // `ids_before`: every id that an earlier stage ended with.
  Audit(const Fleet& fleet, const Others& others, std::size_t first_edit, const base::Value& dump, Ids ids,
        Ids ids_before);

  // What is broken, a line each; empty when nothing is.
  const std::vector<std::string>& findings() const { return findings_; }
  // Created by a run and left over, since an equal one by someone else was taken for it: nothing tells them
  // apart.
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
