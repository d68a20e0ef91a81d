#include "tests/chaos/reached.h"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::test {

namespace {

constexpr int kStories = 100;
constexpr int kFew = 20;
constexpr Goal kGoals[] = {
    {"killed", 100, "runs that were killed"},
    {"killed_in_create", 20, "kills between the sending of a POST and its response"},
    {"found", 10, "creates of killed runs that the next run found"},
    {"not_made", 10, "creates of killed runs that had no effect, and were created again"},
    {"ambiguous", 10, "creates with more equal integrations than creates in doubt"},
    {"left_to_person", 10, "creates left to a person: something alike, or created by another account"},
    {"lost_deletes", 10, "DELETEs whose response was lost"},
    {"imported", 1, "doubts that an import ended"},
    {"forgotten", 1, "doubts that `state rm` ended"},
    {"resumed", 10, "saved plans that were finished after a kill"},
    {"edits_kept", 10, "edits by others that a saved plan was not applied over"},
    {"edits", 10, "edits and deletes by others between two runs"},
    {"strangers", 100, "integrations that others created while a stage went on"},
    {"twins", 10, "of these: equal, created by the runs' account"},
    {"foreign_twins", 10, "of these: equal, created by another account"},
    {"taken_over", 1, "of these: adopted, since nothing told them apart from the runs' own"},
    {"clock_jumps", 10, "jumps of the service's clock"},
    {"lagging", 10, "stories with reads that lag"},
};

const Goal& goal_of(std::string_view what) {
  for (const Goal& goal : kGoals) {
    if (goal.what == what) return goal;
  }
  throw std::invalid_argument(std::string(what));
}

}  // namespace

const std::vector<Goal>& goals() {
  static const std::vector<Goal> all(std::begin(kGoals), std::end(kGoals));
  return all;
}

int share_of(const Goal& goal, int stories) {
  return stories < kFew ? 0 : goal.least * stories / kStories;
}

void Reached::count(std::string_view what, int more) {
  counts_[std::string(goal_of(what).what)] += more;
}

int Reached::of(std::string_view what) const {
  const auto found = counts_.find(what);
  return found == counts_.end() ? 0 : found->second;
}

std::string Reached::text() const {
  std::string text;
  for (const auto& [what, count] : counts_)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", what, count);
  return text;
}

void Reached::add(std::string_view text) {
  for (const auto part : base::split(text, ' ')) {
    const auto equals = part.find('=');
    int more = 0;
    if (equals == std::string_view::npos) continue;
    std::from_chars(part.data() + equals + 1, part.data() + part.size(), more);
    count(part.substr(0, equals), more);
  }
}

std::string Reached::table(int stories) const {
  std::string table = fmt::format("Reached in {} stories (and what has to be):\n", stories);
  for (const Goal& goal : kGoals)
    table += fmt::format("{:6} ({:3})  {}\n", of(goal.what), share_of(goal, stories), goal.meaning);
  return table;
}

std::vector<std::string> Reached::missing(int stories) const {
  std::vector<std::string> missing;
  for (const Goal& goal : kGoals) {
    if (of(goal.what) < share_of(goal, stories))
      missing.push_back(fmt::format("not reached: {} {}, at least {}", of(goal.what), goal.meaning,
                                    share_of(goal, stories)));
  }
  return missing;
}

}  // namespace waveform::test
