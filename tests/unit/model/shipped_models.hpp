#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "model_text.hpp"

/// The models that ship and those of the feature tests.
namespace slackwater::model::testing {

inline std::optional<std::string> file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline std::vector<std::filesystem::path> shipped_models() {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"/models", "/tests/models"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(SLACKWATER_SOURCE_DIR + std::string(folder)))
      if (entry.path().extension() == ".sd") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline base::Result<Model> load_shipped(const std::filesystem::path& path,
                                        std::vector<Override> overrides = {}) {
  LowerOptions options;
  options.read_data = [folder = path.parent_path()](const std::string& name) {
    return file_text(folder / name);
  };
  options.overrides = std::move(overrides);
  return load(source_of(file_text(path).value_or(""), path.filename().string()), options);
}

}  // namespace slackwater::model::testing
