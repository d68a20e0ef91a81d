// Random values of attributes, reproducible by seed.
#pragma once

#include <random>
#include <string>

#include <fmt/format.h>

#include "base/value.h"
#include "provider/schema.h"

namespace waveform::test {

// Draws values that the service accepts.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  bool coin() { return below(2) == 0; }
  template <typename Items>
  const auto& one_of(const Items& items) {
    return *(std::begin(items) + static_cast<std::ptrdiff_t>(below(std::size(items))));
  }

  std::string text(provider::Meaning meaning) {
    static const std::string kWords[] = {"plain",   "with space",  "Größe 日本", "${no.reference}",
                                         "a\"b\\c", "line\nbreak", "100%{x}",    "tab\there"};
    static const std::string kRegexes[] = {"^aws.(ec2|ebs).*$", "(region|name)", "a{2,3}\\.b", "[^x]+"};
    static const std::string kRoles[] = {"arn:aws:iam::123456789012:role/a",
                                         "arn:aws-cn:iam::210987654321:role/path/b"};
    switch (meaning) {
      case provider::Meaning::RoleArn:
        return one_of(kRoles);
      case provider::Meaning::JavaRegex:
      case provider::Meaning::MetricRegex:
        return one_of(kRegexes);
      case provider::Meaning::Url:
        return "https://example.com/" + std::to_string(below(1000));
      default:
        return one_of(kWords) + std::to_string(below(1000));
    }
  }

  base::Value value(const provider::Attribute& attribute) {
    if (!attribute.required && !attribute.secret && below(5) == 0) return usual(attribute);
    return other(attribute);
  }

 private:
  // An empty value, or the service's default.
  base::Value usual(const provider::Attribute& attribute) {
    if (!attribute.fallback.value.is_null() && coin()) return attribute.fallback.value;
    switch (attribute.type) {
      case provider::Type::String:
        return "";
      case provider::Type::StringList:
      case provider::Type::StringSet:
      case provider::Type::ObjectList:
        return base::Value::List{};
      case provider::Type::StringMap:
      case provider::Type::StringListMap:
        return base::Value::Map{};
      default:
        return other(attribute);
    }
  }

  base::Value other(const provider::Attribute& attribute) {
    switch (attribute.type) {
      case provider::Type::String:
        if (!attribute.allowed.empty()) return one_of(attribute.allowed);
        return attribute.meaning == provider::Meaning::ServiceKey
                   ? base::Value(
                         fmt::format("{{\"type\": \"service_account\", \"key\": \"{}\"}}\n", random_()))
                   : base::Value(text(attribute.meaning));
      case provider::Type::Number:
        return static_cast<int>(1 + below(90));
      case provider::Type::Bool:
        return coin();
      case provider::Type::StringList:
      case provider::Type::StringSet:
        return texts(attribute);
      case provider::Type::StringMap:
        return base::Value::Map{{text(provider::Meaning::Any), text(provider::Meaning::Any)},
                                {"key", text(provider::Meaning::Any)}};
      case provider::Type::StringListMap:
        return base::Value::Map{{"VMWARE", texts(attribute)}};
      case provider::Type::ObjectList:
        return base::Value::List{object(attribute), object(attribute)};
    }
    return {};
  }

  base::Value texts(const provider::Attribute& attribute) {
    base::Value::List items;
    for (std::size_t n = 1 + below(3); n > 0; --n)
      items.emplace_back(attribute.allowed.empty() ? text(attribute.meaning) : one_of(attribute.allowed));
    return items;
  }
  base::Value object(const provider::Attribute& attribute) {
    base::Value::Map members;
    for (const auto& member : attribute.members) members.emplace(member.name, text(member.meaning));
    return members;
  }

  std::mt19937 random_;
};

}  // namespace waveform::test
