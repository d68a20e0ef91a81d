// Faults of the world (network, disk, service) as values. Faults of a user's input are Diag (base/diag.h).
#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace waveform::base {

// The closed set of what can go wrong outside. Callers branch on the kind, never on the words.
enum class ErrorKind {
  Invalid,       // the caller's value cannot be used as it is
  NotFound,      // the service says in its own envelope that there is no such thing; or no such file
  Refused,       // the service understood and said no (400, 405, 409, 422): nothing happened
  Unauthorized,  // 401
  Forbidden,     // 403
  Throttled,     // 406 or 429: nothing happened, the same call may be made again later
  Unreachable,   // the request never left: name not resolved, connection or TLS refused
  Expired,       // the request was not sent: its time was over before it could begin
  InDoubt,       // the request may have taken effect, its answer is lost (5xx, cut, timeout, garbage)
  Redirected,    // the same, of an answer that points elsewhere: sent again, it would meet the same
  Conflict,      // something else moved (serial, fingerprint)
  Locked,        // another run holds the state
  Corrupt,       // data that should be ours cannot be read
  Unsupported,   // written by a newer version, or of a foreign format
  Io,            // the disk
  Interrupted,   // a signal asked us to stop
};

// `message` says what happened and to what; `hint`, when not empty, says what to do. Neither holds a secret.
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

// The same error with words in front of its message: "while reading state: ..."
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
