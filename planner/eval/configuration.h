// A manifest with its variables and resources.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "planner/config/disk_files.h"
#include "planner/config/manifest.h"
#include "planner/eval/instances.h"
#include "planner/eval/references.h"
#include "planner/eval/scope.h"
#include "provider/schema.h"

namespace waveform::planner {

// Points into itself.
struct Configuration {
  Configuration(const provider::Catalog& of_services, FileRoots roots)
      : catalog(of_services), files(std::move(roots)) {}
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const Config& config() const { return manifest->config; }

  const provider::Catalog& catalog;
  DiskFiles files;  // that expressions read
  std::unique_ptr<Manifest> manifest;
  std::optional<References> references;
  std::optional<ModuleScope> scope;
  Resources resources;
  // Values that the user set by environment, -var or prompt, as given; not by a file, which can come with the
  // manifest.
  std::map<std::string, std::string> given_by_user;
  std::set<std::string> given = {};  // variables with a value that is not their default
};

}  // namespace waveform::planner
