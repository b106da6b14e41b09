#include "model_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace slackwater::bench {
namespace {

std::optional<std::string> read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

model::LowerOptions lower_options(const std::string& file) {
  model::LowerOptions options;
  options.read_data = [folder = std::filesystem::path(file).parent_path()](
                          const std::string& path) { return read(folder / path); };
  return options;
}

model::Model load_model(const std::string& file) {
  auto text = read(file);
  if (!text) {
    std::cerr << "cannot read '" << file << "'\n";
    std::exit(4);
  }
  auto model =
      model::load(std::make_shared<base::SourceText>(file, std::move(*text)), lower_options(file));
  if (!model) {
    std::cerr << base::render(model.diagnostics());
    std::exit(3);
  }
  return *std::move(model);
}

}  // namespace slackwater::bench
