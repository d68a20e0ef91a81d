#include "planner/render/progress_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/columns.h"
#include "planner/render/error_diag.h"

namespace waveform::render {

using planner::Action;
using planner::Change;
using planner::ProgressEvent;

namespace {

constexpr int kWidestBar = 40;
constexpr int kNarrowestBar = 8;
constexpr int kWorthWhy = 14;  // minimum columns of a reason

// The longest of several actions.
Action leading(const Change& change) {
  for (auto action : change.actions) {
    if (action != Action::Move && action != Action::Import && action != Action::Forget) return action;
  }
  return change.actions.front();
}

std::string_view doing(const Change& change) {
  constexpr std::string_view kDoing[planner::kActions] = {"creating",   "updating", "replacing", "deleting",
                                                          "undeleting", "enabling", "disabling", "importing",
                                                          "forgetting", "moving"};
  return kDoing[static_cast<int>(leading(change))];
}

std::string address_of(const Change& change) {
  return base::printable(change.address.text());
}

std::string done_line(const ProgressEvent& event, const EventContext& moment) {
  bool show_id = event.action == Action::Create && !event.id.empty();
  double seconds = static_cast<double>(event.elapsed.count()) / 1000;
  const bool for_good = event.action == Action::Delete && event.change.skip_trash;
  return fmt::format("{}{} {}{}{}\n", moment.style.paint(Ink::Added, past(event.action)),
                     for_good ? " FOR GOOD" : "", address_of(event.change),
                     show_id ? "  id " + base::printable(event.id) : "",
                     seconds < 1 ? "" : fmt::format("  ({:.1f} s)", seconds));
}

std::string failed_text(const ProgressEvent& event, const EventContext& moment) {
  base::Error error = *event.error;
  error.message = address_of(event.change) + ": " + error.message;
  return base::render(error_diag(error), {moment.style.width, moment.style.colour});
}

std::string still_line(const ProgressEvent& event, const EventContext&) {
  return fmt::format("still {} {} ({}){}\n", doing(event.change), address_of(event.change),
                     base::duration_text(event.elapsed),
                     event.why.empty() ? "" : ": " + base::printable(event.why));
}

// What a change came to; the block shows the rest.
std::string result_text(const ProgressEvent& event, const EventContext& moment) {
  if (event.kind == ProgressEvent::Kind::Done) return done_line(event, moment);
  return event.kind == ProgressEvent::Kind::Failed ? failed_text(event, moment) : "";
}

std::string event_text(const ProgressEvent& event, const EventContext& moment) {
  return event.kind == ProgressEvent::Kind::Running ? still_line(event, moment) : result_text(event, moment);
}

std::string pause_line(const Pause& pause, const EventContext&) {
  if (pause.attempt == 0) return fmt::format("slow response, {}: {}\n", pause.answer, pause.call);
  std::string others =
      pause.others == 0
          ? ""
          : fmt::format("; {} too", base::count(pause.others, "other call waits,", "other calls wait,"));
  return fmt::format("{}, retrying in {}: {} (attempt {}{})\n", pause.answer, base::duration_text(pause.wait),
                     pause.call, pause.attempt, others);
}

// Parts of a line, each in its ink.
struct Part {
  Ink ink;
  std::string text;
};
using Parts = std::vector<Part>;

int width_of(const Parts& parts) {
  int width = 0;
  for (const auto& part : parts) width += base::display_width(part.text);
  return width;
}

std::string fitted(const Parts& parts, int room, const TextStyle& style) {
  std::string out;
  for (const auto& part : parts) {
    int width = base::display_width(part.text);
    out += style.paint(part.ink, width <= room ? part.text : cut(part.text, room));
    room -= width;
    if (room <= 0) break;
  }
  return out;
}

// The end of an address tells more than its type.
std::string last_columns(const std::string& text, int room) {
  if (base::display_width(text) <= room) return text;
  Cells all = cells(text);
  std::string out;
  int used = 1;
  for (auto cell = all.rbegin(); cell != all.rend() && used + cell->width <= room; ++cell) {
    out.insert(0, cell->text);
    used += cell->width;
  }
  return "…" + out;
}

std::string times(int n, const char* text) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

std::string bar_line(const ProgressView& view, int room, const TextStyle& style) {
  std::int64_t ended = std::min(view.ended, view.total), total = std::max<std::int64_t>(view.total, 1);
  std::string counts = fmt::format("{}/{}  {}%", view.ended, view.total, ended * 100 / total);
  int width = std::min(kWidestBar, room - base::display_width(counts) - 2);
  if (width < kNarrowestBar) return fitted({{Ink::Strong, counts}}, room, style);
  int full = static_cast<int>(ended * width / total);
  return style.paint(view.failed == 0 ? Ink::Added : Ink::Removed, times(full, "█")) +
         style.paint(Ink::Faint, times(width - full, "░")) + "  " + style.paint(Ink::Strong, counts);
}

// Failures come first, so that they are not truncated.
Parts counts_of(const ProgressView& view) {
  Parts parts;
  if (view.failed > 0) parts.push_back({Ink::Lost, fmt::format("{} failed", view.failed)});
  for (const auto& [action, n] : view.done)
    parts.push_back({Ink::Plain, fmt::format("{}{} {}", parts.empty() ? "" : ", ", n, past(action))});
  return parts;
}

Parts times_of(const ProgressView& view) {
  Parts parts;
  parts.push_back({Ink::Plain, base::duration_text(view.elapsed)});
  bool often = view.per_second >= 1;
  if (view.per_second > 0)
    parts.push_back({Ink::Plain, often ? fmt::format(" at {:.0f}/s", view.per_second)
                                       : fmt::format(" at {:.1f}/min", view.per_second * 60)});
  if (view.stopping) {
    parts.push_back({Ink::Plain, ", "});
    parts.push_back({Ink::Lost, "stopping"});
  } else if (view.left) {
    parts.push_back({Ink::Plain, fmt::format(", about {} left", base::duration_text(*view.left))});
  }
  return parts;
}

std::string running_line(const RunningChange& running, int room, const TextStyle& style) {
  std::string head = fmt::format("  {} ", doing(*running.change));
  std::string time = running.elapsed < base::Millis(1000) ? "" : "  " + base::duration_text(running.elapsed);
  int left = room - base::display_width(head + time);
  std::string address = last_columns(address_of(*running.change), std::max(left, 1));
  left -= base::display_width(address);
  Parts parts{{Ink::Plain, head}, {Ink::Strong, address}, {Ink::Plain, time}};
  if (!running.why.empty() && left >= kWorthWhy)
    parts.push_back({Ink::Faint, "  waiting: " + base::printable(running.why)});
  return fitted(parts, room, style);
}

}  // namespace

const ProgressFormat& progress_lines() {
  static constexpr ProgressFormat kFormat{event_text, pause_line, base::Millis(30'000)};
  return kFormat;
}

const ProgressFormat& progress_above_block() {
  static constexpr ProgressFormat kFormat{result_text};
  return kFormat;
}

std::vector<std::string> progress_block(const ProgressView& view, const TextStyle& style) {
  const int room = std::max(style.width - 1, 1);
  std::vector<std::string> lines = {bar_line(view, room, style)};
  Parts counts = counts_of(view), times = times_of(view);
  constexpr int kGap = 3;
  if (!counts.empty() && width_of(counts) + kGap + width_of(times) <= room) {
    counts.push_back({Ink::Plain, "   "});
    counts.insert(counts.end(), times.begin(), times.end());
    times.clear();
  }
  for (const auto& parts : {counts, times}) {
    if (!parts.empty()) lines.push_back(fitted(parts, room, style));
  }
  for (const auto& running : view.running) lines.push_back(running_line(running, room, style));
  if (view.running_besides > 0)
    lines.push_back(
        fitted({{Ink::Faint, fmt::format("  … and {} more", view.running_besides)}}, room, style));
  if (view.pausing > 0)
    lines.push_back(fitted({{Ink::Changed, fmt::format("  {} for the service ({})",
                                                       base::count(view.pausing, "call waits", "calls wait"),
                                                       view.pausing_for)}},
                           room, style));
  return lines;
}

std::string_view past(Action action) {
  constexpr std::string_view kPast[planner::kActions] = {"created",   "updated", "replaced", "deleted",
                                                         "undeleted", "enabled", "disabled", "imported",
                                                         "forgotten", "moved"};
  return kPast[static_cast<int>(action)];
}

}  // namespace waveform::render
