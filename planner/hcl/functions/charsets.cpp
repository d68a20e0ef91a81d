#include "planner/hcl/functions/charsets.h"

#include <algorithm>
#include <cerrno>

#include <iconv.h>

#include "base/text.h"

namespace waveform::hcl {

namespace {

struct Names {
  const char* iconv;
  std::string_view iana;  // the names and aliases of IANA's registry, in lower case
};

constexpr Names kCharsets[] = {
    {"US-ASCII",
     "us-ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii"},
    {"UTF-8", "utf-8 csutf8"},
    {"UTF-16", "utf-16 csutf16"},
    {"UTF-16BE", "utf-16be csutf16be"},
    {"UTF-16LE", "utf-16le csutf16le"},
    {"IBM037", "ibm037 cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csibm037"},
    {"IBM437", "ibm437 cp437 437 cspc8codepage437"},
    {"IBM850", "ibm850 cp850 850 cspc850multilingual"},
    {"IBM852", "ibm852 cp852 852 cspcp852"},
    {"IBM855", "ibm855 cp855 855 csibm855"},
    {"CP858", "ibm00858 ccsid00858 cp00858 pc-multilingual-850+euro csibm00858"},
    {"IBM860", "ibm860 cp860 860 csibm860"},
    {"IBM862", "ibm862 cp862 862 cspc862latinhebrew"},
    {"IBM863", "ibm863 cp863 863 csibm863"},
    {"IBM865", "ibm865 cp865 865 csibm865"},
    {"IBM866", "ibm866 cp866 866 csibm866"},
    {"IBM1047", "ibm1047 ibm-1047 csibm1047"},
    {"IBM1140", "ibm01140 ccsid01140 cp01140 ebcdic-us-37+euro csibm01140"},
    {"ISO-8859-1", "iso_8859-1:1987 iso-ir-100 iso_8859-1 iso-8859-1 latin1 l1 ibm819 cp819 csisolatin1"},
    {"ISO-8859-2", "iso_8859-2:1987 iso-ir-101 iso_8859-2 iso-8859-2 latin2 l2 csisolatin2"},
    {"ISO-8859-3", "iso_8859-3:1988 iso-ir-109 iso_8859-3 iso-8859-3 latin3 l3 csisolatin3"},
    {"ISO-8859-4", "iso_8859-4:1988 iso-ir-110 iso_8859-4 iso-8859-4 latin4 l4 csisolatin4"},
    {"ISO-8859-5", "iso_8859-5:1988 iso-ir-144 iso_8859-5 iso-8859-5 cyrillic csisolatincyrillic"},
    {"ISO-8859-6",
     "iso_8859-6:1987 iso-ir-127 iso_8859-6 iso-8859-6 ecma-114 asmo-708 arabic csisolatinarabic "
     "iso_8859-6-e csiso88596e iso-8859-6-e iso_8859-6-i csiso88596i iso-8859-6-i"},
    {"ISO-8859-7",
     "iso_8859-7:1987 iso-ir-126 iso_8859-7 iso-8859-7 elot_928 ecma-118 greek greek8 csisolatingreek"},
    {"ISO-8859-8",
     "iso_8859-8:1988 iso-ir-138 iso_8859-8 iso-8859-8 hebrew csisolatinhebrew iso_8859-8-e csiso88598e "
     "iso-8859-8-e iso_8859-8-i csiso88598i iso-8859-8-i"},
    {"ISO-8859-9", "iso_8859-9:1989 iso-ir-148 iso_8859-9 iso-8859-9 latin5 l5 csisolatin5"},
    {"ISO-8859-10", "iso-8859-10 iso-ir-157 l6 iso_8859-10:1992 csisolatin6 latin6"},
    {"ISO-8859-13", "iso-8859-13 csiso885913"},
    {"ISO-8859-14", "iso-8859-14 iso-ir-199 iso_8859-14:1998 iso_8859-14 latin8 iso-celtic l8 csiso885914"},
    {"ISO-8859-15", "iso-8859-15 iso_8859-15 latin-9 csiso885915"},
    {"ISO-8859-16", "iso-8859-16 iso-ir-226 iso_8859-16:2001 iso_8859-16 latin10 l10 csiso885916"},
    {"KOI8-R", "koi8-r cskoi8r"},
    {"KOI8-U", "koi8-u cskoi8u"},
    {"MACINTOSH", "macintosh mac csmacintosh"},
    {"CP874", "windows-874 cswindows874"},
    {"CP1250", "windows-1250 cswindows1250"},
    {"CP1251", "windows-1251 cswindows1251"},
    {"CP1252", "windows-1252 cswindows1252"},
    {"CP1253", "windows-1253 cswindows1253"},
    {"CP1254", "windows-1254 cswindows1254"},
    {"CP1255", "windows-1255 cswindows1255"},
    {"CP1256", "windows-1256 cswindows1256"},
    {"CP1257", "windows-1257 cswindows1257"},
    {"CP1258", "windows-1258 cswindows1258"},
    {"EUC-JP", "extended_unix_code_packed_format_for_japanese cseucpkdfmtjapanese euc-jp"},
    {"ISO-2022-JP", "iso-2022-jp csiso2022jp"},
    {"CP932", "shift_jis ms_kanji csshiftjis"},
    {"UHC", "euc-kr cseuckr"},
    {"GB18030", "gb18030 csgb18030"},
    {"CP936", "gbk cp936 ms936 windows-936 csgbk"},
    {"BIG5-HKSCS", "big5 csbig5"},
};

constexpr std::string_view kByteOrderMark = "\xFE\xFF";

// An iconv descriptor, closed at the end.
class Conversion {
 public:
  Conversion(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~Conversion() {
    if (is_open()) iconv_close(handle_);
  }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }  // NOLINT: as iconv has it

  std::optional<std::string> run(std::string_view input) {
    std::string out;
    char* in = const_cast<char*>(input.data());  // iconv only reads it
    std::size_t left = input.size();
    if (!drain(&in, &left, out) || !drain(nullptr, nullptr, out)) return std::nullopt;
    return out;
  }

 private:
  bool drain(char** in, std::size_t* left, std::string& out) {
    char buffer[4096];
    while (true) {
      char* to = buffer;
      std::size_t room = sizeof buffer;
      errno = 0;
      const std::size_t result = iconv(handle_, in, left, &to, &room);
      out.append(buffer, sizeof buffer - room);
      if (result == 0) return true;
      if (result != static_cast<std::size_t>(-1) || errno != E2BIG) return false;
    }
  }

  iconv_t handle_;
};

std::optional<std::string> recoded(const char* to, const char* from, std::string_view input) {
  Conversion conversion(to, from);
  return conversion.is_open() ? conversion.run(input) : std::nullopt;
}

}  // namespace

std::optional<Charset> Charset::find(std::string_view name) {
  const std::string wanted = base::lower(base::trim_spaces(name));
  for (const Names& names : kCharsets) {
    const auto all = base::split(names.iana, ' ');
    if (std::find(all.begin(), all.end(), wanted) != all.end()) return Charset(names.iconv);
  }
  return std::nullopt;
}

// UTF-16 is big-endian with a byte order mark, which is optional when reading.
std::optional<std::string> Charset::encode(std::string_view text) const {
  if (name_ != std::string_view("UTF-16")) return recoded(name_, "UTF-8", text);
  auto bytes = recoded("UTF-16BE", "UTF-8", text);
  if (bytes) bytes->insert(0, kByteOrderMark);
  return bytes;
}

std::optional<std::string> Charset::decode(std::string_view bytes) const {
  std::optional<std::string> text;
  if (name_ != std::string_view("UTF-16")) {
    text = recoded("UTF-8", name_, bytes);
  } else if (bytes.starts_with("\xFF\xFE")) {
    text = recoded("UTF-8", "UTF-16LE", bytes.substr(2));
  } else {
    text = recoded("UTF-8", "UTF-16BE", bytes.substr(bytes.starts_with(kByteOrderMark) ? 2 : 0));
  }
  const bool whole = text && text->find("\xEF\xBF\xBD") == std::string::npos && base::is_utf8(*text);
  return whole ? text : std::nullopt;
}

}  // namespace waveform::hcl
