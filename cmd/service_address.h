// Who may choose the address of the service (docs/trust.md). A manifest under review has another author and
// must not choose where the token goes. Pure.
#pragma once

#include <string>

#include "base/environment.h"
#include "base/result.h"

namespace waveform::cmd {

// Addresses are normalised; "": not set.
struct AddressClaims {
  std::string user;        // by -profile, WAVEFRONT_ADDRESS, [default], or a variable of the user's
  std::string user_from;   // where, for messages
  std::string block;       // by the provider block itself
  std::string shared_pin;  // by a shared state; a local one can come with the manifest and does not count
};

struct ChosenAddress {
  std::string address;                      // "": not set
  bool ask = false;                         // only the manifest names it: needs approval
  std::string from = "the provider block";  // for messages
};

// ERRORS: Conflict: the block names another service than the user.
base::Result<ChosenAddress> choose_address(const AddressClaims& claims);

// A prompt, and the error when prompting is not possible or approval was denied.
std::string address_question(const std::string& address);
base::Error unapproved_address(const std::string& address);

// The same for a proxy that the provider block names: it receives its address, user and password, which can
// contain a secret of the user. Known: it is on this machine, or the environment has it as well.
bool is_proxy(const std::string& url);
bool is_known_proxy(const std::string& url, const base::Environment& environment);
std::string proxy_question(const std::string& url);
base::Error unapproved_proxy(const std::string& url);

}  // namespace waveform::cmd
