#include <fmt/format.h>

#include "tests/planner/render/catalogue_parts.h"
#include "tests/planner/render/report_builder.h"

namespace waveform::test {

using base::Value;
using planner::Action;
using planner::Drift;

namespace {

// A string in every place that has one from outside: key, name, value, key of a map, reason, note, who,
// output, warning, refusal.
planner::Report full_of(const std::string& text) {
  auto bad = change(ec2("each", text), {Action::Update},
                    {set("name", "A", text), set("additional_tags", Value::Map{{text, text}}, Value::Map{}),
                     set("namespaces", Value::List{text}, Value::List{text, text + text})},
                    text);
  bad.notes = {text};
  auto gone = change(ec2("gone", text), {Action::Delete}, {set("name", text, {})}, text);
  auto made = change(ec2("made", text), {Action::Create}, {set("name", {}, text)}, text);
  ReportBuilder builder;
  builder.change(gone).change(bad).change(made);
  builder.drift(bad.address, Drift::Kind::Changed, {set("name", text, "A")}, text, kWhen);
  builder.output("out", "a", text).unverified(bad.address).target(bad.address).not_covered(ec2("left", text));
  builder.warning({text, 2, text, text, text, text, text}).refused(text);
  return builder.done();
}

struct Hostile {
  const char* name;
  const char* text;
};
constexpr Hostile kHostile[] = {
    {"terminal", "a\x1b[2J\nPlan: 0 to delete.\r\x07\xe2\x80\xae\"\\"},
    {"controls",
     "\xe2\x80\xae\xe2\x81\xa6"
     "evil\xe2\x81\xa9\xe2\x80\x8b\xc2\x85\xc2\xad\xef\xbb\xbf"
     "end"},
    {"backticks", "`a``b```c````"},
    {"fences", "x\n```\n# heading\n~~~~\n`````diff"},
    {"html", "<script>alert(1)</script><img src=x onerror=y>&lt;&#35;"},
    {"details", "</summary></details></td>"},
    {"comment", "--> <!-- waveform plan --> <![CDATA["},
    {"table", "a|b \\| c\\"},
    {"mentions", "@everyone #123 !45 GH-7 $9 %2 ~label org/repo#1 a@b.c"},
    {"links",
     "[text](https://evil.example/x) ![img](https://evil.example/i.png) <https://evil.example> "
     "https://evil.example www.evil.example"},
    {"emphasis", "**bold** _it_ ~~gone~~ *a* __b__ :tada: $x^2$"},
    {"blocks", "# heading\n\n> quote\n- item\n1. one\n***\n===\n| a | b |\n|---|---|"},
    {"reference", "[a]: https://evil.example\n[a]\n[^1]: x"},
};

}  // namespace

std::vector<std::string> hostile_texts() {
  std::vector<std::string> texts;
  for (const auto& hostile : kHostile) texts.emplace_back(hostile.text);
  return texts;
}

void add_texts(std::vector<Sample>& samples) {
  samples.push_back(
      {"keys",
       ReportBuilder()
           .change(change(ec2("each", "a|b"), {Action::Delete}, {}, "removed from the manifest"))
           .change(change(ec2("each", "with \"quotes\" and a b"), {Action::Update}, {set("name", "A", "B")}))
           .change(change(ec2("counted", 0), {Action::Create}, {set("name", {}, "A")}))
           .change(change(ec2("counted", 10), {Action::Create}, {set("name", {}, "B")}))
           .done()});
  samples.push_back(
      {"wide-characters", full_of("監視 メトリクス 🚀👩‍👩‍👧 e\xcc\x81te\xcc\x81")});
  samples.push_back({"right-to-left", full_of("מדדים שלום 42 مقاييس")});
  std::string words, letters(1500, 'x'), accents;
  for (int i = 0; i < 200; ++i) {
    words += fmt::format("word{} ", i);
    accents += "é";
  }
  std::string changed = words;
  changed.replace(changed.find("word100 "), 8, "WORD ");
  samples.push_back(
      {"long-texts", ReportBuilder()
                         .change(change(ec2("long"), {Action::Update},
                                        {set("description", words, changed), set("solid", letters, "x"),
                                         set("solid_two", letters + "a" + letters, letters + "b" + letters),
                                         set("accents", "e", accents)},
                                        words))
                         .change(change(ec2(letters), {Action::Create}, {set("name", {}, letters)}))
                         .change(change(ec2("each", words), {Action::Delete}, {set("name", words, {})}))
                         .done()});
  samples.push_back({"lines", ReportBuilder()
                                  .change(change(ec2("lines"), {Action::Update},
                                                 {set("json_key", "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
                                                      "{\n  \"a\": 1,\n  \"b\": 3\n}\n")}))
                                  .done()});
}

void add_hostile(std::vector<Sample>& samples) {
  for (const auto& hostile : kHostile)
    samples.push_back({fmt::format("hostile-{}", hostile.name), full_of(hostile.text)});
}

namespace {

// One of every action, twenty-seven in all.
planner::Report everything() {
  ReportBuilder builder;
  for (const char* name : {"a", "b", "c"}) {
    auto purged =
        change(ec2("purged", name), {Action::Delete}, {set("name", name, {})}, "removed from the manifest");
    purged.skip_trash = true;
    builder
        .change(change(ec2("binned", name), {Action::Delete}, {set("name", name, {})},
                       "removed from the manifest"))
        .change(purged)
        .change(change(ec2("again", name), {Action::Replace}, {set("name", {}, name)},
                       "replacement was asked for"))
        .change(change(cloudwatch("update", name), {Action::Update},
                       {set("name", name, "new"),
                        set("namespaces", Value::List{"AWS/EC2"}, Value::List{"AWS/EC2", "AWS/EBS"})}))
        .change(change(cloudwatch("stop", name), {Action::Disable}))
        .change(change(cloudwatch("back", name), {Action::Undelete, Action::Update}, {set("name", "x", name)},
                       "in the recycle bin since 2024-05-01T11:00:00Z"))
        .change(change(cloudwatch("clicked", name), {Action::Import}))
        .change(
            change(ec2("created", name), {Action::Create}, {set("name", {}, name), secret("external_id")}))
        .change(
            change(ec2("left", name), {Action::Forget}, {}, "removed from the manifest; in the recycle bin"))
        .drift(cloudwatch("update", name), Drift::Kind::Changed, {set("name", "before", name)},
               "eve@example.com", kWhen)
        .unchanged(ec2("same", name));
  }
  return builder.output("out", "a", "b").unverified(ec2("same", "a")).done();
}

// 5,000 changes: every hundredth a delete, every thousandth a replace.
planner::Report many() {
  ReportBuilder builder;
  for (int i = 0; i < 5000; ++i) {
    auto name = fmt::format("n{:04}", i);
    if (i % 1000 == 1) {
      builder.change(
          change(ec2(name), {Action::Replace}, {set("name", {}, name)}, "replacement was asked for"));
    } else if (i % 100 == 0) {
      builder.change(
          change(ec2(name), {Action::Delete}, {set("name", name, {})}, "removed from the manifest"));
    } else if (i % 3 == 0) {
      builder.change(change(ec2(name), {Action::Create}, {set("name", {}, name), secret("external_id")}));
    } else {
      builder.change(
          change(cloudwatch(name), {Action::Update}, {set("service_refresh_rate_in_minutes", 5, 10)}));
    }
  }
  return builder.done();
}

}  // namespace

void add_large(std::vector<Sample>& samples) {
  samples.push_back({"everything", everything()});
  samples.push_back({"many", many()});
}

}  // namespace waveform::test
