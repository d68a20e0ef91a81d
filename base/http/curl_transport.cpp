#include "base/http/curl_transport.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/http/url.h"
#include "base/text.h"

namespace waveform::http {

// Not in the unnamed namespace, because Pool has members of this type and has external linkage.
struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

namespace {

using base::ErrorKind;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

// One transfer as the callbacks see it.
struct Transfer {
  const CurlOptions& options;
  const Request& request;
  Response response = {};
  std::size_t header_bytes = 0;
  curl_off_t seen_bytes = 0;  // headers and body, at the last progress check
  std::optional<base::Millis> seen_at = {};
  std::optional<base::Millis> begun_at = {};
  bool is_told = false;  // that it is slow
  bool is_slow = false;
  bool is_interrupted = false;
  bool headers_complete = false;
  int starts = 0;  // how often libcurl began to write the request to a connection
  bool expired = false;
};

constexpr std::size_t kMostHeaderBytes = std::size_t{256} << 10;

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  auto& response = transfer.response;
  const std::size_t room = transfer.options.max_response_bytes - response.body.size();
  response.body.append(data, std::min(size, room));
  response.cut = size > room;
  return response.cut ? 0 : size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  auto& headers = transfer.response.headers;
  const std::string_view line(data, size);
  transfer.header_bytes += size;
  if (transfer.header_bytes > kMostHeaderBytes) return 0;
  if (line.starts_with("HTTP/")) {
    headers.clear();  // of an interim response
    transfer.headers_complete = false;
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    headers.emplace_back(line.substr(0, colon), base::trim(line.substr(colon + 1)));
  } else if (base::trim(line).empty()) {
    transfer.headers_complete = true;
  }
  return size;
}

// At a second start libcurl repeats the request on its own, which must not happen.
int on_start(void* context, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(context);
  const auto& send_by = transfer.request.send_by;
  transfer.expired = transfer.starts == 0 && send_by && base::SystemClock().steady() > *send_by;
  if (transfer.expired) return CURL_PREREQFUNC_ABORT;
  return ++transfer.starts > 1 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

// Called at least once a second. The first byte of a response may take the whole time of the request, because
// the service checks credentials first. After that the response has to make progress.
int on_progress(void* context, curl_off_t, curl_off_t body_bytes, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(context);
  const auto& options = transfer.options;
  transfer.is_interrupted = transfer.request.is_read && options.gives_up && options.gives_up();
  if (transfer.is_interrupted) return 1;
  const curl_off_t bytes = static_cast<curl_off_t>(transfer.header_bytes) + body_bytes;
  if (bytes == 0) return 0;
  const base::Millis now = base::SystemClock().steady();
  if (!transfer.begun_at) transfer.begun_at = now;
  const base::Millis since = now - *transfer.begun_at;
  if (options.is_slow && since >= options.slow_time && !std::exchange(transfer.is_told, true))
    options.is_slow(transfer.request, bytes, since);
  if (transfer.seen_at && now - *transfer.seen_at < options.progress_time) return 0;
  transfer.is_slow =
      transfer.seen_at && bytes - transfer.seen_bytes < static_cast<curl_off_t>(options.least_progress_bytes);
  transfer.seen_at = now;
  transfer.seen_bytes = bytes;
  return transfer.is_slow ? 1 : 0;
}

struct Words {
  CURLcode code;
  std::string_view what;  // completes "cannot reach HOST: " or "no response from HOST: "
  std::string_view hint;
};

constexpr std::array kWords = {
    Words{CURLE_COULDNT_RESOLVE_HOST, "its host name cannot be resolved",
          "check the address, and that this machine can resolve names"},
    Words{CURLE_COULDNT_RESOLVE_PROXY, "the proxy's host name cannot be resolved",
          "check https_proxy, http_proxy and no_proxy"},
    Words{CURLE_PROXY, "the proxy refused the connection", "check https_proxy, http_proxy and no_proxy"},
    Words{
        CURLE_COULDNT_CONNECT, "the connection was refused or failed",
        "check that the service runs at this address and port, and that a firewall or proxy lets it through"},
    Words{CURLE_PEER_FAILED_VERIFICATION, "its certificate cannot be trusted", ""},
    Words{CURLE_SSL_CACERT_BADFILE, "the file of certificate authorities cannot be read", ""},
    Words{CURLE_SSL_CONNECT_ERROR, "the TLS handshake failed",
          "check the address and port: it may expect http://, or be a proxy"},
    Words{CURLE_OPERATION_TIMEDOUT, "the request timed out", "check the network, or try again later"},
    Words{CURLE_GOT_NOTHING, "the connection was closed without a response", ""},
    Words{CURLE_PARTIAL_FILE, "the response was cut off", ""},
    Words{CURLE_SEND_ERROR, "the connection broke while the request was being sent", ""},
    Words{CURLE_RECV_ERROR, "the connection broke before the response was complete", ""},
    Words{CURLE_ABORTED_BY_CALLBACK, "the connection was closed before the response", ""},
    Words{CURLE_BAD_CONTENT_ENCODING, "the response cannot be decompressed", ""},
    Words{CURLE_WEIRD_SERVER_REPLY, "the server does not speak HTTP", "check the address and port"},
    Words{CURLE_UNSUPPORTED_PROTOCOL, "the server does not speak HTTP/1.1", "check the address and port"},
};

// About a server that is not trusted.
std::string trust_hint(const CurlOptions& options, CURLcode code) {
  if (options.ca_bundle_from.empty())
    return code == CURLE_SSL_CACERT_BADFILE ? "install ca-certificates, or set SSL_CERT_FILE to such a file"
                                            : "behind a proxy that inspects TLS, set SSL_CERT_FILE to a file "
                                              "with its certificate authority";
  const std::string used = fmt::format("{}={}", options.ca_bundle_from, base::printable(options.ca_bundle));
  if (code == CURLE_SSL_CACERT_BADFILE) return fmt::format("check {}", used);
  return fmt::format(
      "{} is what is trusted: it must contain the certificate authority of the server, or of a proxy that "
      "inspects TLS",
      used);
}

// Classifies a failed exchange. A request that libcurl never began to write cannot have arrived; any other
// may have. `detail` (libcurl's message) is shown only in the first case, where it can only be about the
// connection.
tl::unexpected<base::Error> lost(CURLcode code, const Transfer& transfer, const std::string& host,
                                 const char* detail) {
  const bool started = transfer.starts > 0;
  Words words{code, curl_easy_strerror(code), ""};
  for (const Words& row : kWords) {
    if (row.code == code) words = row;
  }
  std::string what(words.what);
  if (transfer.header_bytes > kMostHeaderBytes)
    what = fmt::format("its headers are larger than {} bytes", kMostHeaderBytes);
  if (transfer.is_slow) {
    what = fmt::format("it sent less than {} bytes in {} s", transfer.options.least_progress_bytes,
                       transfer.options.progress_time.count() / 1000);
    words.hint = "check the network, or try again later";
  }
  if (started) {
    return base::fail(ErrorKind::InDoubt, fmt::format("no response from {}: {}", host, what),
                      std::string(words.hint));
  }
  std::string message = fmt::format("cannot reach {}: {}", host, what);
  const bool is_untrusted = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
  // A detail with an "@" repeats a proxy's address, including its credentials.
  const bool open = std::string_view(detail).find('@') == std::string_view::npos;
  if (detail[0] != '\0' && open) message += fmt::format(" ({})", base::printable(detail));
  if (is_untrusted) return base::fail(ErrorKind::Untrusted, message, trust_hint(transfer.options, code));
  return base::fail(ErrorKind::Unreachable, message, std::string(words.hint));
}

List header_list(const Headers& headers) {
  List list;
  const auto append = [&list](const std::string& line) {
    list.reset(curl_slist_append(list.release(), line.c_str()));
  };
  for (const auto& [name, value] : headers)
    append(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  append("Expect:");  // avoids a second round trip for large bodies
  if (header(headers, "Content-Type").empty()) append("Content-Type:");
  return list;
}

void set_method(CURL* easy, const Request& request) {
  if (request.method == "GET" && request.body.empty()) return;
  if (request.method == "POST" || !request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_connection(CURL* easy, const CurlOptions& options, const std::string& host) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all encodings that libcurl supports
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  if (!options.ca_bundle.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_bundle.c_str());
  if (!options.proxy.empty()) curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
  if (is_loopback(host)) curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
}

// The origin "https://host:port" of a URL, for messages and to detect loopback.
Origin origin_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t end = url.find_first_of("/?#", scheme == std::string::npos ? 0 : scheme + 3);
  return parse_address(url.substr(0, end)).value_or(Origin{"https", "the server", 443});
}

}  // namespace

// Idle handles. Each keeps its connection open.
class CurlTransport::Pool {
 public:
  Easy take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return Easy(curl_easy_init());
    Easy easy = std::move(free_.back());
    free_.pop_back();
    return easy;
  }
  void give_back(Easy easy) {
    curl_easy_reset(easy.get());  // resets the options, keeps the connection
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(easy));
  }

 private:
  std::mutex mutex_;
  std::vector<Easy> free_;
};

CurlOptions curl_options(const base::Environment& environment, std::span<const char* const> ca_bundles) {
  CurlOptions options;
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const std::string file = environment.get(name).value_or("");
    if (options.ca_bundle.empty() && !file.empty()) options.ca_bundle = file, options.ca_bundle_from = name;
  }
  std::error_code unreadable;
  for (const char* path : ca_bundles) {
    if (options.ca_bundle.empty() && std::filesystem::exists(path, unreadable)) options.ca_bundle = path;
  }
  return options;
}

CurlTransport::CurlTransport(CurlOptions options)
    : options_(std::move(options)), pool_(std::make_unique<Pool>()) {
  [[maybe_unused]] static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
}

CurlTransport::~CurlTransport() = default;

base::Result<Response> CurlTransport::send(const Request& request) {
  Easy easy = pool_->take();
  if (!easy) return base::fail(ErrorKind::Unreachable, "cannot send: libcurl cannot allocate a handle");

  const Origin origin = origin_of(request.url);
  const List headers = header_list(request.headers);
  std::array<char, CURL_ERROR_SIZE> detail{};
  Transfer transfer{options_, request};
  set_connection(easy.get(), options_, origin.host);
  set_method(easy.get(), request);
  curl_easy_setopt(easy.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy.get(), CURLOPT_PREREQFUNCTION, &on_start);
  curl_easy_setopt(easy.get(), CURLOPT_PREREQDATA, &transfer);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &transfer);

  CURLcode code = curl_easy_perform(easy.get());
  // libcurl reports success for a response that ends within its headers.
  if (code == CURLE_OK && !transfer.headers_complete) code = CURLE_PARTIAL_FILE;
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  pool_->give_back(std::move(easy));
  if (transfer.expired)
    return base::fail(ErrorKind::Expired,
                      fmt::format("not sent to {}: the request could not begin in time", origin.text()));
  if (transfer.is_interrupted) return base::fail(ErrorKind::Interrupted, "interrupted");
  if (transfer.response.cut && transfer.headers_complete) code = CURLE_OK;
  if (code != CURLE_OK) return lost(code, transfer, origin.text(), detail.data());
  transfer.response.status = static_cast<int>(status);
  return std::move(transfer.response);
}

}  // namespace waveform::http
