#include "provider/simulator/calls.h"

#include <optional>
#include <vector>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

// External ids come before integrations, whose patterns match their paths as well.
constexpr CallRow kCalls[] = {
    {"create-external-id", "POST", "/api/v2/cloudintegration/awsExternalId", true,
     &Service::create_external_id},
    {"check-external-id", "GET", "/api/v2/cloudintegration/awsExternalId/*", false,
     &Service::check_external_id},
    {"delete-external-id", "DELETE", "/api/v2/cloudintegration/awsExternalId/*", true,
     &Service::delete_external_id},
    {"list", "GET", "/api/v2/cloudintegration", false, &Service::list},
    {"create", "POST", "/api/v2/cloudintegration", true, &Service::create},
    {"get", "GET", "/api/v2/cloudintegration/*", false, &Service::get},
    {"update", "PUT", "/api/v2/cloudintegration/*", true, &Service::update},
    {"delete", "DELETE", "/api/v2/cloudintegration/*", true, &Service::remove},
    {"undelete", "POST", "/api/v2/cloudintegration/*/undelete", true, &Service::undelete},
    {"enable", "POST", "/api/v2/cloudintegration/*/enable", true, &Service::enable},
    {"disable", "POST", "/api/v2/cloudintegration/*/disable", true, &Service::disable},
    {"search", "POST", "/api/v2/search/cloudintegration", false, &Service::search},
    {"search-deleted", "POST", "/api/v2/search/cloudintegration/deleted", false, &Service::search_deleted},
};

// The segment in the place of *, or "" for a pattern without one; nothing if the path does not match.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
  const auto expected = base::split(pattern, '/');
  const auto given = base::split(path, '/');
  if (expected.size() != given.size()) return std::nullopt;
  std::string id;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (expected[i] == "*" && !given[i].empty()) {
      id = http::percent_decode(given[i]);
    } else if (expected[i] != given[i]) {
      return std::nullopt;
    }
  }
  return id;
}

}  // namespace

std::span<const CallRow> call_table() {
  return kCalls;
}

CallMatch find_call(std::string_view method, std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  CallMatch found;
  for (const CallRow& row : kCalls) {
    const auto id = match(row.pattern, path);
    if (!id) continue;
    if (row.method == method) return {&row, *id, true};
    // awsExternalId is not an integration, so GET on it is not "get".
    found.path_is_known = true;
    if (row.pattern.ends_with("/awsExternalId")) break;
  }
  return found;
}

}  // namespace waveform::provider::simulator
