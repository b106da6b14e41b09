#include "page/lzma_file.hpp"

#include <fmt/format.h>
#include <lzma.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>

namespace slackwater::api {
namespace {

constexpr std::size_t kBlock = 1 << 16;

[[noreturn]] void fail(lzma_ret code) {
  if (code == LZMA_MEM_ERROR) throw std::bad_alloc();
  throw std::runtime_error(
      fmt::format("liblzma cannot pack: its error {}", static_cast<int>(code)));
}

lzma_options_lzma options_for(std::size_t size) {
  lzma_options_lzma options;
  if (lzma_lzma_preset(&options, LZMA_PRESET_DEFAULT)) fail(LZMA_OPTIONS_ERROR);
  options.pb = 0;  // a text is not aligned to anything
  // The encoder takes twelve times the dictionary, and there is no more than the text to look up.
  const auto most = static_cast<std::size_t>(options.dict_size);
  const auto wanted = std::clamp<std::size_t>(size, LZMA_DICT_SIZE_MIN, most);
  options.dict_size = static_cast<std::uint32_t>(wanted);
  return options;
}

}  // namespace

std::string lzma_file(std::string_view text) {
  const auto options = options_for(text.size());
  lzma_stream stream = LZMA_STREAM_INIT;
  const std::unique_ptr<lzma_stream, decltype(&lzma_end)> freed(&stream, &lzma_end);
  auto state = lzma_alone_encoder(&stream, &options);
  stream.next_in = reinterpret_cast<const std::uint8_t*>(text.data());
  stream.avail_in = text.size();
  std::string file;
  while (state == LZMA_OK) {
    const auto done = file.size();
    file.resize(done + kBlock);
    stream.next_out = reinterpret_cast<std::uint8_t*>(file.data() + done);
    stream.avail_out = kBlock;
    state = lzma_code(&stream, LZMA_FINISH);
    file.resize(file.size() - stream.avail_out);
  }
  if (state != LZMA_STREAM_END) fail(state);
  return file;
}

}  // namespace slackwater::api
