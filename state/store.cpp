#include "state/store.h"

#include <system_error>
#include <utility>

#include "base/digest.h"
#include "state/codec.h"
#include "state/journal.h"

namespace waveform::state {

using base::Result;

namespace {

struct Read {
  Snapshot snapshot;
  std::string text;
  Run written;  // the run in the file
};

struct Texts {
  std::optional<std::string> state;
  std::optional<std::string> journal;
};

// Reads state and journal of one moment, also without the lock: a run that ends between the two reads has
// written a new state and removed the journal of the old one.
Result<Texts> read_texts(Backend& backend) {
  constexpr int kMostTries = 10;
  auto state = backend.read_state();
  for (int tries = 1; state; ++tries) {
    auto journal = backend.read_journal();
    if (!journal) return base::fail(journal.error());
    auto again = backend.read_state();
    if (again && (*again == *state || tries == kMostTries))
      return Texts{*std::move(again), *std::move(journal)};
    state = std::move(again);
  }
  return base::fail(state.error());
}

Result<Read> read(Backend& backend) {
  auto texts = read_texts(backend);
  if (!texts) return base::fail(texts.error());
  Read read{new_snapshot(), texts->state.value_or(""), {}};
  if (texts->state) {
    auto decoded = decode(*texts->state);
    if (!decoded) return base::fail(decoded.error(), backend.name());
    read.snapshot = *std::move(decoded);
    read.written = read.snapshot.run;
  }
  if (texts->journal) {
    if (auto replayed = replay(read.snapshot, *texts->journal); !replayed)
      return base::fail(replayed.error(), "the journal of " + backend.name());
  }
  return read;
}

}  // namespace

Snapshot new_snapshot() {
  Snapshot snapshot;
  snapshot.lineage = base::random_uuid();
  snapshot.digest_key = base::random_hex(32);
  return snapshot;
}

Result<Snapshot> load(Backend& backend) {
  return read(backend).map([](Read r) { return std::move(r.snapshot); });
}

Writer::Writer(Backend& backend, std::unique_ptr<Lock> lock, Snapshot snapshot, std::string written, Run run)
    : backend_(&backend),
      lock_(std::move(lock)),
      snapshot_(std::move(snapshot)),
      last_run_(snapshot_.run),
      written_run_(std::move(run)),
      written_(std::move(written)) {}

Result<Writer> Writer::open(Backend& backend, std::string_view holder, const std::string& machine) {
  auto lock = backend.lock(holder);
  if (!lock) return base::fail(lock.error());
  auto current = read(backend);
  if (!current) return base::fail(current.error());
  Writer writer(backend, *std::move(lock), std::move(current->snapshot), base::sha256_hex(current->text),
                std::move(current->written));
  writer.snapshot_.run = {base::random_uuid(), machine, false};
  return writer;
}

void Writer::set_plan(const std::string& digest) {
  has_plan_ = true;
  if (snapshot_.plan.digest != digest) snapshot_.plan = {digest, {}, {}, 0};
}

void Writer::end_plan(std::int64_t now_epoch_millis) {
  if (has_plan_) snapshot_.plan = {snapshot_.plan.digest, {}, {}, now_epoch_millis};
}

Result<void> Writer::begin() {
  // A journal belongs to the state on the disk: a left-over journal is merged into it first.
  if (auto saved = write(false); !saved) return saved;
  try {
    journal_ = std::make_unique<CommitLog>(*backend_);
  } catch (const std::system_error& error) {
    return base::fail(base::ErrorKind::Io, std::string("cannot start a thread: ") + error.what());
  }
  journal_->append(header_record(snapshot_, snapshot_.run));
  return {};
}

void Writer::know(std::set<std::string> ids) {
  journal_->append(known_record(ids));
  snapshot_.known_ids[snapshot_.run.id].ids = std::move(ids);
}

std::int64_t Writer::declare(Declaration declaration) {
  const std::int64_t seq = next_seq_++;
  if (declaration.intent) declaration.intent->run = snapshot_.run.id;
  journal_->append(declaration_record(seq, declaration));
  declarations_.declare(snapshot_, seq, std::move(declaration));
  return seq;
}

void Writer::done(std::int64_t seq, Mutation mutation) {
  journal_->append(done_record(seq, mutation));
  declarations_.done(snapshot_, seq, std::move(mutation));
}

void Writer::refused(std::int64_t seq) {
  journal_->append(refused_record(seq));
  declarations_.refused(snapshot_, seq);
}

void Writer::remember(Mutation mutation) {
  const std::int64_t seq = next_seq_++;
  if (journal_) journal_->append(done_record(seq, mutation));
  declarations_.done(snapshot_, seq, std::move(mutation));
}

Result<void> Writer::commit() {
  return journal_->commit();
}

Result<void> Writer::save() {
  std::set<std::string> open_runs;
  for (const auto& intent : snapshot_.intents) open_runs.insert(intent.run);
  std::erase_if(snapshot_.known_ids, [&](const auto& known) { return !open_runs.contains(known.first); });
  return write(true);
}

Result<void> Writer::write(bool ended) {
  if (!has_plan_) snapshot_.plan = {};
  // A change of the run alone is not a reason to write the state, unless the recorded run never ended. While
  // a run's calls are open, that run has not ended.
  const bool is_open = !snapshot_.open_calls.empty() || !snapshot_.intents.empty();
  const Run mine =
      ended && is_open && !last_run_.ended ? last_run_ : Run{snapshot_.run.id, snapshot_.run.machine, ended};
  Run run = std::exchange(snapshot_.run, written_run_);
  std::string text = encode(snapshot_);
  snapshot_.run = std::move(run);
  if (base::sha256_hex(text) != written_ || (mine.ended && !written_run_.ended)) {
    set_writer(text, snapshot_.serial + 1, mine);
    if (auto written = backend_->write_state(text); !written) return written;
    ++snapshot_.serial;
    written_run_ = mine;
    written_ = base::sha256_hex(text);
  }
  journal_.reset();
  snapshot_.has_journal = false;
  return backend_->remove_journal();
}

}  // namespace waveform::state
