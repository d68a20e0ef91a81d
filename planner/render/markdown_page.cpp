#include "planner/render/markdown_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/markdown.h"

namespace waveform::render {

namespace {

constexpr std::string_view kFoldEnd = "</details>\n";

// The shown part of a section.
struct Share {
  std::size_t rows = 0;
  std::size_t details = 0;
};

std::string table_start(const MarkdownSection& section) {
  return "\n### " + section.heading + "\n\n" + table_head(section.columns);
}

std::string fold_start(const MarkdownSection& section, std::size_t shown) {
  auto all = section.details.size();
  std::string count = shown == all ? std::to_string(all) : fmt::format("{} of {}", shown, all);
  return fmt::format("\n<details><summary>Details ({})</summary>\n\n", count);
}

// "" when every row is shown.
std::string rest_text(const MarkdownPage& page, const std::vector<Share>& shares) {
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto& section = page.sections[i];
    auto n = static_cast<std::int64_t>(section.rows.size() - shares[i].rows);
    std::string more = shares[i].rows > 0 ? "more " : "";
    if (n > 0) rest.push_back(base::count(n, more + section.one, more + section.many));
  }
  return rest.empty() ? "" : "\n**Too long to show here: " + base::enumerate(rest) + ".**\n";
}

// Uses up bytes if they fit.
class Purse {
 public:
  explicit Purse(std::size_t bytes) : left_(bytes) {}
  bool pay(std::size_t bytes) {
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  std::size_t left_;
};

// Both false when something did not fit.
bool buy_rows(const MarkdownSection& section, Share& share, Purse& purse) {
  for (const auto& row : section.rows) {
    if (!purse.pay(row.size() + (share.rows == 0 ? table_start(section).size() : 0))) return false;
    ++share.rows;
  }
  return true;
}
bool buy_details(const MarkdownSection& section, Share& share, Purse& purse) {
  auto fold = fold_start(section, section.details.size() + 1).size() + kFoldEnd.size();
  for (const auto& detail : section.details) {
    if (!purse.pay(detail.size() + (share.details == 0 ? fold : 0))) return false;
    ++share.details;
  }
  return true;
}

std::string section_text(const MarkdownSection& section, const Share& share) {
  if (share.rows == 0) return "";
  std::string out = table_start(section);
  for (std::size_t i = 0; i < share.rows; ++i) out += section.rows[i];
  if (share.details == 0) return out;
  out += fold_start(section, share.details);
  for (std::size_t i = 0; i < share.details; ++i) out += section.details[i];
  return out.append(kFoldEnd);
}

}  // namespace

std::string fit(const MarkdownPage& page, std::size_t max_bytes) {
  std::vector<Share> shares(page.sections.size());
  // The line about the rest is longest when nothing is shown, except for one "more ".
  auto longest_rest = rest_text(page, shares).size() + std::string_view("more ").size();
  if (page.head.size() + longest_rest > max_bytes) return page.head;
  Purse purse(max_bytes - page.head.size() - longest_rest);
  bool tail = purse.pay(page.tail.size());
  bool all = true;
  for (std::size_t i = 0; i < shares.size() && all; ++i) all = buy_rows(page.sections[i], shares[i], purse);
  std::string rest = rest_text(page, shares);
  for (std::size_t i = 0; i < shares.size() && all; ++i)
    all = buy_details(page.sections[i], shares[i], purse);
  std::string out = page.head;
  for (std::size_t i = 0; i < shares.size(); ++i) out += section_text(page.sections[i], shares[i]);
  return out + rest + (tail ? page.tail : "");
}

}  // namespace waveform::render
