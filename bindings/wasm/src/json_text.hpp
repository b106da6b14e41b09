#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  JsonText& truth(bool value);
  JsonText& texts(const std::vector<std::string>& values);
  JsonText& numbers(std::span<const double> values);
  /// Text that is JSON already.
  JsonText& raw(std::string_view json);

  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  std::string closers_;
  bool first_ = true;
};

}  // namespace slackwater::wasm
