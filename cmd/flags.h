// Flags in Terraform's syntax: one dash or two, -out=x or -out x, -refresh=false.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace waveform::cmd {

// The value of a switch must follow an equals sign; the next word is never its value.
enum class FlagKind { Switch, Text, Repeated };

struct Flag {
  std::string name;
  FlagKind kind = FlagKind::Switch;
  std::string value = {};  // its placeholder in the help: "FILE", "DIR"; or all values: "text|json"
  std::string help = {};   // one line
};

// The values of "text|json", in lower case; empty for a placeholder ("FILE").
std::vector<std::string> fixed_values(const std::string& value);

class Arguments {
 public:
  bool on(const std::string& flag, bool otherwise = false) const;
  bool has(const std::string& flag) const { return given_.contains(flag); }
  std::string text(const std::string& flag, const std::string& otherwise = {}) const;  // the last one given
  std::vector<std::string> all(const std::string& flag) const;
  const std::vector<std::string>& positional() const { return positional_; }
  // Flags in the order of the command line, which matters for -var and -var-file.
  const std::vector<std::pair<std::string, std::string>>& in_order() const { return in_order_; }

 private:
  friend base::Result<Arguments> parse_flags(const std::vector<Flag>&, const std::vector<std::string>&);
  std::map<std::string, std::vector<std::string>> given_;
  std::vector<std::pair<std::string, std::string>> in_order_;
  std::vector<std::string> positional_;
};

// terraform_words.cpp. What to do instead of a flag that only Terraform has: "backup"; "" for any other.
std::string instead_of_flag(const std::string& flag);

// -h is -help. ERRORS: Invalid: an unknown flag, with the nearest known one; a missing value, or one that is
// not allowed.
base::Result<Arguments> parse_flags(const std::vector<Flag>& flags, const std::vector<std::string>& words);

// The value of a flag as a number, 0 or more. ERRORS: Invalid: not a number.
base::Result<std::int64_t> whole_number(const Arguments& arguments, const std::string& flag,
                                        std::int64_t otherwise);

// The index of the first word that is not a flag of the table or its value (the command); else words.size().
std::size_t find_command(const std::vector<Flag>& global, const std::vector<std::string>& words);

}  // namespace waveform::cmd
