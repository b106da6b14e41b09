#pragma once

#include <string>
#include <string_view>

namespace slackwater::wasm {

/// Writes JSON: descriptions only, so a few lines do it.
class JsonText {
 public:
  JsonText& object();
  JsonText& array();
  JsonText& end();
  JsonText& key(std::string_view name);
  JsonText& text(std::string_view value);
  JsonText& number(double value);  ///< null where it is not finite

  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  std::string closers_;
  bool first_ = true;
};

}  // namespace slackwater::wasm
