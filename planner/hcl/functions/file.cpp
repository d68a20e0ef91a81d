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

// try() never hides a refusal: its replacement would be a guess.
tl::unexpected<CallFault> unreadable(const base::Error& error, const CallContext& context) {
  const bool refused = error.kind == base::ErrorKind::Refused;
  if (context.hides_paths)
    return tl::unexpected(
        CallFault{"the file cannot be read, or is not allowed; its path is sensitive", 0, refused});
  if (refused || error.kind == base::ErrorKind::Invalid)
    return tl::unexpected(CallFault{error.message, 0, refused});
  const bool missing = error.kind == base::ErrorKind::NotFound;
  return call_fault(missing ? "the file does not exist" : "the file cannot be read", 0);
}

Called sensitive_if(bool sensitive, Called result) {
  return result.map([&](const Typed& made) { return made.with_marks(sensitive ? Value::Sensitive : 0); });
}

Called call_file(Arguments given, const CallContext& context) {
  auto content = context.files.read(text_of(given[0]));
  if (!content) return unreadable(content.error(), context);
  if (!base::is_utf8(content->text)) {
    return call_fault("the content of the file is not valid UTF-8; use filebase64()", 0);
  }
  return sensitive_if(content->sensitive, text_result(content->text));
}

Called call_filebase64(Arguments given, const CallContext& context) {
  const auto content = context.files.read(text_of(given[0]));
  if (!content) return unreadable(content.error(), context);
  if (content->text.size() > kLongestText / 4 * 3) return too_long();
  return sensitive_if(content->sensitive, text_result(base::to_base64(content->text)));
}

Called call_fileexists(Arguments given, const CallContext& context) {
  const auto exists = context.files.exists(text_of(given[0]));
  if (!exists) return unreadable(exists.error(), context);
  return typed(*exists);
}

// --- fileset ---

// `path` relative to the directory `from`; both are clean.
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
  const std::string directory = clean_path(text_of(given[0]));
  const auto glob = Glob::parse(directory + "/" + text_of(given[1]));
  if (!glob) return call_fault("pattern is malformed, or has too many alternatives", 1);
  Value::List found;
  for (const std::string& below : glob->directories()) {
    const auto files = context.files.list(below);
    if (!files && files.error().kind == base::ErrorKind::Refused) return unreadable(files.error(), context);
    if (!files) return call_fault("the files of the directory cannot be listed, or are too many", 0);
    for (const std::string& file : *files) {
      const std::string path = clean_path(below + "/" + file);
      if (!base::is_utf8(path) || !glob->matches(path)) continue;
      if (found.size() == kMostElements) return too_many();
      found.emplace_back(base::normal_form(relative_path(path, directory)));
    }
  }
  return Typed{Type::set(Type::Kind::String), make_set(std::move(found), Type::Kind::String)};
}

// --- lexical paths ---

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
  using enum Type::Kind;
  const std::vector<Parameter> path = {{"path", String}};
  return {
      {"basename", path, String, call_basename},
      {"dirname", path, String, call_dirname},
      {"file", path, String, call_file},
      {"filebase64", path, String, call_filebase64},
      {"fileexists", path, Bool, call_fileexists},
      {"fileset", {{"path", String}, {"pattern", String}}, Type::set(String), call_fileset},
  };
}

}  // namespace waveform::hcl
