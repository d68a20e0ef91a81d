// Profiles of ~/.wavefront, in the INI form in which the wf command line tool keeps them:
//
//   [default]
//   endpoint = example.wavefront.com
//   token = 5f4dcc3b-5aa7-65d6-1d83-27deb882cf99
//
// Lines that start with # or ; are comments; other keys and spaces around names and values are ignored. Pure.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace waveform::cmd {

struct Profile {
  std::string endpoint;  // "": not given
  std::string token;
};

// By name; a section without keys is not a profile.
using Profiles = std::map<std::string, Profile>;

// ERRORS: Corrupt, with file and line, never with the contents: they can be a token.
base::Result<Profiles> parse_profiles(const std::string& text, const std::string& file);

}  // namespace waveform::cmd
