#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "slackwater/base/number.hpp"
#include "slackwater/model/lower.hpp"

/// A wrong model of tests/errors: its text and what is asked of it beside the text.
///
/// Lines that start with `#>` stand for what a scenario or the command line adds:
/// `#> strict units`, `#> set name = 3`, `#> start name = 3`, `#> rule name = expression`,
/// `#> profile name = 0: 0.5, 10: 0.8`. Data files are read from tests/errors/data.
namespace slackwater::model::testing {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

class ErrorCase {
 public:
  explicit ErrorCase(const std::filesystem::path& path)
      : source_(std::make_shared<base::SourceText>(path.filename().string(), read_text(path))) {
    const auto folder = path.parent_path() / "data";
    options_.read_data = [folder](const std::string& name) -> std::optional<std::string> {
      if (!std::filesystem::exists(folder / name)) return std::nullopt;
      return read_text(folder / name);
    };
    for (int line = 1; line <= source_->line_count(); ++line) read_directive(line);
  }

  std::string messages() const { return base::render(load(source_, options_).diagnostics()); }

 private:
  void read_directive(int number) {
    const std::string line(source_->line(number));
    if (line.rfind("#> ", 0) != 0) return;
    const auto blank = line.find(' ', 3);
    const auto verb = line.substr(3, blank - 3);
    if (verb == "strict") {
      options_.strict_units = true;
      return;
    }
    const auto equals = line.find('=');
    Override out;
    out.target = trimmed(line.substr(blank, equals - blank));
    const auto start = source_->line_start(number);
    const auto name = static_cast<std::uint32_t>(start + line.find(out.target, blank));
    out.place = {source_, {name, name + static_cast<std::uint32_t>(out.target.size())}};
    out.start = verb == "start";
    const auto value = trimmed(line.substr(equals + 1));
    if (verb == "rule") {
      const auto at = static_cast<std::uint32_t>(start + line.find(value, equals));
      out.value = Override::Rule{source_, {at, at + static_cast<std::uint32_t>(value.size())}};
    } else if (verb == "profile") {
      out.value = read_profile(value);
    } else {
      out.value = *base::parse_number(value);
    }
    options_.overrides.push_back(std::move(out));
  }

  static Override::Profile read_profile(const std::string& text) {
    Override::Profile profile;
    std::stringstream points(text);
    for (std::string point; std::getline(points, point, ',');) {
      const auto colon = point.find(':');
      profile.points.emplace_back(*base::parse_number(trimmed(point.substr(0, colon))),
                                  *base::parse_number(trimmed(point.substr(colon + 1))));
    }
    return profile;
  }

  base::SourcePtr source_;
  LowerOptions options_;
};

}  // namespace slackwater::model::testing
