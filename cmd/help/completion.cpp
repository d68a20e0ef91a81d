#include "cmd/help/completion.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

namespace {

using Choices = std::vector<std::pair<std::string, std::string>>;

// A cursor position: after these words of a command line.
struct CompletionPoint {
  std::string words;  // "", "state", "state list", "help state"
  std::vector<Flag> flags;
  std::string operand;  // the positional argument: "FILE", "a|b"
  Choices choices;      // or words with descriptions: commands
};

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

// Escapes each of these characters with a backslash.
std::string guarded(const std::string& text, std::string_view characters) {
  std::string out;
  for (char c : text) {
    if (characters.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

enum class Values { Free, Files, Directories, Fixed };

Values values_of(const std::string& value) {
  if (!fixed_values(value).empty()) return Values::Fixed;
  if (value.find("FILE") != std::string::npos) return Values::Files;
  return value.find("DIR") != std::string::npos ? Values::Directories : Values::Free;
}

// What a shell is told about a value: one of these, by the enumerators' order.
std::string by_kind(const std::string& value, const std::array<std::string, 4>& forms) {
  return forms[static_cast<std::size_t>(values_of(value))];
}

// bash: one word per flag, and one after a bare equals sign for the positional argument.

std::string bash_value(const std::string& value) {
  return by_kind(value, {"", "@file", "@directory", value});
}

std::string bash_flags(const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) {
    out += " -" + flag.name;
    if (flag.kind != FlagKind::Switch) out += "=" + bash_value(flag.value);
  }
  return out;
}

std::string bash_place(const CompletionPoint& place) {
  std::string beside = bash_value(place.operand);
  for (const auto& [word, meaning] : place.choices) beside += (beside.empty() ? "" : "|") + word;
  return fmt::format("    {}) echo {} ;;\n", base::single_quoted(place.words),
                     base::single_quoted((beside.empty() ? "" : "=" + beside) + bash_flags(place.flags)));
}

constexpr const char* kBash = R"(
_waveform_entry() {  # the entry of flag $1, typed with one dash or two, among the others
  local name=${1#-} entry
  shift
  for entry; do
    [[ ${entry%%=*} == "-${name#-}" ]] && echo "$entry" && return
  done
  return 1
}

_waveform_values() {  # replies with what begins with $2 of $1: @file, @directory, or words between bars
  case $1 in
    @file | @directory)
      local type=-f
      [[ $1 == @directory ]] && type=-d
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen "$type" -- "$2")
      ;;
    *) mapfile -t COMPREPLY < <(compgen -W "${1//|/ }" -- "$2") ;;
  esac
}

_waveform_flags() {  # replies with the flags that begin with $1, of the entries behind it
  local cur=$1 dash=- entry reply
  [[ $cur == --* ]] && dash=--
  shift
  for entry; do
    reply=$dash${entry#-}
    [[ $entry == *=* ]] && reply=${reply%%=*}=
    [[ $entry == -* && $reply == "$cur"* ]] && COMPREPLY+=("$reply")
  done
  # A value follows the equals sign at once.
  [[ ${COMPREPLY[*]} == *= ]] && compopt -o nospace 2>/dev/null
}

_waveform() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} flag= equals= prefix=
  local at=1 place= entries entry globals=$(_waveform_place -)
  COMPREPLY=()

  # The flag whose value is typed. The equals sign is a word of its own where COMP_WORDBREAKS has it.
  if [[ $cur == = ]]; then
    flag=$prev equals=1 cur=
  elif [[ $prev == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD - 2]} equals=1
  elif [[ $cur == -*=* ]]; then
    flag=${cur%%=*} equals=1 prefix=$flag= cur=${cur#*=}
  elif [[ $prev == -* ]]; then
    flag=$prev
  fi

  # The command: global flags and their values stand before it.
  while ((at < COMP_CWORD)); do
    case ${COMP_WORDS[at]} in
      =) ((at += 2)) ;;
      -*=*) ((at += 1)) ;;
      -*)
        [[ $(_waveform_entry "${COMP_WORDS[at]}" $globals) == *=* && ${COMP_WORDS[at + 1]} != = ]] && ((at += 1))
        ((at += 1))
        ;;
      *) break ;;
    esac
  done
  local words=("${COMP_WORDS[@]:at:2}")
  if ((at + 1 < COMP_CWORD)) && _waveform_place "${words[*]}" >/dev/null; then
    place="${words[*]}"
  elif ((at < COMP_CWORD)); then
    place=${words[0]}
  fi
  entries="$(_waveform_place "$place") $globals"

  if [[ -n $flag ]]; then
    entry=$(_waveform_entry "$flag" $entries)
    if [[ $entry == *=* ]]; then
      _waveform_values "${entry#*=}" "$cur"
    elif [[ -n $equals && -n $entry ]]; then
      _waveform_values 'true|false' "$cur"
    fi
    COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
    [[ -n $equals || $entry == *=* ]] && return
  fi
  if [[ $cur == -* ]]; then
    _waveform_flags "$cur" $entries
  else
    for entry in $entries; do
      [[ $entry == =* ]] && _waveform_values "${entry#=}" "$cur"
    done
  fi
}

complete -F _waveform waveform
)";

// zsh: the specifications for _arguments.

std::string zsh_action(const std::string& value) {
  const std::string name = ":" + guarded(value, ":\\") + ":";
  return by_kind(value, {name + " ", name + "_files", name + "_files -/",
                         fmt::format(":value:({})", fmt::join(fixed_values(value), " "))});
}

std::string zsh_flags(const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) {
    bool takes = flag.kind != FlagKind::Switch;
    out += "\n        " +
           base::single_quoted(fmt::format("{}-{}{}[{}]{}", flag.kind == FlagKind::Repeated ? "*" : "",
                                           flag.name, takes ? "=" : "", guarded(flag.help, "[]\\"),
                                           takes ? zsh_action(flag.value) : ""));
  }
  return out;
}

std::string zsh_place(const CompletionPoint& place) {
  std::string specs = zsh_flags(place.flags), choices;
  if (!place.operand.empty()) specs += "\n        " + base::single_quoted("*" + zsh_action(place.operand));
  for (const auto& [word, meaning] : place.choices)
    choices += "\n        " + base::single_quoted(guarded(word, ":") + ":" + meaning);
  return fmt::format("    ({})\n      specs=({})\n      choices=({}) ;;\n", base::single_quoted(place.words),
                     specs, choices);
}

constexpr const char* kZsh = R"(
_waveform() {
  local -a globals specs choices takes
  local curcontext=$curcontext
  integer at=2 taken=1

  _waveform_place -
  globals=($specs)
  # The command: global flags and their values stand before it.
  while (( at < CURRENT )); do
    case $words[at] in
      (-*=*) (( at += 1 )) ;;
      (-*) takes=(${(M)globals:#${words[at]/#--/-}=*}); (( at += 1 + $#takes )) ;;
      (*) break ;;
    esac
  done
  if (( at + 1 < CURRENT )) && _waveform_place "$words[at] $words[at+1]"; then
    (( taken = at + 1 ))
  elif (( at < CURRENT )); then
    _waveform_place "$words[at]" || return 1
    (( taken = at ))
  else
    _waveform_place ''
  fi
  (( $#choices )) && specs+=('1:command:{ _describe command choices }')
  words=("$words[1]" "${(@)words[taken + 1, -1]}")
  (( CURRENT -= taken - 1 ))
  _arguments $globals $specs
}

if [[ $funcstack[1] == _waveform ]]; then
  _waveform "$@"
else
  compdef _waveform waveform
fi
)";

// fish: one line per flag and word.

std::string fish_value(const std::string& value) {
  return by_kind(value,
                 {" -x", " -rF", " -x -a '(__fish_complete_directories (commandline -ct))'",
                  " -x -a " + base::single_quoted(fmt::format("{}", fmt::join(fixed_values(value), " ")))});
}

std::string fish_flags(const std::string& head, const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) {
    out += fmt::format("{} -o {}{} -d {}\n", head, flag.name,
                       flag.kind == FlagKind::Switch ? "" : fish_value(flag.value),
                       base::single_quoted(flag.help));
  }
  return out;
}

std::string fish_place(const CompletionPoint& place) {
  std::string head =
      "complete -c waveform -n " + base::single_quoted("__waveform_at \"" + place.words + "\"");
  std::string out = fish_flags(head, place.flags);
  auto operand = values_of(place.operand);
  if (operand == Values::Files) out += head + " -F\n";
  if (operand == Values::Directories || operand == Values::Fixed)
    out += head + fish_value(place.operand) + "\n";
  for (const auto& [word, meaning] : place.choices)
    out += fmt::format("{} -a {} -d {}\n", head, word, base::single_quoted(meaning));
  return out;
}

constexpr const char* kFish = R"(
function __waveform_at --argument-names place --description 'Whether the cursor stands behind these words'
    set -l words (commandline -opc)
    set -e words[1]
    # Global flags and their values stand before the command.
    while string match -q -- '-*' "$words[1]"
        contains -- (string replace -r '^--' - -- "$words[1]") $__waveform_global_values; and set -e words[1]
        set -e words[1]
    end
    if set -q words[2]; and contains -- "$words[1] $words[2]" $__waveform_places
        test "$place" = "$words[1] $words[2]"
    else
        test "$place" = "$words[1]"
    end
end

complete -c waveform -f
)";

std::string note(const char* shell) {
  return fmt::format("# {0} completion of waveform: `waveform completion {0}` prints it.\n", shell);
}

}  // namespace

std::string bash_completion(const std::vector<Command>& commands) {
  std::string out =
      note("bash") +
      "\n_waveform_place() {  # what can follow: =words, -flags, -flags=values\n  case $1 in\n" +
      fmt::format("    -) echo {} ;;\n", base::single_quoted(bash_flags(global_flags()).substr(1)));
  for (const auto& place : completion_points(commands)) out += bash_place(place);
  return out + "    *) return 1 ;;\n  esac\n}\n" + kBash;
}

std::string zsh_completion(const std::vector<Command>& commands) {
  std::string out = "#compdef waveform\n" + note("zsh") +
                    "\n_waveform_place() {  # what can follow: sets specs and choices\n  case $1 in\n";
  out += zsh_place({"-", global_flags(), "", {}});
  for (const auto& place : completion_points(commands)) out += zsh_place(place);
  return out + "    (*) return 1 ;;\n  esac\n}\n" + kZsh;
}

std::string fish_completion(const std::vector<Command>& commands) {
  std::string names, global_values, lines = fish_flags("complete -c waveform", global_flags());
  for (const auto& flag : global_flags()) {
    if (flag.kind != FlagKind::Switch) global_values += " -" + flag.name;
  }
  for (const auto& place : completion_points(commands)) {
    names += " " + base::single_quoted(place.words);
    lines += fish_place(place);
  }
  return note("fish") + "\nset -g __waveform_places" + names + "\nset -g __waveform_global_values" +
         global_values + "\n" + kFish + lines;
}

}  // namespace waveform::cmd
