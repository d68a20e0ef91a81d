#include "state/journal.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/record.h"
#include "state/members.h"

namespace waveform::state {

using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

constexpr std::string_view kJournalFormat = "waveform-journal";
constexpr int kVersion = 3;

std::string record(Value::Map members) {
  return base::write_json(Value(std::move(members)));
}

std::string checksum(std::string_view records) {
  return base::sha256_hex(records).substr(0, 16);
}

// Decodes a line without its line end; nothing if the checksum is wrong. Version 1 had one record per line
// and no checksums.
std::optional<Value::List> read_line(std::string_view line) {
  if (line.starts_with('{')) {
    auto only = base::parse_json(line);
    if (!only) return std::nullopt;
    return Value::List{*std::move(only)};
  }
  auto space = line.find(' ');
  if (space == std::string_view::npos || line.substr(0, space) != checksum(line.substr(space + 1)))
    return std::nullopt;
  auto records = base::parse_json(line.substr(space + 1));
  if (!records || !records->is_list()) return std::nullopt;
  return records->as_list();
}

// What to do when the journal and its state are both lost.
constexpr std::string_view kWithout =
    "If there is no copy, rename the file (the state's name with .journal at its end) and keep it. Then "
    "`waveform status` lists the integrations that this state lacks: before the next apply, add those that "
    "belong to the manifest with `waveform import ADDRESS ID`, in particular those that were renamed.";

tl::unexpected<base::Error> damaged(std::size_t number, const std::string& what) {
  return base::fail(ErrorKind::Corrupt, fmt::format("the journal is damaged at line {}: {}", number, what),
                    fmt::format("It records what an unfinished run did. Restore a copy of it. {}", kWithout));
}

// True: replay the journal; false: the state already contains it.
Result<bool> check_header(const Value& header, const Snapshot& snapshot) {
  if (header.get("format") != Value(kJournalFormat)) return damaged(1, "it is not a journal header");
  const Value& version = header.get("version");
  if (!version.is_integer() || version.as_integer() > kVersion) {
    return base::fail(ErrorKind::Unsupported, "the journal was written by a newer waveform",
                      "Finish that run with the same version.");
  }
  const Value& serial = header.get("serial");
  if (header.get("lineage") != Value(snapshot.lineage) || !serial.is_integer()) {
    return base::fail(
        ErrorKind::Conflict, "the journal belongs to another state than this one",
        fmt::format("The state file was replaced after a run was interrupted. Restore the original. {}",
                    kWithout));
  }
  if (serial.as_integer() > snapshot.serial) {
    return base::fail(
        ErrorKind::Conflict,
        fmt::format("the journal continues serial {} of this state, but this is serial {}",
                    serial.as_integer(), snapshot.serial),
        fmt::format("An older state was restored after a run was interrupted. Restore the newer one. {}",
                    kWithout));
  }
  return serial.as_integer() == snapshot.serial;
}

// For versions 1 and 2, which declared only creates and deletes.
Result<std::optional<Declaration>> decode_old_declaration(const Value& entry) {
  if (entry.get("intent") == Value("create")) {
    return base::decode_record<OldIntent>(entry).map([](OldIntent old) {
      return std::optional(Declaration{old.intent.address, old.intent});
    });
  }
  if (entry.get("intent") == Value("delete")) {
    return base::decode_record<OldDelete>(entry).map([](const OldDelete& old) {
      return std::optional(
          Declaration{old.address, {}, old.id, OpenCall{OpenCall::Kind::Delete, old.address, {}, {}}});
    });
  }
  return std::nullopt;
}

Result<void> replay_record(Snapshot& snapshot, Declarations& open, const Value& entry) {
  if (const Value& known = entry.get("known"); !known.is_null()) {
    base::Decoder decoder(entry);
    decoder("known", snapshot.known_ids[snapshot.run.id].ids);
    return decoder.finish(0).map([](int) {});
  }
  const Value& seq = entry.get("seq");
  if (!seq.is_integer()) return base::fail(ErrorKind::Corrupt, "seq: a whole number is expected");
  if (entry.get("result") == Value("done")) {
    return base::decode_record<Mutation>(entry).map(
        [&](Mutation mutation) { open.done(snapshot, seq.as_integer(), std::move(mutation)); });
  }
  if (entry.get("result") == Value("refused")) {
    open.refused(snapshot, seq.as_integer());
    return {};
  }
  if (entry.get("intent").is_string()) {
    return decode_old_declaration(entry).map([&](std::optional<Declaration> declaration) {
      if (declaration) open.declare(snapshot, seq.as_integer(), *std::move(declaration));
    });
  }
  return base::decode_record<Declaration>(entry).map(
      [&](Declaration declaration) { open.declare(snapshot, seq.as_integer(), std::move(declaration)); });
}

// Reads the run and the saved plan from the header. A resumed plan keeps what it had begun.
void begin_replay(Snapshot& snapshot, const Value& header) {
  auto text = [&](const char* name) {
    const Value& value = header.get(name);
    return value.is_string() ? value.as_string() : std::string();
  };
  snapshot.has_journal = true;
  snapshot.run = {text("run"), text("machine"), false};
  if (snapshot.plan.digest != text("plan") || snapshot.plan.applied_epoch_millis != 0)
    snapshot.plan = {text("plan"), {}, {}, 0};
}

}  // namespace

std::string header_record(const Snapshot& snapshot, const Run& run) {
  return record({{"format", kJournalFormat},
                 {"version", kVersion},
                 {"lineage", snapshot.lineage},
                 {"serial", snapshot.serial},
                 {"plan", snapshot.plan.digest},
                 {"run", run.id},
                 {"machine", run.machine}});
}

std::string known_record(const std::set<std::string>& ids) {
  return record({{"known", base::encode_member(ids)}});
}

std::string declaration_record(std::int64_t seq, const Declaration& declaration) {
  auto members = base::encode_member(declaration).as_map();
  members.emplace("seq", seq);
  return record(std::move(members));
}

std::string done_record(std::int64_t seq, const Mutation& mutation) {
  auto members = base::encode_member(mutation).as_map();
  members.emplace("seq", seq);
  members.emplace("result", "done");
  return record(std::move(members));
}

std::string refused_record(std::int64_t seq) {
  return record({{"seq", seq}, {"result", "refused"}});
}

std::string journal_line(std::string_view records) {
  const std::string list = fmt::format("[{}]", records);
  return checksum(list) + " " + list + "\n";
}

Result<void> replay(Snapshot& snapshot, std::string_view journal) {
  Declarations open;
  std::size_t number = 0;
  std::size_t torn = 0;  // the line where the readable part ends
  bool has_header = false;
  // No call waited for a first line without its end. A complete first line that cannot be read means damage.
  const bool ends_a_line = journal.ends_with('\n');
  while (!journal.empty()) {
    const auto end = std::min(journal.find('\n'), journal.size());
    const auto records = end < journal.size() ? read_line(journal.substr(0, end)) : std::nullopt;
    journal.remove_prefix(std::min(end + 1, journal.size()));
    ++number;
    if (!records && torn == 0) torn = number;
    if (!records) continue;
    if (torn != 0) return damaged(torn, "its checksum is wrong, and it is not the last line");
    for (const auto& entry : *records) {
      if (std::exchange(has_header, true)) {
        if (auto replayed = replay_record(snapshot, open, entry); !replayed)
          return damaged(number, replayed.error().message);
        continue;
      }
      auto applies = check_header(entry, snapshot);
      if (!applies) return base::fail(applies.error());
      if (!*applies) return {};
      begin_replay(snapshot, entry);
    }
  }
  if (torn == 1 && ends_a_line) return damaged(1, "no line has a valid checksum");
  return {};
}

}  // namespace waveform::state
