// What libcurl alone does: one kept-alive connection, whose responses are parsed.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

namespace waveform::bench {

inline constexpr const char* kPath = "/api/v2/cloudintegration";

class Lane {
 public:
  explicit Lane(std::string address) : address_(std::move(address)), curl_(curl_easy_init()) {}
  ~Lane() { curl_easy_cleanup(curl_); }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  nlohmann::json call(const char* method, const std::string& path, const std::string& body = "") {
    std::string answer;
    curl_easy_reset(curl_);
    curl_easy_setopt(curl_, CURLOPT_URL, (address_ + path).c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method);
    if (!body.empty()) curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(
        curl_, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* to) {
          static_cast<std::string*>(to)->append(data, size * count);
          return size * count;
        });
    if (curl_easy_perform(curl_) != CURLE_OK) std::abort();
    return nlohmann::json::parse(answer);
  }

 private:
  std::string address_;
  CURL* curl_;
};

}  // namespace waveform::bench
