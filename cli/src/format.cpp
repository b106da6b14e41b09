#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "file_kind.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  bool write = false;
  bool check = false;
};

std::string read_file(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    throw results::FileError(path, "is a folder", "name the models in it");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw results::FileError(path, "cannot be opened", "check the path");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) throw results::FileError(path, "cannot be read", "check the disk");
  return text;
}

// A link stays a link and the permissions stay: only the text is new.
void replace_file(const std::string& path, const std::string& text) {
  const auto target = fs::canonical(path);
  const auto permissions = fs::status(target).permissions();
  results::publish_file(target.string(), text);
  std::error_code ignored;
  fs::permissions(target, permissions, ignored);
}

int format_file(const std::string& path, const Options& options) {
  if (is_scenario(path)) {
    return usage_error(fmt::format("'{}' is a scenario file", path),
                       "format prints models; scenario files stay as you write them");
  }
  const auto text = read_file(path);
  const auto formatted = api::format_model(path, text);
  if (!formatted) return fail(formatted.diagnostics());
  if (!options.write && !options.check) {
    print(*formatted);
    return kFine;
  }
  if (*formatted == text) return kFine;
  if (options.check) {
    print_error(
        fmt::format("{}: not formatted\n   hint: slackwater format --write {}\n", path, path));
    return kRunFailed;
  }
  replace_file(path, *formatted);
  print(fmt::format("{}: formatted\n", path));
  return kFine;
}

int format(const Options& options) {
  int code = kFine;
  for (const auto& path : options.files) {
    try {
      code = std::max(code, format_file(path, options));
    } catch (const results::FileError& error) {  // the other files are still formatted
      print_error(fmt::format("error: {}\n", error.what()));
      code = kFiles;
    }
  }
  return code;
}

}  // namespace

void add_format(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("format", "Print a model the one way; comments stay");
  command->footer(
      "Examples:\n"
      "  slackwater format my_model.sd\n"
      "  slackwater format --write models/*.sd\n");
  auto options = std::make_shared<Options>();
  command->add_option("model", options->files, "Models (.sd)")->required();
  auto* write = command->add_flag("--write", options->write, "Change the files in place");
  command->add_flag("--check", options->check, "Exit with 1 when a file is not formatted")
      ->excludes(write);
  command->callback([options, &action] { action = [options] { return format(*options); }; });
}

}  // namespace slackwater::cli
