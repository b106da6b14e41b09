#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slackwater::api {

/// JSON as text, written member by member; numbers read back to the same bits, those that are not
/// finite are null.
class JsonText {
 public:
  JsonText& object() { return open('{'); }
  JsonText& array() { return open('['); }
  JsonText& end();
  JsonText& key(std::string_view name);
  JsonText& value(std::string_view text);
  JsonText& value(const char* text) { return value(std::string_view(text)); }
  JsonText& value(double number);
  JsonText& value(bool flag);
  JsonText& value(const std::vector<double>& numbers);
  JsonText& value(const std::vector<std::string>& texts);

  template <class T>
  JsonText& member(std::string_view name, const T& what) {
    return key(name).value(what);
  }

  std::string take() { return std::move(out_); }

 private:
  JsonText& open(char bracket);
  void separate();

  std::string out_;
  std::vector<char> closing_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace slackwater::api
