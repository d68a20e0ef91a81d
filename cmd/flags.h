// Flags as Terraform's users type them: one dash or two, -out=x or -out x, -refresh=false.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace waveform::cmd {

// A switch takes a value only behind an equals sign; it never eats the next word.
enum class FlagKind { Switch, Text, Repeated };

struct Flag {
  std::string name;
  FlagKind kind = FlagKind::Switch;
  std::string value = {};  // what stands for it in the help: "FILE", "DIR"; or all there are: "text|json"
  std::string help = {};   // one line
};

// The values of "text|json", in lower case; none for what only stands for a value ("FILE").
std::vector<std::string> fixed_values(const std::string& value);

class Arguments {
 public:
  bool on(const std::string& flag, bool otherwise = false) const;
  bool has(const std::string& flag) const { return given_.contains(flag); }
  std::string text(const std::string& flag, const std::string& otherwise = {}) const;  // the last one given
  std::vector<std::string> all(const std::string& flag) const;
  const std::vector<std::string>& positional() const { return positional_; }
  // Flags in the order of the command line, for those whose order matters among each other (-var, -var-file).
  const std::vector<std::pair<std::string, std::string>>& in_order() const { return in_order_; }

 private:
  friend base::Result<Arguments> parse_flags(const std::vector<Flag>&, const std::vector<std::string>&);
  std::map<std::string, std::vector<std::string>> given_;
  std::vector<std::pair<std::string, std::string>> in_order_;
  std::vector<std::string> positional_;
};

// -h is -help.
// ERRORS: Invalid: an unknown flag, with the nearest known one; a value that is missing, is not true or
// false, or is none of the fixed values.
base::Result<Arguments> parse_flags(const std::vector<Flag>& flags, const std::vector<std::string>& words);

// The number that a flag gives, 0 or more. ERRORS: Invalid: it is none.
base::Result<std::int64_t> whole_number(const Arguments& arguments, const std::string& flag,
                                        std::int64_t otherwise);

// Where the first word is that belongs to no flag of the table (the command); words.size() when there is
// none.
std::size_t find_command(const std::vector<Flag>& global, const std::vector<std::string>& words);

}  // namespace waveform::cmd
