// What of the service's bodies may be shown to others: all but secrets, known by their place or by their
// text.
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

// Hidden are: values with a mark; what stands where any type of the catalog has a secret, in whatever
// service's body, but for what is empty and for the placeholder that keeps it; what hide() named; whatever a
// key calls a password, a token or the like; and, within every other text and key, all texts that were
// learned. Not for several threads.
class Redaction {
 public:
  explicit Redaction(const Catalog& catalog);

  // All marked texts in it must not be shown, wherever they come up.
  void learn(const base::Value& value) { texts_.learn(value); }
  // In bodies with this id ("": in all), the field at this path must not be shown.
  void hide(const std::string& id, std::string_view wire);

  base::Value shown(const base::Value& body) const;
  std::string shown(const std::string& text) const { return texts_.cut(text); }

 private:
  // A path that is hidden, key by key.
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
  Step root_;                                     // of every map: a body may stand anywhere
  std::map<std::string, Step, std::less<>> ids_;  // of the maps with this id
  std::set<std::string> placeholders_;
};

}  // namespace waveform::provider
