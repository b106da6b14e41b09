#include "slackwater/api/packed_text.hpp"

#include <gtest/gtest.h>
#include <lzma.h>

#include <algorithm>
#include <cstdint>
#include <map>

/// What is packed is unpacked by liblzma's own decoder, from signs that are read here by hand.
namespace slackwater::api {
namespace {

std::string all_signs() {
  std::string signs;
  for (char sign = '!'; sign <= '~'; ++sign) {
    if (std::string_view("\"&<").find(sign) == std::string_view::npos) signs += sign;
  }
  return signs;
}

std::string bytes_of(const std::string& text) {
  const auto signs = all_signs();
  std::string bits;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const auto value = signs.find(text[at]) + 91 * signs.find(text.at(at + 1));
    for (int bit = 0; bit < 13; ++bit) bits += static_cast<char>(value >> bit & 1);
  }
  std::string bytes(bits.size() / 8, '\0');
  for (std::size_t i = 0; i < 8 * bytes.size(); ++i) {
    bytes[i / 8] = static_cast<char>(bytes[i / 8] | bits[i] << (i % 8));
  }
  return bytes;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value |= std::uint32_t{static_cast<unsigned char>(bytes.at(at + i))} << (8 * i);
  }
  return value;
}

/// The content of an .lzma file, of at most so many bytes.
std::string decoded(const std::string& file, std::size_t most) {
  std::string content(most + 1, '\0');
  lzma_stream stream = LZMA_STREAM_INIT;
  EXPECT_EQ(lzma_alone_decoder(&stream, UINT64_MAX), LZMA_OK);
  stream.next_in = reinterpret_cast<const std::uint8_t*>(file.data());
  stream.avail_in = file.size();
  stream.next_out = reinterpret_cast<std::uint8_t*>(content.data());
  stream.avail_out = content.size();
  EXPECT_EQ(lzma_code(&stream, LZMA_FINISH), LZMA_STREAM_END);
  content.resize(stream.total_out);
  lzma_end(&stream);
  return content;
}

/// Bytes that look like chance, so that the packed text is longer than they are: the constants are
/// those of Numerical Recipes.
std::string chance(std::size_t size) {
  std::string bytes;
  for (std::uint32_t state = 1; bytes.size() < size; bytes += static_cast<char>(state >> 24)) {
    state = state * 1664525 + 1013904223;
  }
  return bytes;
}

TEST(PackedTextTest, WhatIsPackedIsUnpacked) {
  const std::map<std::string, std::string> inputs = {
      {"nothing", ""},
      {"one byte", "7"},
      {"one byte many times", std::string(70'000, 'A')},
      {"chance", chance(300'000)},
      {"words", R"({"title": "slack is not waste", "text": "a < b && c </script>"})"}};
  for (const auto& [name, bytes] : inputs) {
    SCOPED_TRACE(name);
    const auto text = packed_text(bytes);
    ASSERT_TRUE(text);
    const auto packed = bytes_of(*text);
    EXPECT_EQ(number_at(packed, 0), bytes.size());
    EXPECT_EQ(decoded(packed.substr(8), bytes.size()), bytes);
  }
}

// Source: the example of the article "Adler-32" in the English Wikipedia.
TEST(PackedTextTest, TheChecksumIsAdler32) {
  EXPECT_EQ(number_at(bytes_of(*packed_text("Wikipedia")), 4), 0x11E60398U);
}

TEST(PackedTextTest, NoSignNeedsAnEscapeInHtml) {
  auto text = *packed_text(chance(100'000));
  std::ranges::sort(text);
  text.erase(std::ranges::unique(text).begin(), text.end());
  EXPECT_EQ(text, all_signs());
}

TEST(PackedTextTest, WhatNoPageReadsIsRefused) {
  const auto refused = packed_text(std::string(std::size_t{1} << 26, ' '));
  ASSERT_FALSE(refused);
  const auto& entry = refused.diagnostics().entries().front();
  EXPECT_EQ(entry.code, "E9043");
  EXPECT_EQ(entry.message, "the page would hold 64 MiB of data, and it reads less than 64");
}

}  // namespace
}  // namespace slackwater::api
