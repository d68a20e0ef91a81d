// Whose word it is where the service is (docs/trust.md). A manifest under review was written by someone else:
// it must not choose where the token goes. Pure.
#pragma once

#include <string>

#include "base/environment.h"
#include "base/result.h"

namespace waveform::cmd {

// Addresses are normalised; "": none is named.
struct AddressClaims {
  std::string user;        // by -profile, WAVEFRONT_ADDRESS, [default], or a variable of the user's
  std::string user_from;   // where, for messages
  std::string block;       // by the provider block itself
  std::string shared_pin;  // by a shared state; a local one may come with the manifest, and says nothing
};

struct ChosenAddress {
  std::string address;  // "": none is named
  bool ask = false;     // only the manifest names it: not without a person who approves it
};

// ERRORS: Conflict: the block names another service than the user.
base::Result<ChosenAddress> choose_address(const AddressClaims& claims);

// A question to a person, and the error where none can be asked or the answer was not yes.
std::string address_question(const std::string& address);
base::Error unapproved_address(const std::string& address);

// The same for a proxy that the provider block names: it learns what its own address and log-on are made of,
// which may be a secret of the user's. Known: it is this machine's, or the environment has it too.
bool is_proxy(const std::string& url);
bool is_known_proxy(const std::string& url, const base::Environment& environment);
std::string proxy_question(const std::string& url);
base::Error unapproved_proxy(const std::string& url);

}  // namespace waveform::cmd
