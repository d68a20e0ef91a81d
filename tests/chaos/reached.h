// What a run of stories reached: that nothing went wrong says little where little was tried.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::test {

class Reached {
 public:
  // `what`: a row of the table in reached.cpp.
  void count(std::string_view what, int more = 1);
  int of(std::string_view what) const;

  // One line that add() reads: "killed=3 found=1".
  std::string text() const;
  void add(std::string_view text);

  // A table of all that is counted.
  std::string table(int stories) const;
  // What so many stories had to reach and did not, a line each. Few stories have to reach half of their
  // share.
  std::vector<std::string> missing(int stories) const;

 private:
  std::map<std::string, int, std::less<>> counts_;
};

}  // namespace waveform::test
