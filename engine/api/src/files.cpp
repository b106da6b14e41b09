#include "files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "slackwater/api/model.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/hdf5_columns.hpp"
#include "slackwater/results/npy_columns.hpp"

namespace slackwater::api {
namespace {

constexpr std::size_t kLargestText = std::size_t{64} << 20;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Of a table in another format the text that says the same.
std::string as_csv(const std::string& path, std::string bytes) {
  if (results::begins_as_hdf5(bytes)) return results::csv_of_hdf5_columns(path);
  if (results::begins_as_npy(bytes)) return results::csv_of_npy_columns(path, bytes);
  return bytes;
}

// Returns an empty reason when all went well.
std::string read_into(const std::string& path, std::string& text) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return "it is a folder";
  const std::unique_ptr<std::FILE, Closer> file(std::fopen(path.c_str(), "rb"));
  if (!file) return std::strerror(errno);
  char buffer[1 << 16];
  std::size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
    text.append(buffer, got);
    if (text.size() > kLargestText) return "it is larger than 64 MiB";
  }
  return std::ferror(file.get()) ? std::strerror(errno) : std::string();
}

}  // namespace

std::optional<std::string> read_text_file(const std::string& path) {
  std::string text;
  if (!read_into(path, text).empty()) return std::nullopt;
  return as_csv(path, std::move(text));
}

base::Result<std::string> read_table_file(const std::string& path) {
  base::Diagnostics diagnostics;
  std::string text;
  const auto reason = read_into(path, text);
  if (!reason.empty()) {
    diagnostics.error("E1115", "cannot read the table '" + path + "': " + reason, {},
                      "the path is taken relative to the scenario file");
    return diagnostics;
  }
  try {
    return as_csv(path, std::move(text));
  } catch (const results::FileError& error) {
    diagnostics.error("E1115", error.problem(), {}, error.hint());
    return diagnostics;
  }
}

base::Result<std::string> read_source_file(const std::string& path) {
  std::string text;
  const auto reason = read_into(path, text);
  if (reason.empty()) return text;
  base::Diagnostics diagnostics;
  diagnostics.error("E9002", "cannot read '" + path + "': " + reason, {},
                    "check the path; it is taken relative to the current folder");
  return diagnostics;
}

std::string beside(const std::string& from, const std::string& path) {
  const std::filesystem::path given(path);
  if (given.is_absolute()) return path;
  return (std::filesystem::path(from).parent_path() / given).lexically_normal().string();
}

std::string hash_lines(const std::vector<std::map<std::string, std::string>>& files) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& some : files) {
    for (const auto& [path, text] : some) lines.emplace_back(path, results::sha256(text));
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& [path, hash] : lines) out += hash + "  " + path + "\n";
  return out;
}

std::string Model::file_hashes() const { return hash_lines({files()}); }

base::Result<Model> load_model_file(const std::string& path, bool strict_units) {
  auto text = read_source_file(path);
  if (!text) return text.diagnostics();
  LoadOptions options;
  options.strict_units = strict_units;
  options.read_file = [path](const std::string& name) {
    return read_text_file(beside(path, name));
  };
  return load_model(path, std::move(*text), options);
}

}  // namespace slackwater::api
