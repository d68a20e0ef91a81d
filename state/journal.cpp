#include "state/journal.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "state/codec.h"

namespace waveform::state {

using base::ErrorKind;
using base::Result;
using base::Value;

namespace {

constexpr std::string_view kJournalFormat = "waveform-journal";
constexpr int kVersion = 2;

std::string record(Value::Map members) {
  return base::write_json(Value(std::move(members)));
}

std::string checksum(std::string_view records) {
  return base::sha256_hex(records).substr(0, 16);
}

// Of a line without its end; nothing when it is not as it was written. Version 1 had one record a line, and
// no checksums.
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

tl::unexpected<base::Error> damaged(std::size_t number, const std::string& what) {
  return base::fail(
      ErrorKind::Corrupt, fmt::format("the journal is damaged at line {}: {}", number, what),
      "It holds what an unfinished run did. Keep a copy; without it, look in the service for integrations "
      "that the state does not know (`waveform plan` names them) and import those.");
}

// True: go on and replay; false: already carried over.
Result<bool> check_header(const Value& header, const Snapshot& snapshot) {
  if (header.get("format") != Value(kJournalFormat)) return damaged(1, "this is not the header of a journal");
  const Value& version = header.get("version");
  if (!version.is_integer() || version.as_integer() > kVersion) {
    return base::fail(ErrorKind::Unsupported, "the journal was written by a newer waveform",
                      "Finish that run with the same version.");
  }
  const Value& serial = header.get("serial");
  constexpr const char* kKeep =
      "; when it is lost, move the journal away, but keep it: `waveform plan` then names what is to be "
      "imported.";
  if (header.get("lineage") != Value(snapshot.lineage) || !serial.is_integer()) {
    return base::fail(
        ErrorKind::Conflict, "the journal belongs to another state than this one",
        std::string("The state file was exchanged after a run was cut off. Put back its own") + kKeep);
  }
  if (serial.as_integer() > snapshot.serial) {
    return base::fail(
        ErrorKind::Conflict,
        fmt::format("the journal goes on from serial {} of this state, and this is serial {}",
                    serial.as_integer(), snapshot.serial),
        std::string("An older state was put back after a run was cut off. Put back the newer one") + kKeep);
  }
  return serial.as_integer() == snapshot.serial;
}

Result<Mutation> decode_mutation(const Value& done) {
  Mutation mutation;
  const Value& text = done.get("address");
  auto address = base::parse_address(text.is_string() ? text.as_string() : std::string());
  if (!address) return base::fail(address.error());
  mutation.address = *std::move(address);
  if (const Value& value = done.get("resource"); !value.is_null()) {
    auto resource = decode_resource(value);
    if (!resource) return base::fail(resource.error());
    mutation.resource = *std::move(resource);
  }
  if (const Value& value = done.get("tombstone"); !value.is_null()) {
    auto tombstone = decode_tombstone(value);
    if (!tombstone) return base::fail(tombstone.error());
    mutation.tombstone = *std::move(tombstone);
  }
  return mutation;
}

// Creates and deletes that have an intent and, so far, no result.
struct Open {
  std::map<std::int64_t, Doubt> creates;
  std::map<std::int64_t, std::pair<std::string, OpenDelete>> deletes;  // with the id

  void close(std::int64_t seq) {
    creates.erase(seq);
    deletes.erase(seq);
  }
};

Result<void> replay_record(Snapshot& snapshot, Open& open, const Value& entry) {
  const Value& seq = entry.get("seq");
  if (!seq.is_integer()) return base::fail(ErrorKind::Corrupt, "seq: a whole number is expected");
  if (entry.get("result") == Value("done")) {
    auto mutation = decode_mutation(entry);
    if (!mutation) return base::fail(mutation.error());
    if (open.creates.contains(seq.as_integer())) snapshot.left_over->created.insert(mutation->address);
    open.close(seq.as_integer());
    apply(snapshot, *std::move(mutation));
    return {};
  }
  if (entry.get("result") == Value("refused")) {
    open.close(seq.as_integer());
    return {};
  }
  if (entry.get("intent") == Value("create")) {
    auto doubt = decode_doubt(entry);
    if (!doubt) return base::fail(doubt.error());
    open.creates.emplace(seq.as_integer(), *std::move(doubt));
    return {};
  }
  if (entry.get("intent") == Value("delete")) {
    auto begun = decode_open_delete(entry);
    if (!begun) return base::fail(begun.error());
    open.deletes.emplace(seq.as_integer(), *std::move(begun));
    return {};
  }
  if (entry.get("intent").is_string()) return {};
  return base::fail(ErrorKind::Corrupt, "neither an intent nor a result");
}

}  // namespace

std::string header_record(const Snapshot& snapshot, const std::string& plan) {
  return record({{"format", kJournalFormat},
                 {"plan", plan},
                 {"version", kVersion},
                 {"lineage", snapshot.lineage},
                 {"serial", snapshot.serial}});
}

std::string intent_record(std::int64_t seq, const Intent& intent) {
  return record({{"seq", seq},
                 {"intent", intent.call},
                 {"address", intent.address.text()},
                 {"id", intent.id},
                 {"body", intent.body},
                 {"expected", intent.call == "create" ? encode_resource(intent.expected) : Value()},
                 {"watermark", intent.watermark},
                 {"since_epoch_millis", intent.at_epoch_millis}});
}

std::string done_record(std::int64_t seq, const Mutation& mutation) {
  return record({{"seq", seq},
                 {"result", "done"},
                 {"address", mutation.address.text()},
                 {"resource", mutation.resource ? encode_resource(*mutation.resource) : Value()},
                 {"tombstone", mutation.tombstone ? encode_tombstone(*mutation.tombstone) : Value()}});
}

std::string refused_record(std::int64_t seq) {
  return record({{"seq", seq}, {"result", "refused"}});
}

std::string journal_line(std::string_view records) {
  const std::string list = fmt::format("[{}]", records);
  return checksum(list) + " " + list + "\n";
}

Result<void> replay(Snapshot& snapshot, std::string_view journal) {
  Open open;
  std::size_t number = 0;
  std::size_t torn = 0;  // the line at which what can be read ends
  bool has_header = false;
  while (!journal.empty()) {
    const auto end = std::min(journal.find('\n'), journal.size());
    const auto records = end < journal.size() ? read_line(journal.substr(0, end)) : std::nullopt;
    journal.remove_prefix(std::min(end + 1, journal.size()));
    ++number;
    if (!records && torn == 0) torn = number;
    if (!records) continue;
    if (torn != 0) return damaged(torn, "it is not as it was written, and more comes after it");
    for (const auto& entry : *records) {
      if (std::exchange(has_header, true)) {
        if (auto replayed = replay_record(snapshot, open, entry); !replayed)
          return damaged(number, replayed.error().message);
        continue;
      }
      auto applies = check_header(entry, snapshot);
      if (!applies) return base::fail(applies.error());
      if (!*applies) return {};
      const Value& plan = entry.get("plan");
      snapshot.left_over = LeftOver{plan.is_string() ? plan.as_string() : std::string(), {}};
    }
  }
  for (auto& [seq, doubt] : open.creates) snapshot.in_doubt.push_back(std::move(doubt));
  for (auto& [seq, begun] : open.deletes) snapshot.open_deletes.insert(std::move(begun));
  return {};
}

}  // namespace waveform::state
