#include "base/text.h"

#include <doctest/doctest.h>

namespace waveform::base {
namespace {

std::string near(std::string_view word, std::vector<std::string> known) {
  return nearest(word, known);
}

}  // namespace

TEST_CASE("things are counted and listed in English") {
  CHECK(count(0, "action") == "0 actions");
  CHECK(count(1, "action") == "1 action");
  CHECK(count(2, "entry", "entries") == "2 entries");
  using Words = std::vector<std::string>;
  CHECK(enumerate(Words{}) == "");
  CHECK(enumerate(Words{"a"}) == "a");
  CHECK(enumerate(Words{"a", "b"}) == "a and b");
  CHECK(enumerate(Words{"a", "b", "c"}, "or") == "a, b or c");
}

TEST_CASE("no text can move the cursor, or hide or reverse a line") {
  CHECK(quote("plain \xc3\xb6 \xe4\xb8\xad") == "\"plain \xc3\xb6 \xe4\xb8\xad\"");
  CHECK(quote("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(printable("a\"b\\c") == "a\"b\\c");
  CHECK(printable("\n\r\t") == "\\n\\r\\t");
  CHECK(printable("\x1b[31m\x7f\x07") == "\\u001b[31m\\u007f\\u0007");
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\u0000b");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\u009b31m");                                          // the one-character CSI
  CHECK(printable("\xe2\x80\xae\xe2\x81\xa6") == "\\u202e\\u2066");                 // bidi
  CHECK(printable("\xe2\x80\x8b\xef\xbb\xbf\xc2\xad") == "\\u200b\\ufeff\\u00ad");  // invisible
  CHECK(printable("\xc2\xa0\xe2\x80\x83\xe3\x80\x80") == "\\u00a0\\u2003\\u3000");  // blanks
  CHECK(printable("\xe1\x85\x9f\xef\xb8\x8f\xe2\xa0\x80") == "\\u115f\\ufe0f\\u2800");
  CHECK(printable("\xe2\x81\xa5\xf3\xa0\x82\x80") == "\\u2065\\U000e0080");  // no shape
  CHECK(printable("\xf3\xa0\x81\x81") == "\\U000e0041");                     // tags
  CHECK(printable("a\xff\xc3") == "a\\xff\\xc3");
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate is not a character
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");           // and neither is an overlong encoding
}

TEST_CASE("a string of HCL is whole, and escapes templates") {
  CHECK(hcl_string("a ${b} %{c} $d $${e}\n\"") == "\"a $${b} %%{c} $d $$${e}\\n\\\"\"");
  CHECK(hcl_string(std::string(10'000, 'a')).size() == 10'002);
}

TEST_CASE("widths are columns of a terminal") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("\xc3\xb6") == 1);
  CHECK(display_width("\xe4\xb8\xad\xe6\x96\x87") == 4);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("\xff") == 1);
}

TEST_CASE("characters are counted as readers count them") {
  CHECK(count_graphemes("") == 0);
  CHECK(count_graphemes("abc\n") == 4);
  CHECK(count_graphemes("\xe4\xb8\xad") == 1);
  CHECK(count_graphemes("e\xcc\x81x") == 2);
  CHECK(count_graphemes("\xf0\x9f\x87\xac\xf0\x9f\x87\xa7") == 1);  // a flag
  CHECK(count_graphemes("\xff\xfe") == 2);
}

TEST_CASE("text is wrapped at spaces, later lines indented") {
  CHECK(wrap("one two three", 7) == "one two\nthree");
  CHECK(wrap("one two three", 9, 2) == "one two\n  three");
  CHECK(wrap("one two three", 0) == "one two three");
  CHECK(wrap("one", 80) == "one");
  CHECK(wrap("incomprehensibilities are long", 10) == "incomprehensibilities\nare long");
  CHECK(wrap("\xe4\xb8\xad\xe6\x96\x87 \xe4\xb8\xad\xe6\x96\x87", 8) ==
        "\xe4\xb8\xad\xe6\x96\x87\n\xe4\xb8\xad\xe6\x96\x87");
}

TEST_CASE("text between backticks is never broken") {
  CHECK(wrap("run `waveform import a b` now", 10) == "run\n`waveform import a b`\nnow");
  CHECK(wrap("a `b c` `d e` f", 6) == "a\n`b c`\n`d e`\nf");
  CHECK(wrap("an unpaired ` stands alone here", 12) == "an unpaired\n` stands alone here");
}

TEST_CASE("a suggestion must be similar enough") {
  std::vector<std::string> known = {"role_arn", "region", "bucket_name", "prefix"};
  CHECK(near("rolearn", known) == "role_arn");
  CHECK(near("roleArn", known) == "role_arn");
  CHECK(near("ROLE_ARN", known) == "role_arn");
  CHECK(near("rgeion", known) == "region");
  CHECK(near("bucketname", known) == "bucket_name");
  CHECK(near("prefx", known) == "prefix");
  CHECK(near("colour", known) == "");
  CHECK(near("", known) == "");
  CHECK(near("a", {"b", "a"}) == "a");
  CHECK(near("x", {}) == "");
  CHECK(near("ab", {"abcdefghijklmnop"}) == "");
  CHECK(did_you_mean("regoin", known) == "Did you mean \"region\"?");
  CHECK(did_you_mean("colour", known) == "");
  CHECK(near(std::string(100'000, 'x'), known) == "");
}

TEST_CASE("UTF-8 is validated") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("a\xc3\xb6\xe4\xb8\xad\xf0\x9f\x98\x80"));
  for (const char* bad : {"\xff", "\xc3", "\xe4\xb8", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"})
    CHECK(!is_utf8(bad));
}

TEST_CASE("only ASCII letters change case; strings are split and trimmed") {
  CHECK(lower("AbC\xc3\x96") == "abc\xc3\x96");
  CHECK(upper("aBc\xc3\xb6") == "ABC\xc3\xb6");
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim(" \n") == "");
}

TEST_CASE("the normal form joins letters and their accents") {
  CHECK(normal_form("plain") == "plain");
  CHECK(normal_form("e\u0301a\u0308") == "\u00e9\u00e4");
  CHECK(normal_form("\uFB01") == "\uFB01");  // unchanged
  CHECK(normal_form("\xFF") == "\xFF");
}

TEST_CASE("identifiers are Unicode's") {
  for (const char32_t c : {U'a', U'é', U'ß', U'中', U'Ⅷ'}) CHECK(begins_identifier(c));
  for (const char32_t c : {U'_', U'1', U'-', U'€', U'😀', char32_t{0x301}}) CHECK_FALSE(begins_identifier(c));
  for (const char32_t c : {U'_', U'1', U'a', char32_t{0x301}, U'·'}) CHECK(continues_identifier(c));
  for (const char32_t c : {U'-', U' ', U'€', U'’'}) CHECK_FALSE(continues_identifier(c));
}

}  // namespace waveform::base
