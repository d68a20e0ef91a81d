// yamlencode(): block style, all strings in double quotes except those of several lines, as Terraform writes
// it.
#include <yaml.h>

#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"
#include "planner/hcl/functions/yaml.h"

namespace waveform::hcl {

using base::Value;

namespace {

class YamlWriter {
 public:
  YamlWriter() {
    yaml_emitter_initialize(&emitter_);
    yaml_emitter_set_output(&emitter_, append, &out_);
    yaml_emitter_set_unicode(&emitter_, 1);
    yaml_emitter_set_width(&emitter_, 80);
  }
  ~YamlWriter() { yaml_emitter_delete(&emitter_); }
  YamlWriter(const YamlWriter&) = delete;
  YamlWriter& operator=(const YamlWriter&) = delete;

  // The document; longer than kLongestText when it is not complete.
  std::string document(const Value& value) {
    yaml_event_t event;
    yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    emit(event);
    yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1);
    emit(event);
    node(value);
    yaml_document_end_event_initialize(&event, 1);
    emit(event);
    yaml_stream_end_event_initialize(&event);
    emit(event);
    // The end of a document is marked where it is one plain scalar, as Terraform does it, and nowhere else.
    if (out_.ends_with("\n...\n")) out_.resize(out_.size() - 4);
    const bool is_plain = value.is_null() || value.is_bool() || value.is_number();
    return std::move(out_) + (is_plain ? "...\n" : "");
  }

 private:
  static int append(void* out, unsigned char* text, std::size_t size) {
    auto& all = *static_cast<std::string*>(out);
    all.append(reinterpret_cast<const char*>(text), size);
    return all.size() <= kLongestText ? 1 : 0;
  }
  void emit(yaml_event_t& event) { fails_ = fails_ || yaml_emitter_emit(&emitter_, &event) == 0; }

  void scalar(const std::string& text, yaml_scalar_style_t style) {
    yaml_event_t event;
    yaml_scalar_event_initialize(&event, nullptr, nullptr, reinterpret_cast<const yaml_char_t*>(text.data()),
                                 static_cast<int>(text.size()), 1, 1, style);
    emit(event);
  }
  void string(const std::string& text) {
    const bool has_lines = text.find('\n') != std::string::npos;
    scalar(text, has_lines ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE);
  }

  void node(const Value& value) {
    if (fails_) return;
    yaml_event_t event;
    if (value.is_list()) {
      yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE);
      emit(event);
      for (const Value& item : value.as_list()) node(item);
      yaml_sequence_end_event_initialize(&event);
      emit(event);
    } else if (value.is_map()) {
      yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE);
      emit(event);
      for (const auto& [name, member] : value.as_map()) {
        string(name);
        node(member);
      }
      yaml_mapping_end_event_initialize(&event);
      emit(event);
    } else if (value.is_string()) {
      string(value.as_string());
    } else {
      scalar(base::scalar_text(value), YAML_PLAIN_SCALAR_STYLE);
    }
  }

  yaml_emitter_t emitter_;
  std::string out_;
  bool fails_ = false;  // it became too long
};

}  // namespace

Called call_yamlencode(std::span<const Typed> given, const CallContext&) {
  std::string text = YamlWriter().document(given[0].value);
  return text.size() > kLongestText ? Called(too_long()) : typed(std::move(text));
}

std::vector<Function> yaml_functions() {
  return {
      {"yamldecode", {{"src", Type::Kind::String}}, {}, call_yamldecode},
      {"yamlencode", {{"value", {}, Parameter::Null}}, Type::Kind::String, call_yamlencode},
  };
}

}  // namespace waveform::hcl
