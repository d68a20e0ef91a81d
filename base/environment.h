// Environment variables, passed in as an object.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace waveform::base {

class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::optional<std::string> get(const std::string& name) const = 0;
  // All variables whose name begins with the prefix, keyed by the rest of the name.
  virtual std::map<std::string, std::string> with_prefix(const std::string& prefix) const = 0;
};

class MapEnvironment final : public Environment {
 public:
  explicit MapEnvironment(std::map<std::string, std::string> variables = {})
      : variables_(std::move(variables)) {}
  std::optional<std::string> get(const std::string& name) const override;
  std::map<std::string, std::string> with_prefix(const std::string& prefix) const override;

 private:
  std::map<std::string, std::string> variables_;
};

// A snapshot of this process's environment.
MapEnvironment process_environment();

}  // namespace waveform::base
