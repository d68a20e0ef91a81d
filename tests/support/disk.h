// The real binary on a disk that fails (disk_shim.c says how).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace waveform::test {

// What goes wrong, in the words of disk_shim.c.
struct DiskFault {
  std::string what = {};  // "fail=ENOSPC", "kill-before", "crash", ...; "": nothing
  int at = 0;             // the number of the call, from 1; 0: none
  std::string kind = {};  // of call that is counted; "": all
  std::string text = {};  // only writes with this in them are counted
};

// For a program that works in this folder. `log`, a file outside of it: what was counted; "": nothing is
// noted.
std::map<std::string, std::string> disk_environment(const std::filesystem::path& folder,
                                                    const DiskFault& fault,
                                                    const std::filesystem::path& log = {});

// The calls in such a log: "sync waveform.state.json.journal". Forgets them.
std::vector<std::string> take_disk_log(const std::filesystem::path& log);

}  // namespace waveform::test
