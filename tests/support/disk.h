// The real program on a disk that fails (see disk_shim.c).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace waveform::test {

// The failure, in the terms of disk_shim.c.
struct DiskFault {
  std::string what = {};  // "fail=ENOSPC", "kill-before", "crash", ...; "": nothing
  int at = 0;             // the number of the call, from 1; 0: none
  std::string kind = {};  // the kind of call that is counted; "": all
  std::string text = {};  // only writes that contain this are counted
};

// For a program in this directory. `log`, a file outside of it, records the counted calls; "": no log.
std::map<std::string, std::string> disk_environment(const std::filesystem::path& directory,
                                                    const DiskFault& fault,
                                                    const std::filesystem::path& log = {});

// The calls in such a log: "sync waveform.state.json.journal". Clears it.
std::vector<std::string> take_disk_log(const std::filesystem::path& log);

}  // namespace waveform::test
