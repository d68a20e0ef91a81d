// The corpus of expressions, tests/planner/hcl/corpus/*.txt: what each gives, as Terraform's console prints
// it. compare.py beside it asks OpenTofu for the same.
#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "planner/hcl/console_text.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

const std::string kDirectory = std::string(WAVEFORM_SOURCE_DIR) + "/tests/planner/hcl/corpus/";

struct CorpusCase {
  std::string where;
  std::string expression;
  std::string expected;  // "error" when it fails
};

// "> EXPRESSION", further lines of it with "| ", then the result up to the next case; lines with # are
// remarks.
std::vector<CorpusCase> read_cases(const std::filesystem::path& path) {
  std::vector<CorpusCase> cases;
  const std::string text = base::read_file(path).value();
  int number = 0;
  bool in_expression = false;
  for (const auto line : base::split(text, '\n')) {
    ++number;
    if (line.starts_with("> ")) {
      cases.push_back(
          {fmt::format("{}:{}", path.filename().string(), number), std::string(line.substr(2)), {}});
      in_expression = true;
    } else if (in_expression && line.starts_with("| ")) {
      cases.back().expression += "\n" + std::string(line.substr(2));
    } else {
      in_expression = false;
      if (!cases.empty() && !line.starts_with("#")) cases.back().expected += std::string(line) + "\n";
    }
  }
  return cases;
}

// The files that file(), templatefile() and the like see: those of corpus/files, by a relative path.
class CorpusFiles final : public hcl::Files {
 public:
  base::Result<hcl::FileText> read(const std::string& path) const override {
    if (std::filesystem::is_directory(kDirectory + path))
      return base::fail(base::ErrorKind::Invalid, "a directory");
    if (!std::filesystem::is_regular_file(kDirectory + path))
      return base::fail(base::ErrorKind::NotFound, "there is no file " + base::quote(path));
    return base::read_file(kDirectory + path).map([](std::string text) {
      return hcl::FileText{std::move(text)};
    });
  }
  base::Result<bool> exists(const std::string& path) const override {
    if (std::filesystem::is_directory(kDirectory + path))
      return base::fail(base::ErrorKind::Invalid, "a directory");
    return std::filesystem::is_regular_file(kDirectory + path);
  }
  base::Result<std::vector<std::string>> list(const std::string& directory) const override {
    std::vector<std::string> found;
    if (!std::filesystem::is_directory(kDirectory + directory)) return found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kDirectory + directory)) {
      if (entry.is_regular_file())
        found.push_back(std::filesystem::relative(entry.path(), kDirectory + directory).generic_string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }
};

class CorpusScope final : public hcl::Scope {
 public:
  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    diags.error(traversal.steps[0].range, "Unknown name");
  }
  hcl::Resolved resolve(const hcl::Traversal&, base::Diags&) const override { return {}; }
  const hcl::Files& files() const override { return files_; }

 private:
  CorpusFiles files_;
};

std::string result_of(const std::string& expression, std::string& faults) {
  const base::Source source{"corpus", expression + "\n"};
  base::Diags diags;
  const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
  const bool parsed = expr && !diags.has_errors();
  const auto answer = parsed ? hcl::console_answer(*expr, CorpusScope(), diags) : std::nullopt;
  faults = rendered(diags);
  return answer.value_or("error");
}

}  // namespace

TEST_CASE("expressions give what they give in Terraform") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kDirectory)) {
    if (entry.path().extension() != ".txt") continue;
    for (const CorpusCase& c : read_cases(entry.path())) {
      ++count;
      std::string faults;
      const std::string result = result_of(c.expression, faults);
      INFO(c.where);
      INFO(c.expression);
      INFO(faults);
      CHECK(std::string(base::trim(result)) == std::string(base::trim(c.expected)));
    }
  }
  CHECK(count > 0);
}

}  // namespace waveform::test
