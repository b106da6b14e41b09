#include "setting_text.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <set>

#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

std::optional<api::Setting> read_setting(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return std::nullopt;
  const auto value = text.substr(equals + 1);
  const auto number = base::parse_number(value);
  if (number) return api::Setting{text.substr(0, equals), *number};
  return api::Setting{text.substr(0, equals), value};
}

}  // namespace

void add_settings(CLI::App& command, std::vector<std::string>& texts) {
  command
      .add_option("--set", texts,
                  "A lever or parameter: a number in its unit, a value with a unit, or a rule. "
                  "'start NAME=VALUE' for a stock. Repeat for more")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void check_settings(const std::vector<std::string>& texts) {
  std::set<std::string> seen;
  for (const auto& text : texts) {
    const auto setting = read_setting(text);
    if (!setting) throw CLI::ValidationError(fmt::format("--set '{}' is not NAME=VALUE", text));
    if (!seen.insert(setting->target).second) {
      throw CLI::ValidationError(fmt::format("--set gives '{}' twice", setting->target));
    }
  }
}

std::vector<api::Setting> read_settings(const std::vector<std::string>& texts) {
  std::vector<api::Setting> settings;
  for (const auto& text : texts) settings.push_back(*read_setting(text));
  return settings;
}

}  // namespace slackwater::cli
