#include "ensemble_options.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "console.hpp"
#include "shell_word.hpp"

namespace slackwater::cli {

std::optional<EnsemblePart> ensemble_part(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto whole = [](const std::string& digits) -> std::optional<std::size_t> {
    const bool plain = !digits.empty() && digits.size() < 10 &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!plain) return std::nullopt;
    return std::stoul(digits);
  };
  const auto part = whole(text.substr(0, slash));
  const auto parts = whole(text.substr(slash + 1));
  if (!part || !parts || *part < 1 || *part > *parts) return std::nullopt;
  return EnsemblePart{*part, *parts};
}

std::string resume_command(const std::string& folder, const EnsembleOptions& options) {
  std::string text = "slackwater ensemble --resume " + shell_word(folder);
  if (!options.shards.empty()) text += " --shards " + options.shards;
  return text;
}

// A place that may not be looked into is told when it is read.
bool is_folder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

std::optional<int> refuse_ensemble_arguments(const EnsembleOptions& options) {
  if (options.scenario.ends_with(".sd")) {
    return usage_error(fmt::format("'{}' is a model, not a scenario file", options.scenario),
                       fmt::format("`slackwater run {}` runs it once", options.scenario));
  }
  if (is_folder(options.scenario)) {
    if (!options.resume) {
      return usage_error(fmt::format("'{}' is a folder, not a scenario file", options.scenario),
                         "--resume goes on with the ensemble in a folder");
    }
    if (!options.out.empty() || options.keep != api::KeepOptions() || options.samples ||
        options.strict_units) {
      return usage_error(
          "what a folder holds is decided by its plan",
          fmt::format("`{}` goes on with it", resume_command(options.scenario, options)));
    }
    return std::nullopt;
  }
  if (options.out.empty()) {
    return usage_error("an ensemble needs a folder to be kept in", "--out FOLDER names it");
  }
  return std::nullopt;
}

}  // namespace slackwater::cli
