#include "provider/api.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "base/parallel.h"

namespace waveform::provider {

using base::Result;
using base::Value;

namespace {

constexpr std::int64_t kLimit = 1000;
// Limits of a whole list.
constexpr std::int64_t kMostItems = 100'000;
constexpr std::int64_t kMostPages = 1000;
constexpr std::int64_t kMostWalks = kMostPages / 2;  // a maximum, whatever total the service reports
constexpr std::size_t kMostBytes = std::size_t{200} << 20;
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

// Reads a list page by page.
class Walk {
 public:
  Walk(Api& api, Bin bin, const std::function<void(const Value&)>& visit)
      : api_(api), bin_(bin), visit_(visit) {}

  // Reads from one offset to another, or to the end of the list.
  Result<void> go(std::int64_t from, std::int64_t until) {
    while (from < until && !is_over_) {
      auto page = api_.list(bin_, from, std::min(kLimit, until - from));
      if (!page) return base::fail(page.error());
      const auto read = take(*page, from);
      if (!read || !page->more || *read == 0) return read.map([](auto) {});
      from += *read;
    }
    return {};
  }

  // Returns the number of new items. ERRORS: Corrupt: the page contains nothing new and announces more.
  Result<std::int64_t> take(const Page& page, std::int64_t offset) {
    if (auto within = count(page); !within) return base::fail(within.error());
    bool any_new = false;
    for (const Value& item : page.items) {
      const Value& id = item.get("id");
      if (!id.is_string() || !is_new(id.as_string())) continue;
      any_new = true;
      visit_(item);
    }
    if (any_new || !page.more || page.items.empty()) return static_cast<std::int64_t>(page.items.size());
    return base::fail(base::ErrorKind::Corrupt,
                      fmt::format("the service's list does not end: the page at offset {} has "
                                  "nothing new and announces more",
                                  offset),
                      "try again; if the problem persists, report it to the vendor's support");
  }

  // REQUIRES: the walk has ended. `total`: as the service reports it, 0 without a report.
  bool is_steady(std::int64_t total) const {
    return !moved_ && (total <= 0 || total == static_cast<std::int64_t>(seen_.size()));
  }

 private:
  Result<void> count(const Page& page) {
    const std::lock_guard lock(mutex_);
    items_ += static_cast<std::int64_t>(page.items.size());
    for (const Value& item : page.items) bytes_ += item.footprint();
    const std::string limit = ++pages_ > kMostPages ? fmt::format("{} pages", kMostPages)
                              : items_ > kMostItems ? fmt::format("{} integrations", kMostItems)
                              : bytes_ > kMostBytes ? fmt::format("{} MiB", kMostBytes >> 20)
                                                    : "";
    if (limit.empty()) return {};
    is_over_ = true;
    return base::fail(
        base::ErrorKind::Corrupt,
        fmt::format("the service's list has more than {}; reading was stopped", limit),
        "the tenant may be too large for waveform; otherwise report it to the vendor's support");
  }

  // Pages shift during edits, so an item may appear on two pages.
  bool is_new(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const bool is_new = seen_.insert(id).second;
    moved_ = moved_ || !is_new;
    return is_new;
  }

  Api& api_;
  const Bin bin_;
  const std::function<void(const Value&)>& visit_;
  std::mutex mutex_;
  std::set<std::string> seen_;
  std::int64_t items_ = 0, pages_ = 0;
  std::size_t bytes_ = 0;
  std::atomic<bool> is_over_ = false;  // a limit was reached: the other walks end as well
  bool moved_ = false;
};

}  // namespace

Result<bool> for_each_integration(Api& api, Bin bin, int width,
                                  const std::function<void(const Value&)>& visit) {
  Walk walk(api, bin, visit);
  auto first = api.list(bin, 0, kLimit);
  if (!first) return base::fail(first.error());
  const auto size = walk.take(*first, 0);
  if (!size) return base::fail(size.error());
  if (!first->more || *size == 0) return walk.is_steady(first->total);
  // The other pages have the same size as the first; the last walk continues to the end of the list.
  const auto others =
      std::clamp<std::int64_t>((std::max<std::int64_t>(first->total, 1) - 1) / *size, 1, kMostWalks);
  first->items.clear();
  std::vector<Result<void>> results(static_cast<std::size_t>(others));
  base::in_parallel(results.size(), width, [&](std::size_t i) {
    const auto from = (static_cast<std::int64_t>(i) + 1) * *size;
    results[i] = walk.go(from, i + 1 == results.size() ? kEnd : from + *size);
  });
  for (auto& result : results) {
    if (!result) return base::fail(result.error());
  }
  return walk.is_steady(first->total);
}

}  // namespace waveform::provider
