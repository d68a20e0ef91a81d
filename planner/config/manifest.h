// The files of a manifest, read and decoded. Only this, disk_files.h and file_root.h read from the disk in
// the planner.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diag.h"
#include "base/file.h"
#include "planner/config/config.h"
#include "planner/config/file_root.h"

namespace waveform::planner {

// Owns the sources and trees that the config points into.
struct Manifest {
  base::Sources sources;
  std::deque<hcl::Body> trees;
  Config config;
  std::vector<const base::Source*> files;  // the sources except variable files
  bool complete = true;  // false: a file could not be read; references to its blocks are not errors
};

// SHA-256 of every file, by name.
std::map<std::string, std::string> digests(const Manifest& manifest);

// A file that is not on disk (yet), as if it were in the directory.
struct ExtraFile {
  std::string name;
  std::string text;
};

// The files of a manifest.
struct ManifestFiles {
  std::optional<base::Path> directory = ".";  // empty: only the `extra` ones
  std::vector<base::Path> files = {};         // instead of all of the directory
  std::vector<ExtraFile> extra = {};          // with any, the directory can be empty
};

// All *.wf.hcl, *.wf.json, *.tf and *.tf.json of the directory, or only `files` if given, sorted by name.
// Links are read if `roots` allows it. The manifest is only valid when `diags` has no errors.
std::unique_ptr<Manifest> load_manifest(const ManifestFiles& files, const FileRoots& roots,
                                        const provider::Catalog& catalog, base::Diags& diags);

// `variable "x"`: the header of the block that contains a place; "" outside of blocks, and in JSON.
std::string block_at(const Manifest& manifest, const base::Range& place);

// Whether load_manifest reads a file of this name.
bool is_manifest_name(const std::string& name);

}  // namespace waveform::planner
