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
  std::vector<const base::Source*> files;  // those of the sources that are no variable files
  bool complete = true;  // false: a file could not be read, what others refer to may be in it
};

// SHA-256 of every file, by name.
std::map<std::string, std::string> digests(const Manifest& manifest);

// A file that is not on the disk (yet), as if it were in the folder.
struct ExtraFile {
  std::string name;
  std::string text;
};

// Which files make a manifest.
struct ManifestFiles {
  std::optional<base::Path> directory = ".";  // none: the `extra` ones alone
  std::vector<base::Path> files = {};         // instead of all of the directory
  std::vector<ExtraFile> extra = {};          // with any, the directory may have none
};

// All *.wf.hcl, *.wf.json, *.tf and *.tf.json of the directory, or just `files` when there are any, in the
// order of their names. One that is a link is read where `roots` allows that. All that is wrong with them is
// in `diags`; the manifest is of use only when that has no errors.
std::unique_ptr<Manifest> load_manifest(const ManifestFiles& files, const FileRoots& roots,
                                        const provider::Catalog& catalog, base::Diags& diags);

// `variable "x"`: the header of the block that a place is in; "" outside of all, and in JSON.
std::string block_at(const Manifest& manifest, const base::Range& place);

// Whether load_manifest reads a file of this name.
bool is_manifest_name(const std::string& name);

}  // namespace waveform::planner
