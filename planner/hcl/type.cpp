#include "planner/hcl/type.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::hcl {

namespace {

constexpr std::array<std::string_view, 9> kNames = {"any", "bool", "number", "string", "list",
                                                    "set", "map",  "tuple",  "object"};

std::string member_text(const Type::Member& member) {
  std::string type = member.type.text();
  if (member.fallback) {
    type = fmt::format("optional({}, …)", type);
  } else if (member.optional) {
    type = fmt::format("optional({})", type);
  }
  return fmt::format("{} = {}", member.name, type);
}

}  // namespace

Type::Type(Kind kind, std::vector<Type> types)
    : kind_(kind), parts_(std::make_shared<const Parts>(std::move(types))) {}

Type::Parts::Parts(std::vector<Type> all_types, Members all_members)
    : types(std::move(all_types)), members(std::move(all_members)) {
  const auto count = [this](const Type& type) {
    has_any = has_any || type.has_any();
    has_optional = has_optional || type.has_optional();
    constexpr std::size_t kEnough = std::size_t{1}
                                    << 40;  // it grows with every sharing, and must not overflow
    size = std::min(size + type.size(), kEnough);
  };
  for (const Type& type : types) count(type);
  for (const Member& member : members) {
    count(member.type);
    has_optional = has_optional || member.optional;
  }
}

Type Type::object(Members members) {
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.name < b.name; });
  Type type(Kind::Object);
  type.parts_ = std::make_shared<const Parts>(std::vector<Type>(), std::move(members));
  return type;
}

const Type& Type::element() const {
  return parts_->types.front();
}

const std::vector<Type>& Type::items() const {
  return parts_->types;
}

const Type::Members& Type::members() const {
  return parts_->members;
}

const Type::Member* Type::find(std::string_view name) const {
  const auto found =
      std::lower_bound(members().begin(), members().end(), name,
                       [](const Member& member, std::string_view wanted) { return member.name < wanted; });
  return found != members().end() && found->name == name ? &*found : nullptr;
}

bool Type::has_any() const {
  return is_any() || (parts_ && parts_->has_any);
}

bool Type::has_optional() const {
  return parts_ && parts_->has_optional;
}

std::size_t Type::size() const {
  return parts_ ? parts_->size : 1;
}

Type Type::without_optional() const {
  if (!has_optional()) return *this;
  if (kind_ == Kind::Object) {
    Members plain;
    for (const Member& member : members()) plain.push_back({member.name, member.type.without_optional()});
    return object(std::move(plain));
  }
  std::vector<Type> types;
  for (const Type& type : parts_->types) types.push_back(type.without_optional());
  return {kind_, std::move(types)};
}

std::string_view Type::name() const {
  return kNames[static_cast<std::size_t>(kind_)];
}

std::string Type::text() const {
  if (!parts_) return std::string(name());
  std::vector<std::string> parts;
  for (const Type& type : parts_->types) parts.push_back(type.text());
  for (const Member& member : parts_->members) parts.push_back(member_text(member));
  if (kind_ == Kind::Tuple) return fmt::format("tuple([{}])", fmt::join(parts, ", "));
  if (kind_ != Kind::Object) return fmt::format("{}({})", name(), parts.front());
  return parts.empty() ? "object({})" : fmt::format("object({{ {} }})", fmt::join(parts, ", "));
}

bool operator==(const Type& a, const Type& b) {
  if (a.kind_ != b.kind_) return false;
  if (a.parts_ == b.parts_) return true;
  return a.parts_->types == b.parts_->types && a.parts_->members == b.parts_->members;
}

}  // namespace waveform::hcl
