// A simulated tenant behind a socket, a directory with a manifest, and the real program: the vocabulary of
// end-to-end tests.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "provider/simulator/server.h"
#include "provider/simulator/simulator.h"
#include "tests/support/program.h"

namespace waveform::test {

class Tenant {
 public:
  explicit Tenant(provider::simulator::Options options = {});

  // Replaces the manifest in the directory; examples are relative to the source tree.
  void manifest(const std::string& text, const std::string& name = "main.wf.hcl");
  void example(const std::string& path, const std::string& name = "main.wf.hcl");

  Run waveform(std::vector<std::string> arguments);
  Run plan(std::vector<std::string> more = {});
  Run apply(std::vector<std::string> more = {});  // -auto-approve
  // Plans and requires: no changes, no writes, and no more reads than one page, the recycle bin and
  // `more_reads`.
  void expect_empty_plan(std::vector<std::string> more = {}, int more_reads = 1);

  std::string make_external_id();  // with the program
  std::string address() const { return server_.address(); }
  provider::simulator::Simulator& service() { return service_; }
  const TemporaryDirectory& directory() const { return directory_; }

  // Integrations as stored in the service.
  std::vector<base::Value> live();
  std::vector<base::Value> deleted();
  base::Value find(const std::string& name);  // live or deleted; null if there is none
  std::string id_of(const std::string& name);
  int writes();  // since the last forget_requests()
  int reads();
  void forget_requests() { service_.clear_log(); }

  static constexpr const char* kToken = "5f4dcc3b-5aa7-65d6-1d83-27deb882cf99";
  std::map<std::string, std::string> environment;

 private:
  std::vector<base::Value> all(bool in_trash);

  base::SystemClock clock_;
  provider::simulator::Simulator service_;
  provider::simulator::Server server_;
  TemporaryDirectory directory_;
};

}  // namespace waveform::test
