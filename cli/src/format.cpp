#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/results/file.hpp"
#include "subcommands.hpp"

namespace slackwater::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool write = false;
  bool check = false;
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file && !file.eof()) throw results::FileError(path, "cannot be read", "check the path");
  return text;
}

int format_file(const std::string& path, const Options& options) {
  std::ifstream probe(path);
  if (!probe) throw results::FileError(path, "cannot be opened", "check the path");
  const auto text = read_file(path);
  const auto formatted = api::format_model(path, text);
  if (!formatted) return fail(formatted.diagnostics());
  if (!options.write && !options.check) {
    print(*formatted);
    return kFine;
  }
  if (*formatted == text) return kFine;
  if (options.check) {
    print_error(fmt::format("{}: not formatted; run `slackwater format --write {}`\n", path, path));
    return kRunFailed;
  }
  results::publish_file(path, *formatted);
  print(fmt::format("{}: formatted\n", path));
  return kFine;
}

int format(const Options& options) {
  int code = kFine;
  for (const auto& path : options.files) code = std::max(code, format_file(path, options));
  return code;
}

}  // namespace

void add_format(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("format", "Print a model the one way; comments stay");
  auto options = std::make_shared<Options>();
  command->add_option("files", options->files, "Models (.sd)")->required();
  auto* write = command->add_flag("--write", options->write, "Change the files in place");
  command->add_flag("--check", options->check, "Exit with 1 when a file is not formatted")
      ->excludes(write);
  command->callback([options, &action] { action = [options] { return format(*options); }; });
}

}  // namespace slackwater::cli
