// Profiles of ~/.wavefront, in the INI form in which the wf command line tool keeps them:
//
//   [default]
//   endpoint = example.wavefront.com
//   token = 5f4dcc3b-5aa7-65d6-1d83-27deb882cf99
//
// Lines that begin with # or ; are comments, other keys are passed over, spaces around names and values do
// not count. Pure.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace waveform::cmd {

struct Profile {
  std::string endpoint;  // "": not given
  std::string token;
};

// By name; a section without any key is none.
using Profiles = std::map<std::string, Profile>;

// ERRORS: Corrupt, with file and line, and never with what stands there: it may be a token.
base::Result<Profiles> parse_profiles(const std::string& text, const std::string& file);

}  // namespace waveform::cmd
