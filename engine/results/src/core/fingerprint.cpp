#include "slackwater/results/fingerprint.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

#include "core/series_hash.hpp"

namespace slackwater::results {
namespace {

// FIPS 180-4, 4.2.2: fractional parts of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::array<std::uint32_t, 8> kStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t big_endian_word(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
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

Sha256::Sha256() : state_(kStart) {}

void Sha256::add_block(const unsigned char* block) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t t = 0; t < 16; ++t) w[t] = big_endian_word(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const auto s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
    const auto s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state_;
  for (std::size_t t = 0; t < 64; ++t) {
    const auto sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const auto t1 = h + sum1 + ((e & f) ^ (~e & g)) + kRound[t] + w[t];
    const auto sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const auto t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state_[i] += added[i];
}

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
    add_block(buffer_.data());
  }
  for (; size >= 64; bytes += 64, size -= 64) add_block(bytes);
  if (size > 0) std::memcpy(buffer_.data(), bytes, size);
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

std::string fingerprint(const Comparison& comparison) {
  Sha256 hash;
  hash.add(fingerprint(comparison.defaults));
  if (comparison.samples) hash.add(fingerprint(*comparison.samples));
  return hash.hex();
}

}  // namespace slackwater::results
