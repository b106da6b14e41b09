#include "slackwater/results/fingerprint.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

#include "core/series_hash.hpp"
#include "core/sha256_blocks.hpp"

namespace slackwater::results {
namespace {

// FIPS 180-4, 5.3.3.
constexpr Sha256State kStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

AddBlocks add_blocks_by(Sha256Path path) {
  const auto own = path == Sha256Path::fastest ? add_blocks_of_processor() : nullptr;
  return own != nullptr ? own : add_blocks_plain;
}

}  // namespace

void add_numbers(Sha256& hash, std::span<const double> values) {
  static_assert(std::endian::native == std::endian::little,
                "the fingerprint hashes memory as it is");
  constexpr std::size_t kBatch = 512;
  std::array<double, kBatch> batch;
  for (std::size_t begin = 0; begin < values.size(); begin += kBatch) {
    const auto part = values.subspan(begin, std::min(kBatch, values.size() - begin));
    for (std::size_t i = 0; i < part.size(); ++i) {
      batch[i] =
          std::isnan(part[i]) ? std::bit_cast<double>(std::uint64_t{0x7ff8000000000000}) : part[i];
    }
    hash.add(batch.data(), part.size() * sizeof(double));
  }
}

void add_named(Sha256& hash, std::string_view name, std::span<const double> values) {
  hash.add(name);
  hash.add("\0", 1);
  add_numbers(hash, values);
}

Sha256::Sha256(Sha256Path path) : add_blocks_(add_blocks_by(path)), state_(kStart) {}

void Sha256::add(const void* data, std::size_t size) {
  auto bytes = static_cast<const unsigned char*>(data);
  auto filled = static_cast<std::size_t>(size_ % 64);
  size_ += size;
  if (filled > 0) {
    const auto taken = std::min(size, 64 - filled);
    std::memcpy(buffer_.data() + filled, bytes, taken);
    bytes += taken;
    size -= taken;
    if (filled + taken < 64) return;
    add_blocks_(state_, buffer_.data(), 1);
  }
  const auto blocks = size / 64;
  if (blocks > 0) add_blocks_(state_, bytes, blocks);
  const auto rest = size % 64;
  if (rest > 0) std::memcpy(buffer_.data(), bytes + 64 * blocks, rest);
}

std::string Sha256::hex() {
  const std::uint64_t bits = size_ * 8;
  const unsigned char one = 0x80;
  add(&one, 1);
  const unsigned char zero = 0;
  while (size_ % 64 != 56) add(&zero, 1);
  std::array<unsigned char, 8> length;
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<unsigned char>(bits >> (56 - 8 * i));
  add(length.data(), length.size());

  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(word >> shift) & 15];
  }
  return text;
}

bool processor_hashes() { return add_blocks_of_processor() != nullptr; }

std::string sha256(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  return hash.hex();
}

std::string fingerprint(const RunTable& table) {
  std::vector<const SavedVariable*> ordered;
  for (const auto& variable : table.variables) ordered.push_back(&variable);
  std::ranges::sort(ordered, {}, [](const SavedVariable* v) { return std::string_view(v->name); });

  Sha256 hash;
  add_named(hash, "time", table.time);
  for (const auto* variable : ordered) add_named(hash, variable->name, variable->values);
  return hash.hex();
}

std::string run_fingerprint(const RunTable& table, std::size_t run,
                            std::vector<std::string> variables) {
  std::ranges::sort(variables);
  Sha256 hash;
  add_named(hash, "time", table.time);
  for (const auto& name : variables) {
    const auto found = std::ranges::find(table.variables, name, &SavedVariable::name);
    if (found == table.variables.end() || found->values.empty()) continue;
    const auto size = found->elements * table.time.size();
    add_named(hash, name, std::span(found->values).subspan(run * size, size));
  }
  return hash.hex();
}

std::string fingerprint(const Comparison& comparison) {
  Sha256 hash;
  hash.add(fingerprint(comparison.defaults));
  if (comparison.samples) hash.add(fingerprint(*comparison.samples));
  return hash.hex();
}

}  // namespace slackwater::results
