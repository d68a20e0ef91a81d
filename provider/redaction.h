// Removes secrets from the service's bodies, by their place or by their value.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "provider/schema.h"
#include "provider/secret_texts.h"

namespace waveform::provider {

// Hidden are: marked values; values where any type of the catalog has a secret, in any service's body, except
// empty ones and the placeholder that keeps a secret; fields given to hide(); values whose key contains a
// name such as "password" or "token"; and every learned string within other strings and keys. Not
// thread-safe.
class Redaction {
 public:
  explicit Redaction(const Catalog& catalog);

  // Learns all marked strings in it, to be hidden wherever they appear.
  void learn(const base::Value& value) { texts_.learn(value); }
  // In bodies with this id ("": in all), the field at this path is hidden.
  void hide(const std::string& id, std::string_view wire);

  base::Value shown(const base::Value& body) const;
  std::string shown(const std::string& text) const { return texts_.cut(text); }

 private:
  // A hidden path, key by key.
  struct Step {
    std::map<std::string, Step, std::less<>> next;
    bool hidden = false;
  };
  using Steps = std::vector<const Step*>;

  static void add(Step& root, std::string_view wire);
  base::Value member(std::string_view key, const base::Value& value, const Steps& steps) const;
  base::Value walk(const base::Value& value, const Steps& steps) const;
  base::Value walk_map(const base::Value& map, Steps steps) const;

  SecretTexts texts_;
  Step root_;                                     // of every map: a body may be at any depth
  std::map<std::string, Step, std::less<>> ids_;  // of maps with this id
  std::set<std::string> placeholders_;
};

}  // namespace waveform::provider
