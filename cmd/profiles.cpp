#include "cmd/profiles.h"

#include <sstream>

#include <boost/property_tree/ini_parser.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

namespace {

namespace pt = boost::property_tree;

constexpr const char* kForm =
    "It has a line [default] or [NAME], and below it lines `endpoint = example.wavefront.com` and `token = "
    "…`.";

// Some editors write a byte order mark.
std::string without_mark(const std::string& text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

}  // namespace

base::Result<Profiles> parse_profiles(const std::string& text, const std::string& file) {
  std::istringstream in(without_mark(text));
  pt::ptree tree;
  try {
    pt::read_ini(in, tree);
  } catch (const pt::ini_parser_error& error) {
    return base::fail(
        base::ErrorKind::Corrupt,
        fmt::format("{}:{}: not a valid INI file: {}", base::printable(file), error.line(), error.message()),
        kForm);
  }
  Profiles profiles;
  for (const auto& [name, section] : tree) {
    Profile& profile = profiles[name];
    for (const auto& [key, value] : section) {
      if (key == "endpoint") profile.endpoint = value.data();
      if (key == "token") profile.token = value.data();
    }
    if (section.empty()) profiles.erase(name);  // a key before the first section
  }
  return profiles;
}

}  // namespace waveform::cmd
