// The cases of format/cases/*.txt. In such a file each is
//   === NUMBER TITLE
//   the text
//   ---
//   what comes out
// with signs for what an editor would not show or keep: ␠ a space at the end of a line, ␉ a tab, ␍ a CR, ␏ a
// byte order mark, and ␃ where a source ends without a line end.
#include <array>

#include <doctest/doctest.h>

#include "tests/fuzz/format_input.h"
#include "tests/support/golden.h"

namespace waveform::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCases = "tests/planner/hcl/format/cases";

struct Sign {
  std::string_view shown;
  std::string_view meant;
};
constexpr std::array signs = {Sign{"␠", " "}, Sign{"␉", "\t"}, Sign{"␍", "\r"}, Sign{"␏", "\xEF\xBB\xBF"},
                              Sign{"␃\n", ""}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

std::string meant(std::string text) {
  for (const Sign& sign : signs) replace_all(text, sign.shown, sign.meant);
  return text;
}

std::string shown(std::string text) {
  if (!text.ends_with('\n')) text += "␃\n";
  for (std::size_t i = 1; i + 1 < signs.size(); ++i) replace_all(text, signs[i].meant, signs[i].shown);
  for (const std::string_view end : {"\n", "␃\n", "␠"}) {
    for (std::string::size_type before = 0; before != text.size();) {
      before = text.size();
      replace_all(text, " " + std::string(end), "␠" + std::string(end));
    }
  }
  return text;
}

// The file with what really comes out of each case.
std::string formatted_cases(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t title = text.find('\n', at) + 1;
    const std::size_t middle = text.find("---\n", title);
    const std::size_t end = std::min(text.size(), text.find("\n=== ", middle) + 1);
    INFO(text.substr(at, title - at));
    REQUIRE(middle != std::string::npos);
    const base::Source source{"case", meant(text.substr(title, middle - title))};
    base::Diags diags;
    const auto formatted = hcl::format_native(source, diags);
    CHECK(format_fault(source.text) == "");
    CHECK(print_fault(source.text) == "");
    out += text.substr(at, middle + 4 - at) + shown(formatted.value_or("error: " + summaries(diags)));
    at = end == 0 ? text.size() : end;
  }
  return out;
}

}  // namespace

TEST_CASE("each case of the corpus is laid out as it says, at once, and keeps its tokens") {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(source_path(kCases)))
    files.push_back(entry.path().filename());
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 6);
  for (const fs::path& file : files) {
    INFO(file.string());
    check_golden(kCases / file, formatted_cases(source_text(kCases / file)));
  }
}

}  // namespace waveform::test
