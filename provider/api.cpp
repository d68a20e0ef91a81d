#include "provider/api.h"

#include <set>

#include <fmt/format.h>

namespace waveform::provider {

base::Result<void> for_each_integration(Api& api, Bin bin,
                                        const std::function<void(const base::Value&)>& visit) {
  constexpr std::int64_t kLimit = 1000;
  std::set<std::string> seen;  // pages shift while people click: what moved to the next page comes twice
  std::int64_t offset = 0;
  while (true) {
    const auto page = api.list(bin, offset, kLimit);
    if (!page) return base::fail(page.error());
    const std::size_t before = seen.size();
    for (const base::Value& item : page->items) {
      const base::Value& id = item.get("id");
      if (id.is_string() && seen.insert(id.as_string()).second) visit(item);
    }
    if (!page->more || page->items.empty()) return {};
    if (seen.size() == before) {
      return base::fail(base::ErrorKind::Corrupt,
                        fmt::format("the service answers the list without end: the page at offset {} holds "
                                    "nothing new and promises more",
                                    offset),
                        "try again; if it stays so, report it to the service's support");
    }
    offset += static_cast<std::int64_t>(page->items.size());
  }
}

}  // namespace waveform::provider
