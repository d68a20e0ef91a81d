#include "provider/client.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/http/url.h"
#include "base/json.h"
#include "base/text.h"
#include "provider/answer.h"
#include "provider/attempts.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Result;
using base::Value;

constexpr std::string_view kRoot = "/api/v2/cloudintegration";

constexpr base::Millis kFresh(2000);  // the maximum age of a check when its call begins
constexpr int kMostExpired = 10;

std::string path_of(const std::string& id, std::string_view tail = "") {
  return fmt::format("{}/{}{}", kRoot, http::percent_encode(id), tail);
}

tl::unexpected<base::Error> unexpected_response(const std::string& what, const std::string& address,
                                                const std::string& with) {
  return base::fail(ErrorKind::InDoubt, fmt::format("cannot {}: {} responded {}", what, address, with),
                    "try again; if the problem persists, report it to the vendor's support");
}

std::string search_path(Bin bin) {
  return bin == Bin::Live ? "/api/v2/search/cloudintegration" : "/api/v2/search/cloudintegration/deleted";
}

// A line break in it would inject another header.
bool fits_a_header(const std::string& token) {
  return !token.empty() &&
         std::none_of(token.begin(), token.end(), [](char c) { return c < '!' || c > '~'; });
}

Result<void> nothing(const Result<Value>& result) {
  if (!result) return base::fail(result.error());
  return {};
}

MakeBody without_body(const Check& check) {
  return [&check] { return check().map([] { return Value(); }); };
}

}  // namespace

struct Client::Call {
  std::string method;
  std::string path;
  std::string what;  // completes "cannot ..."
  Value body;        // null: no body
  bool read = false;
  std::string hidden = {};      // a part of the path that messages must not show
  bool returns_secret = false;  // the response contains an external id
  std::string id = {};          // of the integration that the call is about; "" for a create
  MakeBody before = {};         // runs before every attempt and returns the body; empty: `body` is sent
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
        fmt::format("cannot {}: the token is empty or has a space, a line break or a character beyond ASCII",
                    call.what),
        options_.token_hint + ", nothing else: no quotes, no \"Bearer\"");
  }
  request.headers = {{"Authorization", "Bearer " + token}, {"Accept", "application/json"}};
  if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  return {};
}

// Of a call without a response: the address can be wrong.
base::Error Client::with_origin(base::Error error) const {
  if (!error.hint.empty() && !options_.address_from.empty())
    error.hint += "; the address is from " + options_.address_from;
  return error;
}

// Sets the body of the next attempt.
Result<void> Client::make_body(const Call& call, Value& body, http::Request& request) {
  if (call.before) {
    auto made = call.before();
    if (!made) return base::fail(made.error());
    body = *std::move(made);
    request.send_by = clock_.steady() + kFresh;
  }
  request.body = body.is_null() ? "" : base::write_json(body);
  return {};
}

Result<Value> Client::perform(const Call& call) {
  if (!call.id.empty() && !base::is_id(call.id)) {
    return base::fail(ErrorKind::Invalid,
                      fmt::format("cannot {}: {} is not an id", call.what, base::quote(call.id)),
                      "Ids contain only letters, digits, - and _.");
  }
  http::Request request{call.method, options_.address + call.path, {}, "", options_.timeout, {}, call.read};
  Value body = call.body;
  Exchange exchange;
  exchange.call = ++calls_;
  exchange.body = &body;
  exchange.hidden = call.hidden;
  exchange.returns_secret = call.returns_secret;
  Attempts attempts({transport_, clock_, options_.retry, options_.observer, options_.interrupted}, exchange,
                    call.read);

  int expired = 0;
  for (bool renewed = false;;) {
    if (auto made = make_body(call, body, request); !made) return base::fail(made.error());
    const auto token = options_.token({});
    if (!token) return base::fail(token.error(), "cannot " + call.what);
    if (auto fits = authorize(call, *token, request); !fits) return base::fail(fits.error());

    const auto& response = attempts.send(request);
    const Question question{call.what, options_.address,
                            call.hidden.empty()
                                ? body
                                : Value(Value::List{body, Value(call.hidden).with_marks(Value::Sensitive)}),
                            options_.token_hint};
    Verdict verdict = response ? judge(*response, question)
                               : Verdict{base::fail(with_origin(response.error()), "cannot " + call.what)};
    if (verdict.result) {
      attempts.end();
      return std::move(verdict.result);
    }
    // The attempt waited for its slot or a connection until its check was too old.
    if (verdict.result.error().kind == ErrorKind::Expired && ++expired < kMostExpired) {
      attempts.again_at_once();
      continue;
    }
    // Once, if there is a newer token. A 401 means that nothing happened, for writes as well.
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
      // The service may repeat parts of the request or of stored values.
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

Result<Value> Client::about(const Call& call) {
  auto result = perform(call);
  if (!result || call.id.empty()) return result;
  const Value& id = result->get("id");
  if (id.is_null() || id == Value(call.id)) return result;
  return unexpected_response(call.what, options_.address, "with another integration");
}

Result<Value> Client::integration(const Call& call) {
  auto result = about(call);
  if (!result) return result;
  const Value& id = result->get("id");
  if (id.is_string() && base::is_id(id.as_string())) return hidden(*std::move(result));
  return unexpected_response(call.what, options_.address, "without an integration in it");
}

Result<Page> Client::page(const Call& call, std::int64_t offset) {
  const auto result = perform(call);
  if (!result) return base::fail(result.error());
  const Value& items = result->get("items");
  if (!result->is_map() || !(items.is_list() || items.is_null())) {
    return unexpected_response(call.what, options_.address, "without a list in it");
  }
  Page page;
  if (items.is_list()) {
    for (const Value& item : items.as_list()) {
      const Value& id = item.get("id");
      if (!id.is_string() || !base::is_id(id.as_string()))
        return unexpected_response(call.what, options_.address, "with an integration whose id is not one");
      page.items.push_back(hidden(item));
    }
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
  // Whatever EXACT means on this cluster.
  std::erase_if(found->items, [&name](const Value& item) { return !(item.get("name") == Value(name)); });
  return found;
}

Result<Value> Client::get(const std::string& id) {
  return integration({.method = "GET",
                      .path = path_of(id),
                      .what = fmt::format("read the integration {}", id),
                      .body = {},
                      .read = true,
                      .id = id});
}

Result<Value> Client::create(const Value& body) {
  return integration(
      {.method = "POST", .path = std::string(kRoot), .what = "create the integration", .body = body});
}

Result<Value> Client::update(const std::string& id, const MakeBody& body) {
  return integration({.method = "PUT",
                      .path = path_of(id),
                      .what = fmt::format("update the integration {}", id),
                      .body = {},
                      .id = id,
                      .before = body});
}

Result<void> Client::remove(const std::string& id, bool skip_trash, const Check& check) {
  return nothing(about({.method = "DELETE",
                        .path = path_of(id, skip_trash ? "?skipTrash=true" : "?skipTrash=false"),
                        .what = fmt::format("delete the integration {}", id),
                        .body = {},
                        .id = id,
                        .before = without_body(check)}));
}

Result<void> Client::change(const std::string& id, const std::string& verb, const Check& check) {
  return nothing(about({.method = "POST",
                        .path = path_of(id, "/" + verb),
                        .what = fmt::format("{} the integration {}", verb, id),
                        .body = {},
                        .id = id,
                        .before = without_body(check)}));
}

Result<void> Client::undelete(const std::string& id, const Check& check) {
  return change(id, "undelete", check);
}

Result<void> Client::enable(const std::string& id, const Check& check) {
  return change(id, "enable", check);
}

Result<void> Client::disable(const std::string& id, const Check& check) {
  return change(id, "disable", check);
}

Result<std::string> Client::create_external_id() {
  const auto result =
      perform({"POST", path_of("awsExternalId"), "create an external id", {}, false, {}, true});
  if (!result) return base::fail(result.error());
  if (result->is_string() && !result->as_string().empty()) return result->as_string();
  return base::fail(
      ErrorKind::InDoubt,
      fmt::format("cannot create an external id: the response of {} contains none", options_.address));
}

// The id itself is a secret, so messages leave it out.
Result<void> Client::about_external_id(const char* method, const char* what, const std::string& id) {
  const std::string path = path_of("awsExternalId", "/" + http::percent_encode(id));
  return nothing(perform({method, path, what, {}, method == std::string_view("GET"), id, true}));
}

Result<void> Client::check_external_id(const std::string& id) {
  return about_external_id("GET", "confirm the external id", id);
}

Result<void> Client::delete_external_id(const std::string& id) {
  return about_external_id("DELETE", "delete the external id", id);
}

}  // namespace waveform::provider
