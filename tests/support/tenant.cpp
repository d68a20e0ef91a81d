#include "tests/support/tenant.h"

#include <stdexcept>

#include <doctest/doctest.h>

#include "base/file.h"
#include "base/text.h"
#include "provider/wire.h"

namespace waveform::test {

namespace {

provider::simulator::Options with_token(provider::simulator::Options options) {
  options.token = Tenant::kToken;
  return options;
}

provider::simulator::Server start(provider::simulator::Simulator& service) {
  auto server = provider::simulator::Server::start(service);
  if (!server) throw std::runtime_error(server.error().message);
  return *std::move(server);
}

}  // namespace

Tenant::Tenant(provider::simulator::Options options)
    : service_(clock_, with_token(std::move(options))), server_(start(service_)) {
  environment = {{"WAVEFRONT_ADDRESS", server_.address()}, {"WAVEFRONT_TOKEN", kToken}};
}

void Tenant::manifest(const std::string& text, const std::string& name) {
  for (const auto& file : directory_.files()) {
    bool is_manifest =
        file.find(".wf.") != std::string::npos || file.ends_with(".tf") || file.ends_with(".tf.json");
    if (is_manifest) std::filesystem::remove(directory_.path() / file);
  }
  directory_.write(name, text);
}

void Tenant::example(const std::string& path, const std::string& name) {
  auto text = base::read_file(base::Path(WAVEFORM_SOURCE_DIR) / "examples" / path);
  if (!text) throw std::runtime_error(text.error().message);
  manifest(*text, name);
}

Run Tenant::waveform(std::vector<std::string> arguments) {
  return run_program(WAVEFORM_BINARY, arguments,
                     {.directory = directory_.path(), .environment = environment, .input = {}});
}

Run Tenant::plan(std::vector<std::string> more) {
  more.insert(more.begin(), {"plan", "-detailed-exitcode"});
  return waveform(std::move(more));
}

Run Tenant::apply(std::vector<std::string> more) {
  more.insert(more.begin(), {"apply", "-auto-approve"});
  return waveform(std::move(more));
}

void Tenant::expect_empty_plan(std::vector<std::string> more, int more_reads) {
  forget_requests();
  Run run = plan(std::move(more));
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(run.out.find("No changes.") != std::string::npos);
  CHECK(writes() == 0);
  CHECK(reads() <= 1 + more_reads);
}

std::string Tenant::make_external_id() {
  Run run = waveform({"external-id", "create"});
  REQUIRE(run.exit_code == 0);
  return std::string(base::trim(run.out));
}

std::vector<base::Value> Tenant::all(bool in_trash) {
  std::vector<base::Value> found;
  base::Value dump = service_.dump();
  for (const auto& body : dump.get("integrations").as_list()) {
    if (provider::in_trash(body) == in_trash) found.push_back(body);
  }
  return found;
}

std::vector<base::Value> Tenant::live() {
  return all(false);
}
std::vector<base::Value> Tenant::deleted() {
  return all(true);
}

base::Value Tenant::find(const std::string& name) {
  base::Value dump = service_.dump();
  for (const auto& body : dump.get("integrations").as_list()) {
    if (body.get("name") == base::Value(name)) return body;
  }
  return {};
}

std::string Tenant::id_of(const std::string& name) {
  return provider::id_of(find(name));
}

int Tenant::writes() {
  return static_cast<int>(service_.counters().writes);
}
int Tenant::reads() {
  return static_cast<int>(service_.counters().reads);
}

}  // namespace waveform::test
