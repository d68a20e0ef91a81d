#include "tests/support/tls_gateway.h"

#include <cstdio>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/text.h"

namespace waveform::test {

namespace {

std::string file_in(const TemporaryDirectory& directory, const char* name) {
  return (directory.path() / name).string();
}

void make_certificate(const TemporaryDirectory& directory, const std::string& names) {
  Run run = run_program(
      "openssl",
      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem",
       "-out", "certificate.pem", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=" + names},
      {.directory = directory.path(), .environment = {}, .input = {}});
  if (run.exit_code != 0) throw std::runtime_error("openssl: " + run.err);
}

std::string read_line(int fd) {
  std::string line;
  char c = 0;
  while (::read(fd, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

TlsGateway::TlsGateway(const std::string& names, int target_port) {
  make_certificate(directory_, names);
  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> words = {"python3",
                                    std::string(WAVEFORM_SOURCE_DIR) + "/tests/support/tls_gateway.py",
                                    certificate(),
                                    file_in(directory_, "key.pem"),
                                    file_in(directory_, "proxy.log"),
                                    base::to_base64(std::string("me:") + kProxyPassword)};
  if (target_port != 0) words.push_back(std::to_string(target_port));
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  int failed = posix_spawnp(&child_, "python3", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  in_ = in[1];
  std::string ports = failed == 0 ? read_line(out[0]) : "";
  ::close(out[0]);
  auto space = ports.find(' ');
  if (space == std::string::npos) throw std::runtime_error("tls_gateway.py does not run");
  https_port_ = ports.substr(0, space);
  proxy_port_ = ports.substr(space + 1);
}

TlsGateway::~TlsGateway() {
  ::close(in_);
  waitpid(child_, nullptr, 0);
}

std::vector<std::string> TlsGateway::asked_of_proxy() const {
  std::vector<std::string> lines;
  std::string log = directory_.read("proxy.log");
  for (auto line : base::split(log, '\n')) {
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

}  // namespace waveform::test
