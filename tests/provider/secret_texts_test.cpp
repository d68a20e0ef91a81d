#include "provider/secret_texts.h"

#include <cctype>
#include <functional>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/base64.h"
#include "base/json.h"
#include "base/text.h"
#include "provider/secret_forms.h"
#include "tests/support/text.h"

namespace waveform::provider {
namespace {

using base::Value;
using test::has;

// The forms in which a service may repeat a string.
struct Encoding {
  const char* name;
  std::string (*encode)(const std::string& text);
};

std::string each(const std::string& text, const std::function<std::string(unsigned char, std::size_t)>& of) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) out += of(static_cast<unsigned char>(text[i]), i);
  return out;
}
std::string percent(const std::string& text, const char* form, bool all) {
  return each(text, [&](unsigned char c, std::size_t) {
    return all || std::isalnum(c) == 0 ? fmt::format(fmt::runtime(form), c)
                                       : std::string(1, static_cast<char>(c));
  });
}
// Bytes beyond ASCII stay unchanged: they are parts of characters.
std::string ascii(const std::string& text, const char* form, bool all = true) {
  return each(text, [&](unsigned char c, std::size_t i) {
    const bool stays = c >= 0x80 || (!all && i % 2 == 0);
    return stays ? std::string(1, static_cast<char>(c)) : fmt::format(fmt::runtime(form), c);
  });
}
std::string json(const std::string& text) {
  const std::string quoted = base::write_json(Value(text));
  return quoted.substr(1, quoted.size() - 2);
}
std::string html(const std::string& text) {
  return each(text, [](unsigned char c, std::size_t) -> std::string {
    switch (c) {
      case '&':
        return "&amp;";
      case '<':
        return "&lt;";
      case '>':
        return "&gt;";
      case '"':
        return "&quot;";
      case '\'':
        return "&apos;";
      case '/':
        return "&sol;";
      case '\\':
        return "&bsol;";
      case '%':
        return "&percnt;";
      case '+':
        return "&plus;";
      case ':':
        return "&colon;";
      case '-':
        return "&hyphen;";
      case '_':
        return "&lowbar;";
      default:
        return {static_cast<char>(c)};
    }
  });
}
std::string base64(const std::string& text, std::size_t before, bool url_safe, bool padded) {
  std::string out = base::to_base64(std::string(before, '#') + text);
  if (url_safe)
    std::replace(out.begin(), out.end(), '+', '-'), std::replace(out.begin(), out.end(), '/', '_');
  return padded ? out : out.substr(0, out.find('='));
}
std::string wrapped(const std::string& text, std::size_t width) {
  return each(text, [&](unsigned char c, std::size_t i) {
    return (i > 0 && i % width == 0 ? "\r\n" : "") + std::string(1, static_cast<char>(c));
  });
}

using S = const std::string&;
const Encoding kEncodings[] = {
    {"as it is", [](S s) { return s; }},
    {"percent, capitals", [](S s) { return percent(s, "%{:02X}", false); }},
    {"percent, small letters", [](S s) { return percent(s, "%{:02x}", false); }},
    {"percent, every byte", [](S s) { return percent(s, "%{:02x}", true); }},
    {"percent, every other byte",
     [](S s) {
       return each(s, [](unsigned char c, std::size_t i) {
         return i % 2 == 0 ? fmt::format("%{:02X}", c) : std::string(1, static_cast<char>(c));
       });
     }},
    {"percent, twice", [](S s) { return percent(percent(s, "%{:02X}", false), "%{:02X}", false); }},
    {"a form",
     [](S s) {
       std::string out = percent(s, "%{:02X}", false);
       for (std::size_t at; (at = out.find("%20")) != out.npos;) out.replace(at, 3, "+");
       return out;
     }},
    {"JSON", [](S s) { return json(s); }},
    {"JSON in JSON", [](S s) { return json(json(s)); }},
    {"JSON, slashes escaped",
     [](S s) {
       return each(json(s), [](unsigned char c, std::size_t) {
         return (c == '/' ? "\\" : "") + std::string(1, static_cast<char>(c));
       });
     }},
    {"JSON, every character", [](S s) { return ascii(s, "\\u{:04x}"); }},
    {"JSON, some characters, capitals", [](S s) { return ascii(s, "\\u{:04X}", false); }},
    {"JSON, \\x", [](S s) { return ascii(s, "\\x{:02x}"); }},
    {"HTML, names", [](S s) { return html(s); }},
    {"HTML, decimal", [](S s) { return ascii(s, "&#{};"); }},
    {"HTML, decimal with zeros, some characters", [](S s) { return ascii(s, "&#{:05};", false); }},
    {"HTML, hexadecimal", [](S s) { return ascii(s, "&#x{:x};"); }},
    {"HTML, hexadecimal, capitals", [](S s) { return ascii(s, "&#X{:02X};"); }},
    {"HTML in JSON", [](S s) { return ascii(html(s), "\\u{:04x}", false); }},
    {"HTML in HTML", [](S s) { return html(html(s)); }},
    {"percent in HTML", [](S s) { return html(percent(s, "%{:02x}", true)); }},
    {"JSON in a query", [](S s) { return percent(json(s), "%{:02X}", false); }},
    {"base64", [](S s) { return base64(s, 0, false, true); }},
    {"base64, one behind", [](S s) { return base64(s, 1, false, true); }},
    {"base64, two behind", [](S s) { return base64(s, 2, false, true); }},
    {"base64, no padding", [](S s) { return base64(s, 0, false, false); }},
    {"base64, URL-safe", [](S s) { return base64(s, 1, true, true); }},
    {"base64, URL-safe, no padding", [](S s) { return base64(s, 2, true, false); }},
    {"base64, broken into lines", [](S s) { return wrapped(base64(s, 0, false, true), 16); }},
    {"base64 in a query", [](S s) { return percent(base64(s, 2, false, true), "%{:02X}", false); }},
    {"base64 in JSON",
     [](S s) {
       return each(base64(s, 1, false, true), [](unsigned char c, std::size_t) {
         return (c == '/' ? "\\" : "") + std::string(1, static_cast<char>(c));
       });
     }},
};

struct Secrets {
  explicit Secrets(std::initializer_list<std::string> secrets) {
    for (const auto& secret : secrets) texts.learn(Value(secret).with_marks(Value::Sensitive));
  }
  SecretTexts texts;
};

const std::string kToken = "5f4dcc3b-5aa7-65d6-1d83-27deb882cf99";
const std::string kPassword = "pa\"ss/wo\\rd & <\u00e4> 100%+x'y_z: 7";
const std::string kShort = "s3cr3t!";

}  // namespace

TEST_CASE("a secret is hidden in every encoding, and nothing beside it is") {
  for (const auto& secret : {kToken, kPassword, kShort}) {
    const Secrets known({secret});
    for (const auto& encoding : kEncodings) {
      const std::string repeated = encoding.encode(secret);
      const std::string shown = known.texts.cut("the key <" + repeated + "> is bad");
      INFO(encoding.name, ": ", repeated, "\n", shown);
      // In base64, the digits of preceding bytes stay.
      const bool is_behind = std::string_view(encoding.name).starts_with("base64");
      CHECK(shown.starts_with("the key <"));
      CHECK(shown.ends_with("(sensitive)> is bad"));
      CHECK(shown.size() <= std::string_view("the key <(sensitive)> is bad").size() + (is_behind ? 2 : 0));
    }
  }
}

TEST_CASE("every piece of twelve characters is hidden, in every encoding") {
  for (const auto& secret : {kToken, std::string("AbCdEfGhIjKlMnOpQrStUvWxYz0123456789")}) {
    const Secrets known({secret});
    for (std::size_t at = 0; at + 12 <= secret.size(); ++at) {
      const std::string piece = secret.substr(at, 12);
      for (const auto& encoding : kEncodings) {
        if (std::string_view(encoding.name).starts_with("base64")) continue;
        INFO(encoding.name, ": ", piece);
        CHECK(known.texts.cut("key " + encoding.encode(piece) + "...") == "key (sensitive)...");
      }
    }
    // Twelve characters are sixteen digits of base64.
    for (std::size_t before : {0U, 1U, 2U}) {
      const std::string digits = base64(secret, before, false, false);
      for (std::size_t at = 3; at + 16 + 1 <= digits.size(); ++at)
        CHECK(known.texts.cut("key " + digits.substr(at, 16) + "...") == "key (sensitive)...");
    }
    CHECK(known.texts.cut("key " + secret.substr(3, 11) + "...") == "key " + secret.substr(3, 11) + "...");
  }
}

TEST_CASE("a piece ends where the text was cut, be it in the middle of an escape or of a character") {
  const Secrets known(
      {kPassword + "and more of it", "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc"});
  const std::string encoded = percent(kPassword, "%{:02X}", false);
  for (std::size_t size = 50; size <= encoded.size(); ++size) {
    const std::string shown = known.texts.cut(encoded.substr(0, size));
    INFO(shown);
    CHECK(shown.starts_with("(sensitive)"));
    CHECK(shown.size() <= std::string_view("(sensitive)").size() + 2);
  }
  CHECK(known.texts.cut("x\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6x") == "x(sensitive)x");
  CHECK(base::is_utf8(known.texts.cut("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6\u00e4")));
}

TEST_CASE("short secrets are hidden as a whole, however they touch what is around them") {
  const Secrets known({"abcd1234", "a%41b%42", "wave\\u0041"});
  CHECK(known.texts.cut("xabcd1234x") == "x(sensitive)x");
  CHECK(known.texts.cut("%4abcd1234") == "%4(sensitive)");
  CHECK(known.texts.cut("\\u00abcd1234") == "\\u00(sensitive)");
  CHECK(known.texts.cut("&#xabcd1234;") == "&#x(sensitive);");
  CHECK(known.texts.cut("a%41b%42") == "(sensitive)");
  CHECK(known.texts.cut("<a%2541b%2542>") == "<(sensitive)>");
  CHECK(known.texts.cut("<wave\\u0041>") == "<(sensitive)>");
  CHECK(known.texts.cut("abcd123") == "abcd123");
}

TEST_CASE("a key file is known by its secret parts in every encoding, and not by the others") {
  const std::string key =
      "{\"type\": \"service_account\", \"project_id\": \"my-project-4711\",\n \"private_key_id\": "
      "\"0123456789abcdef0123\",\n \"private_key\": \"-----BEGIN PRIVATE "
      "KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAAS"
      "CBKcwggSjAgEAAoIBAQC7\\n+/ab==\\n-----END PRIVATE KEY-----\\n\", \"token_uri\": "
      "\"https://oauth2.googleapis.com/token\"}";
  const Secrets known({key});
  const std::string line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
  for (const auto& encoding : kEncodings) {
    INFO(encoding.name);
    const std::string shown = known.texts.cut("<" + encoding.encode(line) + ">");
    CHECK(has(shown, "(sensitive)>"));
    CHECK(shown.size() <= std::string_view("<(sensitive)>").size() + 2);
    CHECK(!has(known.texts.cut("<" + encoding.encode(key) + ">"), encoding.encode(line).substr(4, 12)));
  }
  CHECK(known.texts.cut("service_account of my-project-4711 at https://oauth2.googleapis.com/token, "
                        "-----BEGIN PRIVATE KEY-----") ==
        "service_account of my-project-4711 at https://oauth2.googleapis.com/token, -----BEGIN PRIVATE "
        "KEY-----");
}

TEST_CASE("common parts of ARNs and addresses are not pieces of a secret") {
  const Secrets known({"arn:aws:iam::123456789012:role/hidden", "https://secret.example.com/path"});
  CHECK(known.texts.cut("arn:aws:iam::987654321098:role/other") == "arn:aws:iam::987654321098:role/other");
  CHECK(known.texts.cut("https://example.org") == "https://example.org");
  CHECK(known.texts.cut("of 123456789012:role/hid") == "of (sensitive)");
}

TEST_CASE("strings of any length take linear time, for all secrets") {
  SecretTexts texts;
  const std::string same(100'000, 'a');
  texts.learn(Value(same).with_marks(Value::Sensitive));
  for (int i = 0; i < 2000; ++i)
    texts.learn(Value(fmt::format("one prefix for all of them {}", i)).with_marks(Value::Sensitive));
  // A quadratic algorithm would need hours for any of these.
  const std::string more(1'000'000, 'a');
  CHECK(texts.cut(more) == "(sensitive)");
  for (const char* part :
       {"&", ";", "\\", "%", "%2", "\\u00", "&amp;", "%25", "one prefix for all", "=", "\x80"}) {
    std::string text;
    while (text.size() < 200'000) text += part;
    CHECK(texts.cut(text).size() <= text.size());
  }
}

TEST_CASE("the plain form knows where each byte comes from") {
  const PlainForm plain = plain_form("a%2Fb&#x63;\\u00e4\\\\d \\ud83d\\ude00\\n&nope;");
  CHECK(plain.text == "a/bc\u00e4d+\U0001F600&nope;");
  CHECK(plain.origins.size() == plain.text.size());
  CHECK(plain.origins[1].begin == 1);
  CHECK(plain.origins[1].end == 4);
  CHECK(plain.origins[3].begin == 5);
  CHECK(plain.origins[3].end == 11);
}

}  // namespace waveform::provider
