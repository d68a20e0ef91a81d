#include "cmd/help/completion_points.h"

#include <algorithm>

#include "base/text.h"

namespace waveform::cmd {

namespace {

using Choices = std::vector<std::pair<std::string, std::string>>;

std::string first_word(const std::string& name) {
  return name.substr(0, name.find(' '));
}

// The first words of all commands; a group is described by its second words.
Choices first_words(const std::vector<Command>& commands) {
  Choices out;
  for (const auto& command : commands) {
    std::string first = first_word(command.name);
    bool group = first != command.name;
    std::string meaning = group ? command.name.substr(first.size() + 1) : command.summary;
    auto same =
        std::find_if(out.begin(), out.end(), [&](const auto& choice) { return choice.first == first; });
    if (same == out.end()) {
      out.emplace_back(first, meaning);
    } else if (group) {
      same->second += ", " + meaning;
    }
  }
  return out;
}

Choices second_words(const std::vector<Command>& commands, const std::string& first) {
  Choices out;
  for (const auto& command : commands) {
    if (command.name.starts_with(first + " "))
      out.emplace_back(command.name.substr(first.size() + 1), command.summary);
  }
  return out;
}

// "show [flags] [FILE]" -> "FILE"
std::string operand_of(const Command& command) {
  if (command.max_words == 0) return "";
  std::string text = command.usage.substr(command.name.size());
  if (auto at = text.find("[flags]"); at != std::string::npos) text.erase(at, 7);
  std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '.'; });
  return std::string(base::trim(text));
}

}  // namespace

std::vector<CompletionPoint> completion_points(const std::vector<Command>& commands) {
  Choices first = first_words(commands);
  std::vector<CompletionPoint> out = {{"", {}, "", first}};
  std::vector<CompletionPoint> groups;
  for (const auto& [word, meaning] : first) {
    Choices second = second_words(commands, word);
    if (!second.empty()) groups.push_back({word, {}, "", second});
  }
  out.insert(out.end(), groups.begin(), groups.end());
  for (const auto& command : commands) {
    std::string operand = operand_of(command);
    bool of_commands = operand == "COMMAND";
    out.push_back({command.name, command.flags, of_commands ? "" : operand, of_commands ? first : Choices()});
    if (!of_commands) continue;
    for (const auto& group : groups) out.push_back({command.name + " " + group.words, {}, "", group.choices});
  }
  return out;
}

}  // namespace waveform::cmd
