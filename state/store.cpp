#include "state/store.h"

#include <system_error>

#include "base/digest.h"
#include "state/codec.h"

namespace waveform::state {

using base::Result;

namespace {

struct Read {
  Snapshot snapshot;
  std::string text;
};

struct Texts {
  std::optional<std::string> state;
  std::optional<std::string> journal;
};

// Both of one moment, without the lock, too: a run that ends between the two reads has written the state anew
// and taken away the journal of the one that was read.
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
  Read read{new_snapshot(), texts->state.value_or("")};
  if (texts->state) {
    auto decoded = decode(*texts->state);
    if (!decoded) return base::fail(decoded.error(), backend.name());
    read.snapshot = *std::move(decoded);
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

Result<Writer> Writer::open(Backend& backend, std::string_view holder) {
  auto lock = backend.lock(holder);
  if (!lock) return base::fail(lock.error());
  auto current = read(backend);
  if (!current) return base::fail(current.error());
  return Writer(backend, *std::move(lock), std::move(current->snapshot), base::sha256_hex(current->text));
}

Result<void> Writer::begin() {
  // A journal belongs to the state on the disk: what an earlier run left is carried over first. The state,
  // too, says whose run it is, if it is cut off before the header is written.
  snapshot_.plan = plan_;
  if (auto saved = write(); !saved) return saved;
  try {
    journal_ = std::make_unique<CommitLog>(*backend_);
  } catch (const std::system_error& error) {
    return base::fail(base::ErrorKind::Io, std::string("no thread can be started: ") + error.what());
  }
  journal_->append(header_record(snapshot_, plan_));
  return {};
}

std::int64_t Writer::intent(const Intent& intent) {
  std::int64_t seq = next_seq_++;
  journal_->append(intent_record(seq, intent));
  return seq;
}

void Writer::done(std::int64_t seq, Mutation mutation) {
  journal_->append(done_record(seq, mutation));
  apply(snapshot_, std::move(mutation));
}

void Writer::refused(std::int64_t seq) {
  journal_->append(refused_record(seq));
}

Result<void> Writer::commit() {
  return journal_->commit();
}

void Writer::lost(const Intent& create, std::int64_t now_epoch_millis) {
  snapshot_.in_doubt.push_back(
      {create.address, create.body, create.expected, create.watermark, now_epoch_millis});
}

void Writer::lost_delete(const base::Address& address, const std::string& id, std::int64_t now_epoch_millis) {
  snapshot_.open_deletes.insert_or_assign(id, OpenDelete{address, now_epoch_millis});
}

void Writer::not_made(std::int64_t seq, const base::Address& address) {
  refused(seq);
  std::erase_if(snapshot_.in_doubt, [&](const Doubt& doubt) { return doubt.address == address; });
}

Result<void> Writer::save() {
  snapshot_.plan.clear();
  return write();
}

Result<void> Writer::write() {
  std::string text = encode(snapshot_);
  if (base::sha256_hex(text) != written_) {
    set_serial(text, snapshot_.serial + 1);
    if (auto written = backend_->write_state(text); !written) return written;
    ++snapshot_.serial;
    written_ = base::sha256_hex(text);
  }
  journal_.reset();
  snapshot_.left_over.reset();
  return backend_->remove_journal();
}

}  // namespace waveform::state
