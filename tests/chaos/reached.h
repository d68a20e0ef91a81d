// Counts the situations that the stories reached: a story without findings proves little if it tried little.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::test {

struct Goal {
  std::string_view what;
  int least = 0;  // in 100 stories
  std::string_view meaning;
};
const std::vector<Goal>& goals();
// The share of this many stories, rounded down. Below 20 stories nothing is required.
int share_of(const Goal& goal, int stories);

class Reached {
 public:
  // `what`: the name of one of goals().
  void count(std::string_view what, int more = 1);
  int of(std::string_view what) const;

  // One line that add() reads: "killed=3 found=1".
  std::string text() const;
  void add(std::string_view text);

  // A table of all counts.
  std::string table(int stories) const;
  // The goals whose share was not reached, one per line.
  std::vector<std::string> missing(int stories) const;

 private:
  std::map<std::string, int, std::less<>> counts_;
};

}  // namespace waveform::test
