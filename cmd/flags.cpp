#include "cmd/flags.h"

#include <algorithm>
#include <stdexcept>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

namespace po = boost::program_options;
using base::ErrorKind;

namespace {

// The parser's name for positional words; it cannot be typed as a flag.
constexpr const char* kPositional = " words";

struct Word {
  std::string flag;  // without dashes
  std::string value;
  bool has_value = false;
};

bool is_flag(const std::string& word) {
  return word.size() > 1 && word.front() == '-' && word != "--";
}

Word split_word(const std::string& word) {
  std::string bare = word.substr(word.starts_with("--") ? 2 : 1);
  auto equals = bare.find('=');
  if (bare == "h") bare = "help";
  if (equals == std::string::npos) return {bare, "", false};
  return {bare.substr(0, equals), bare.substr(equals + 1), true};
}

const Flag* find_flag(const std::vector<Flag>& flags, const std::string& name) {
  auto found = std::find_if(flags.begin(), flags.end(), [&](const Flag& f) { return f.name == name; });
  return found == flags.end() ? nullptr : &*found;
}

// Thrown by the parser's callbacks, which cannot return an error.
struct BadFlag : std::runtime_error {
  BadFlag(const std::string& message, std::string what_to_do)
      : std::runtime_error(message), hint(std::move(what_to_do)) {}
  std::string hint;
};

[[noreturn]] void unknown_flag(const std::vector<Flag>& flags, const std::string& name) {
  if (const std::string instead = instead_of_flag(name); !instead.empty())
    throw BadFlag("there is no flag -" + name, instead);
  std::vector<std::string> known;
  for (const auto& flag : flags) known.push_back(flag.name);
  std::string near = base::nearest(name, known);
  throw BadFlag("there is no flag -" + base::printable(name),
                near.empty() ? "See -help for the flags of this command." : "Did you mean -" + near + "?");
}

// Removes the next flag and its value from the front of `words`; returns nothing for a positional word.
std::vector<po::option> take_flag(const std::vector<Flag>& flags, std::vector<std::string>& words) {
  if (words.empty() || !is_flag(words.front())) return {};
  Word word = split_word(words.front());
  const Flag* flag = find_flag(flags, word.flag);
  if (flag == nullptr) unknown_flag(flags, word.flag);
  words.erase(words.begin());
  if (!word.has_value) {
    if (flag->kind == FlagKind::Switch) {
      word.value = "true";
    } else if (words.empty()) {
      throw BadFlag("-" + flag->name + " needs a value",
                    fmt::format("Write -{}={}.", flag->name, flag->value));
    } else if (is_flag(words.front()) && find_flag(flags, split_word(words.front()).flag) != nullptr) {
      throw BadFlag("-" + flag->name + " needs a value, and " + base::printable(words.front()) + " is a flag",
                    fmt::format("Write -{}={}.", flag->name, flag->value));
    } else {
      word.value = words.front();
      words.erase(words.begin());
    }
  }
  if (flag->kind != FlagKind::Switch && word.value.empty()) {
    throw BadFlag("-" + flag->name + " has an empty value",
                  "If it comes from an environment variable, check that it is set.");
  }
  if (flag->kind == FlagKind::Switch && word.value != "true" && word.value != "false") {
    throw BadFlag("-" + flag->name + " does not take this value",
                  fmt::format("Write -{} or -{}=false.", flag->name, flag->name));
  }
  if (flag->value == "NAME=VALUE" && word.value.find('=') == std::string::npos)
    throw BadFlag("-" + flag->name + " needs a name and a value",
                  fmt::format("Write -{} NAME=VALUE.", flag->name));
  auto fixed = fixed_values(flag->value);
  if (!fixed.empty() && std::find(fixed.begin(), fixed.end(), word.value) == fixed.end()) {
    throw BadFlag(fmt::format("-{} cannot be {}", flag->name, base::quote(word.value)),
                  fmt::format("Use {}.", base::enumerate(fixed, "or")));
  }
  return {po::option(flag->name, {word.value})};
}

}  // namespace

std::vector<std::string> fixed_values(const std::string& value) {
  if (value.find('|') == std::string::npos || value != base::lower(value)) return {};
  auto parts = base::split(value, '|');
  return {parts.begin(), parts.end()};
}

bool Arguments::on(const std::string& flag, bool otherwise) const {
  auto found = given_.find(flag);
  return found == given_.end() ? otherwise : found->second.back() == "true";
}

std::string Arguments::text(const std::string& flag, const std::string& otherwise) const {
  auto found = given_.find(flag);
  return found == given_.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::all(const std::string& flag) const {
  auto found = given_.find(flag);
  return found == given_.end() ? std::vector<std::string>{} : found->second;
}

base::Result<Arguments> parse_flags(const std::vector<Flag>& flags, const std::vector<std::string>& words) {
  po::options_description description;
  for (const auto& flag : flags)
    description.add_options()(flag.name.c_str(), po::value<std::vector<std::string>>());
  description.add_options()(kPositional, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kPositional, -1);
  Arguments arguments;
  try {
    auto parsed =
        po::command_line_parser(words)
            .options(description)
            .positional(positional)
            .extra_style_parser([&](std::vector<std::string>& rest) { return take_flag(flags, rest); })
            .run();
    for (const auto& option : parsed.options) {
      const std::string& value = option.value.front();
      if (option.position_key >= 0) {
        arguments.positional_.push_back(value);
      } else {
        arguments.given_[option.string_key].push_back(value);
        arguments.in_order_.emplace_back(option.string_key, value);
      }
    }
  } catch (const BadFlag& bad) {
    return base::fail(ErrorKind::Invalid, bad.what(), bad.hint);
  } catch (const po::error& error) {
    return base::fail(ErrorKind::Invalid, "the command line cannot be read: " + base::printable(error.what()),
                      "See -help.");
  }
  return arguments;
}

base::Result<std::int64_t> whole_number(const Arguments& arguments, const std::string& flag,
                                        std::int64_t otherwise) {
  if (!arguments.has(flag)) return otherwise;
  std::string text = arguments.text(flag);
  if (const auto number = base::parse_integer(text); number && *number >= 0) return *number;
  return base::fail(ErrorKind::Invalid,
                    fmt::format("-{} takes a whole number, not {}", flag, base::quote(text)));
}

std::size_t find_command(const std::vector<Flag>& global, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_flag(words[i])) return i;
    Word word = split_word(words[i]);
    const Flag* flag = find_flag(global, word.flag);
    bool takes_next = flag != nullptr && flag->kind != FlagKind::Switch && !word.has_value;
    if (takes_next) ++i;
  }
  return words.size();
}

}  // namespace waveform::cmd
