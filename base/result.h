// Errors of the environment (network, disk, service) as values. Errors in a user's input are Diag
// (base/diag.h).
#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace waveform::base {

// The closed set of error kinds. Callers branch on the kind, never on the message.
enum class ErrorKind {
  Invalid,       // the caller's value cannot be used
  NotFound,      // the service reports it in its own envelope, or the file does not exist
  Refused,       // the service understood and refused (400, 405, 409, 422): no effect
  Unauthorized,  // 401
  Forbidden,     // 403
  Throttled,     // 406 or 429: no effect, the call may be retried later
  Unreachable,   // the request was not sent: name not resolved, connection or TLS failed
  Untrusted,     // the request was not sent: the server's certificate cannot be trusted
  Expired,       // the request was not sent: its time was over before it began
  InDoubt,       // the request may have had an effect, its response is lost (5xx, cut, timeout, garbage)
  Redirected,    // as InDoubt, with a response that redirects: a retry would be redirected again
  Conflict,      // changed by another party (serial, fingerprint)
  Locked,        // another run holds the state
  Corrupt,       // a file or response of ours cannot be parsed
  Unsupported,   // written by a newer version, or in a foreign format
  Io,            // the disk
  Interrupted,   // a signal requested a stop
};

// `message` says what happened to what; `hint`, if not empty, says what to do. Neither contains a secret.
struct Error {
  ErrorKind kind;
  std::string message;
  std::string hint;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(message), std::move(hint)});
}

// The same error with a prefix: "while reading state: ..."
inline tl::unexpected<Error> fail(Error error, const std::string& context) {
  error.message = context + ": " + error.message;
  return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

// What an exception says, for the message of an Error.
inline std::string exception_text(const std::exception& exception) {
  return dynamic_cast<const std::bad_alloc*>(&exception) != nullptr
             ? "there is not enough memory"
             : std::string("unexpected error: ") + exception.what();
}

}  // namespace waveform::base
