#include <algorithm>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/text.h"
#include "planner/hcl/functions/glob.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

tl::unexpected<CallFault> unreadable(const base::Error& error) {
  switch (error.kind) {
    case base::ErrorKind::NotFound:
      return call_fault("there is no such file", 0);
    case base::ErrorKind::Invalid:
      return call_fault("path is a folder, or its file is too large", 0);
    default:
      return call_fault("the file cannot be read", 0);
  }
}

Called call_file(Arguments given, const CallContext& context) {
  auto content = context.files.read(text_of(given[0]));
  if (!content) return unreadable(content.error());
  if (!base::is_utf8(*content)) {
    return call_fault("the content of the file is not valid UTF-8; filebase64() reads it too", 0);
  }
  return text_result(*std::move(content));
}

Called call_filebase64(Arguments given, const CallContext& context) {
  const auto content = context.files.read(text_of(given[0]));
  if (!content) return unreadable(content.error());
  if (content->size() > kLongestText / 4 * 3) return too_long();
  return text_result(base::to_base64(*content));
}

Called call_fileexists(Arguments given, const CallContext& context) {
  const std::string& path = text_of(given[0]);
  if (context.files.exists(path)) return typed(true);
  const auto content = context.files.read(path);
  if (!content && content.error().kind == base::ErrorKind::Invalid) return unreadable(content.error());
  return typed(false);
}

// --- fileset ---

// `path` as it is reached from the folder `from`; both clean.
std::string relative_path(const std::string& path, const std::string& from) {
  const auto there = base::split(path, '/');
  const auto here = from == "." ? std::vector<std::string_view>() : base::split(from, '/');
  const auto differs = std::mismatch(here.begin(), here.end(), there.begin(), there.end());
  std::string out;
  for (auto part = differs.first; part != here.end(); ++part) out += "../";
  for (auto part = differs.second; part != there.end(); ++part) {
    if (part != differs.second) out += '/';
    out += *part;
  }
  return out;
}

Called call_fileset(Arguments given, const CallContext& context) {
  const std::string folder = clean_path(text_of(given[0]));
  const auto glob = Glob::parse(folder + "/" + text_of(given[1]));
  if (!glob) return call_fault("pattern is malformed, or has too many alternatives", 1);
  Value::List found;
  for (const std::string& below : glob->folders()) {
    const auto files = context.files.list(below);
    if (!files) return call_fault("the files of the folder cannot be listed, or are too many", 0);
    for (const std::string& file : *files) {
      const std::string path = clean_path(below + "/" + file);
      if (!base::is_utf8(path) || !glob->matches(path)) continue;
      if (found.size() == kMostElements) return too_many();
      found.emplace_back(base::normal_form(relative_path(path, folder)));
    }
  }
  return Typed{Type::set(Type::Kind::String), make_set(std::move(found), Type::Kind::String)};
}

// --- paths by their text ---

Called call_basename(Arguments given, const CallContext&) {
  std::string_view path = text_of(given[0]);
  if (path.empty()) return typed(".");
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return text_result(path.empty() ? "/" : std::string(path));
}

Called call_dirname(Arguments given, const CallContext&) {
  const std::string& path = text_of(given[0]);
  const std::size_t slash = path.rfind('/');
  return text_result(clean_path(slash == std::string::npos ? "" : path.substr(0, slash + 1)));
}

}  // namespace

std::vector<Function> file_functions() {
  const std::vector<Parameter> path = {{"path", Type::Kind::String}};
  return {
      {"basename", path, {}, Type::Kind::String, call_basename},
      {"dirname", path, {}, Type::Kind::String, call_dirname},
      {"file", path, {}, Type::Kind::String, call_file},
      {"filebase64", path, {}, Type::Kind::String, call_filebase64},
      {"fileexists", path, {}, Type::Kind::Bool, call_fileexists},
      {"fileset",
       {{"path", Type::Kind::String}, {"pattern", Type::Kind::String}},
       {},
       Type::set(Type::Kind::String),
       call_fileset},
  };
}

}  // namespace waveform::hcl
