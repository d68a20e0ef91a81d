#include "cmd/plan_format.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/plan_json.h"
#include "planner/render/plan_markdown.h"
#include "planner/render/plan_text.h"

namespace waveform::cmd {

using base::ErrorKind;

std::vector<Flag> format_flags() {
  return {{"format", FlagKind::Text, "text|json|markdown|gitlab", "The format of the plan (text)."},
          {"json", FlagKind::Switch, "", "Short for -format=json."},
          {"compact", FlagKind::Switch, "", "In text: one line per resource."},
          {"max-bytes", FlagKind::Text, "N", "In markdown: limit the length (65000)."}};
}

base::Result<PlanFormat> plan_format(const Arguments& arguments) {
  std::string text = arguments.text("format", arguments.on("json") ? "json" : "text");
  if (arguments.on("json") && text != "json")
    return base::fail(ErrorKind::Invalid,
                      "-json and -format=" + base::printable(text) + " exclude each other");
  if (text == "text") return PlanFormat::Text;
  if (text == "json") return PlanFormat::Json;
  if (text == "markdown") return PlanFormat::Markdown;
  return PlanFormat::Gitlab;  // the flag allows only these
}

std::string plan_text(Session& session, const planner::Plan& plan) {
  bool compact = session.arguments().on("compact");
  return render::plan_text(plan, session.out_style(),
                           compact ? render::Detail::Compact : render::Detail::Full);
}

base::Result<std::string> format_plan(Session& session, const planner::Report& report,
                                      const std::string& digest, PlanFormat format) {
  switch (format) {
    case PlanFormat::Text:
      break;
    case PlanFormat::Json:
      return render::plan_json(report, session.json_indent());
    case PlanFormat::Gitlab:
      return render::gitlab_report(report.plan);
    case PlanFormat::Markdown: {
      render::MarkdownOptions options;
      options.digest = digest;
      auto limit = whole_number(session.arguments(), "max-bytes", 65'000);
      if (!limit) return base::fail(limit.error());
      options.max_bytes = static_cast<std::size_t>(*limit);
      return render::plan_markdown(report, options);
    }
  }
  return render::warnings_text(report.plan, session.out_style()) + plan_text(session, report.plan);
}

}  // namespace waveform::cmd
