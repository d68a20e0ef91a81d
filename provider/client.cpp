#include "provider/client.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/http/url.h"
#include "base/json.h"
#include "provider/answer.h"
#include "provider/attempts.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

constexpr std::string_view kRoot = "/api/v2/cloudintegration";

std::string path_of(const std::string& id, std::string_view tail = "") {
  return fmt::format("{}/{}{}", kRoot, http::percent_encode(id), tail);
}

std::string search_path(Bin bin) {
  return bin == Bin::Live ? "/api/v2/search/cloudintegration" : "/api/v2/search/cloudintegration/deleted";
}

// A line break in it would end the header and begin another.
bool fits_a_header(const std::string& token) {
  return !token.empty() &&
         std::none_of(token.begin(), token.end(), [](char c) { return c < '!' || c > '~'; });
}

Result<void> nothing(const Result<Value>& result) {
  if (!result) return base::fail(result.error());
  return {};
}

}  // namespace

struct Client::Call {
  std::string method;
  std::string path;
  std::string what;  // completes "cannot ..."
  Value body;        // null: none
  bool read = false;
  std::string hidden = {};      // a part of the path that no message may show
  bool answers_secret = false;  // the answer is an external id
};

TokenSupplier fixed_token(std::string token) {
  return [token = std::move(token)](const std::string&) -> Result<std::string> { return token; };
}

Client::Client(http::Transport& transport, base::Clock& clock, ClientOptions options)
    : transport_(transport), clock_(clock), options_(std::move(options)) {}

Result<void> Client::authorize(const Call& call, const std::string& token, http::Request& request) const {
  if (!fits_a_header(token)) {
    return base::fail(
        ErrorKind::Unauthorized,
        fmt::format("cannot {}: the token is empty or has characters that no token has", call.what),
        options_.token_hint + ", without quotes or line breaks");
  }
  request.headers = {{"Authorization", "Bearer " + token}, {"Accept", "application/json"}};
  if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  return {};
}

Result<Value> Client::perform(const Call& call) {
  http::Request request{call.method, options_.address + call.path, {}, "", options_.timeout};
  if (!call.body.is_null()) request.body = base::write_json(call.body);
  const Question question{
      call.what, options_.address,
      call.hidden.empty() ? call.body
                          : Value(Value::List{call.body, Value(call.hidden).with_marks(Value::Sensitive)}),
      options_.token_hint};
  Exchange exchange;
  exchange.call = ++calls_;
  exchange.body = &call.body;
  exchange.hidden = call.hidden;
  exchange.answers_secret = call.answers_secret;
  Attempts attempts({transport_, clock_, options_.retry, options_.observer, options_.interrupted}, exchange,
                    call.read);

  for (bool renewed = false;;) {
    const auto token = options_.token({});
    if (!token) return base::fail(token.error(), "cannot " + call.what);
    if (auto fits = authorize(call, *token, request); !fits) return base::fail(fits.error());

    const auto& response = attempts.send(request);
    Verdict verdict =
        response ? judge(*response, question) : Verdict{base::fail(response.error(), "cannot " + call.what)};
    if (verdict.result) {
      attempts.end();
      return std::move(verdict.result);
    }
    // Once, when there is a newer token. A 401 means that nothing happened, to writes too.
    if (verdict.result.error().kind == ErrorKind::Unauthorized && !std::exchange(renewed, true)) {
      const auto newer = options_.token(*token);
      if (!newer) {
        attempts.end();
        return base::fail(newer.error(), "cannot " + call.what);
      }
      if (*newer != *token) {
        attempts.again_at_once();
        continue;
      }
    }
    if (!attempts.again(verdict.foreign)) {
      // The service may repeat what it was sent, or what it holds.
      auto error = verdict.result.error();
      if (options_.hide) error.message = options_.hide(error.message);
      return base::fail(attempts.given_up(std::move(error)));
    }
  }
}

Value Client::hidden(Value integration) const {
  if (!options_.hide) return integration;
  for (const char* path : {"lastError", "lastErrorEvent.annotations.errorMessage"}) {
    const Value& error = integration.at_path(path);
    if (error.is_string() && !error.as_string().empty())
      integration = integration.with_path(path, options_.hide(error.as_string()));
  }
  return integration;
}

Result<Value> Client::object(const Call& call) {
  auto result = perform(call);
  if (!result) return result;
  if (result->get("id").is_string()) return hidden(*std::move(result));
  return base::fail(
      ErrorKind::InDoubt,
      fmt::format("cannot {}: {} answered without an integration in it", call.what, options_.address),
      "try again; if it stays so, report it to the service's support");
}

Result<Page> Client::page(const Call& call, std::int64_t offset) {
  const auto result = perform(call);
  if (!result) return base::fail(result.error());
  const Value& items = result->get("items");
  if (!result->is_map() || !(items.is_list() || items.is_null())) {
    return base::fail(ErrorKind::InDoubt,
                      fmt::format("cannot {}: {} answered without a list in it", call.what, options_.address),
                      "try again; if it stays so, report it to the service's support");
  }
  Page page;
  if (items.is_list()) {
    for (const Value& item : items.as_list()) page.items.push_back(hidden(item));
  }
  const Value& more = result->get("moreItems");
  const Value& total = result->get("totalItems");
  if (total.is_integer()) page.total = total.as_integer();
  if (more.is_bool()) {
    page.more = more.as_bool();
  } else if (total.is_integer()) {
    page.more = offset + static_cast<std::int64_t>(page.items.size()) < total.as_integer();
  }
  return page;
}

Result<Page> Client::list(Bin bin, std::int64_t offset, std::int64_t limit) {
  if (bin == Bin::Live) {
    return page({"GET",
                 fmt::format("{}?offset={}&limit={}", kRoot, offset, limit),
                 "list the integrations",
                 {},
                 true},
                offset);
  }
  Value body(Value::Map{{"limit", limit}, {"offset", offset}, {"query", Value::List{}}});
  return page({"POST", search_path(bin), "list the recycle bin", std::move(body), true}, offset);
}

Result<Page> Client::search(Bin bin, const std::string& name) {
  Value condition(Value::Map{{"key", "name"}, {"value", name}, {"matchingMethod", "EXACT"}});
  Value body(Value::Map{{"limit", 1000}, {"offset", 0}, {"query", Value::List{std::move(condition)}}});
  auto found = page({"POST", search_path(bin), "search the integrations by name", std::move(body), true}, 0);
  if (!found) return found;
  // Whatever a cluster takes EXACT to mean.
  std::erase_if(found->items, [&name](const Value& item) { return !(item.get("name") == Value(name)); });
  return found;
}

Result<Value> Client::get(const std::string& id) {
  return object({"GET", path_of(id), fmt::format("read the integration {}", id), {}, true});
}

Result<Value> Client::create(const Value& body) {
  return object({"POST", std::string(kRoot), "create the integration", body, false});
}

Result<Value> Client::update(const std::string& id, const Value& body) {
  return object({"PUT", path_of(id), fmt::format("update the integration {}", id), body, false});
}

Result<void> Client::remove(const std::string& id, bool skip_trash) {
  return nothing(perform({"DELETE",
                          path_of(id, skip_trash ? "?skipTrash=true" : "?skipTrash=false"),
                          fmt::format("delete the integration {}", id),
                          {},
                          false}));
}

Result<void> Client::change(const std::string& id, const std::string& verb) {
  return nothing(
      perform({"POST", path_of(id, "/" + verb), fmt::format("{} the integration {}", verb, id), {}, false}));
}

Result<void> Client::undelete(const std::string& id) {
  return change(id, "undelete");
}

Result<void> Client::enable(const std::string& id) {
  return change(id, "enable");
}

Result<void> Client::disable(const std::string& id) {
  return change(id, "disable");
}

Result<std::string> Client::create_external_id() {
  const auto result =
      perform({"POST", path_of("awsExternalId"), "create an external id", {}, false, {}, true});
  if (!result) return base::fail(result.error());
  if (result->is_string() && !result->as_string().empty()) return result->as_string();
  return base::fail(ErrorKind::InDoubt,
                    fmt::format("cannot create an external id: {} answered without one", options_.address));
}

// The id itself is not for logs: messages leave it out.
Result<void> Client::check_external_id(const std::string& id) {
  return nothing(perform({"GET",
                          path_of("awsExternalId", "/" + http::percent_encode(id)),
                          "confirm the external id",
                          {},
                          true,
                          id,
                          true}));
}

Result<void> Client::delete_external_id(const std::string& id) {
  return nothing(perform({"DELETE",
                          path_of("awsExternalId", "/" + http::percent_encode(id)),
                          "delete the external id",
                          {},
                          false,
                          id,
                          true}));
}

}  // namespace waveform::provider
