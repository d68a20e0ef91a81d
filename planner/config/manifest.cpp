#include "planner/config/manifest.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "planner/config/api_form.h"
#include "planner/config/blocks.h"
#include "planner/hcl/parser.h"

namespace waveform::planner {

using base::Diags;
using base::Path;

namespace {

constexpr std::string_view kSuffixes[] = {".wf.hcl", ".wf.json", ".tf", ".tf.json"};

std::vector<Path> find_files(const Path& directory, bool may_be_empty, Diags& diags) {
  std::vector<Path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    std::string name = it->path().filename().string();
    if (is_manifest_name(name)) files.push_back(directory == "." ? Path(name) : it->path());
    if (name == ".terraform" || name == "terraform.tfstate") {
      diags.warning({}, "There is a " + name + " beside the manifest",
                    "It belongs to Terraform. waveform does not read it and has a separate state.",
                    "Apply this manifest with only one of the two tools; import existing integrations with "
                    "`waveform import`.");
    }
  }
  std::sort(files.begin(), files.end());
  if (error) {
    diags.error({}, "Cannot read the directory " + base::printable(directory.string()), error.message());
  } else if (files.empty() && !may_be_empty) {
    diags.error({},
                "There is no manifest in " +
                    (directory == "." ? std::string("this directory") : base::printable(directory.string())),
                "A manifest has one or more files that end in .wf.hcl, .wf.json, .tf or .tf.json.",
                "Change to its directory, or name files with -f.");
  }
  return files;
}

// The file's name without its endings.
std::string stem(const Path& file) {
  std::string name = file.filename().string();
  return name.substr(0, name.find('.'));
}

hcl::Body read_tree(const base::Source& source, const Path& file, const provider::Catalog& catalog,
                    Diags& diags) {
  if (!file.string().ends_with(".json")) return hcl::parse_native(source, diags);
  auto root = hcl::parse_json_tree(source, diags, hcl::Keys::Any);
  if (!root) return {};
  if (is_api_form(*root)) {
    return hcl::check_keys(*root, diags) ? read_api_form(*root, stem(file), catalog, diags) : hcl::Body{};
  }
  return hcl::parse_json_body(*root, manifest_blocks(), diags);
}

bool overlap(const base::Range& a, const base::Range& b) {
  return a.source == b.source && a.begin < b.end && b.begin < a.end;
}

// Messages about a secret do not repeat it.
Diags without_values_of(const std::vector<base::Range>& secrets, const Diags& diags) {
  Diags shown;
  for (auto diag : diags.list()) {
    if (std::any_of(secrets.begin(), secrets.end(),
                    [&](const auto& one) { return overlap(one, diag.range); }))
      diag.values.clear();
    shown.add(std::move(diag));
  }
  return shown;
}

}  // namespace

bool is_manifest_name(const std::string& name) {
  bool hidden = name.starts_with('.') || name.ends_with('~');
  return !hidden && std::any_of(std::begin(kSuffixes), std::end(kSuffixes),
                                [&](auto suffix) { return name.ends_with(suffix); });
}

std::map<std::string, std::string> digests(const Manifest& manifest) {
  std::map<std::string, std::string> digests;
  for (const auto* file : manifest.files) digests.emplace(file->name, base::sha256_hex(file->text));
  return digests;
}

std::unique_ptr<Manifest> load_manifest(const ManifestFiles& files, const FileRoots& roots,
                                        const provider::Catalog& catalog, Diags& diags) {
  auto manifest = std::make_unique<Manifest>();
  std::vector<const hcl::Body*> trees;
  auto add = [&](const Path& file, std::string text) {
    const auto& source = manifest->sources.add(file.string(), std::move(text));
    manifest->files.push_back(&source);
    Diags of_file;
    manifest->trees.push_back(read_tree(source, file, catalog, of_file));
    manifest->complete = manifest->complete && !of_file.has_errors();
    // A file with errors is not checked further.
    if (!of_file.has_errors()) add_file(manifest->config, manifest->trees.back(), catalog, of_file);
    trees.push_back(&manifest->trees.back());
    diags.append(std::move(of_file));
  };
  std::vector<Path> on_disk = files.files;
  if (on_disk.empty() && files.directory) on_disk = find_files(*files.directory, !files.extra.empty(), diags);
  for (const auto& file : on_disk) {
    auto text = read_source(roots, file, Reads::Manifest, manifest->sources.most_bytes());
    if (text) {
      add(file, *std::move(text));
      continue;
    }
    diags.error({}, text.error().message, {}, text.error().hint);
    manifest->complete = false;
  }
  for (const auto& file : files.extra) add(file.name, file.text);
  check_whole_config(manifest->config, trees, catalog, diags);
  for (const auto& range : manifest->config.secrets) manifest->sources.hide(range);
  diags = without_values_of(manifest->config.secrets, diags);
  return manifest;
}

std::string block_at(const Manifest& manifest, const base::Range& place) {
  if (place.source == nullptr || place.source->name.ends_with(".json")) return "";
  for (const auto& tree : manifest.trees) {
    for (const auto& block : tree.blocks) {
      bool inside = block.header.source == place.source && block.header.begin <= place.begin &&
                    place.begin <= block.body.range.end;
      if (!inside) continue;
      std::string text = block.type;
      for (const auto& label : block.labels) text += " " + base::quote(label.text);
      return text;
    }
  }
  return "";
}

}  // namespace waveform::planner
