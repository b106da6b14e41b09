#include "core/sha256_blocks.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

// Functions that the compiler may translate to these instructions, whatever the rest is built for.
#define SLACKWATER_SHA __attribute__((target("sha,sse4.1")))

namespace slackwater::results {
namespace {

// The instructions want the eight words of the state as two vectors, the first word on top.
struct Halves {
  __m128i abef;
  __m128i cdgh;
};

SLACKWATER_SHA __m128i four_words(std::uint32_t top, std::uint32_t b, std::uint32_t c,
                                  std::uint32_t low) {
  return _mm_set_epi32(static_cast<int>(top), static_cast<int>(b), static_cast<int>(c),
                       static_cast<int>(low));
}

SLACKWATER_SHA __m128i load(const void* bytes) {
  return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
}

// Rounds 4 group to 4 group + 3; two rounds turn ABEF into CDGH, so the halves change places twice.
SLACKWATER_SHA void four_rounds(Halves& state, __m128i words, std::size_t group) {
  const __m128i sum = _mm_add_epi32(words, load(kSha256Rounds.data() + 4 * group));
  state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, sum);
  state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_unpackhi_epi64(sum, sum));
}

// The message's words t to t + 3 from the sixteen before them, the oldest in `a`.
SLACKWATER_SHA __m128i next_words(__m128i a, __m128i b, __m128i c, __m128i d) {
  const __m128i seven_back = _mm_alignr_epi8(d, c, 4);
  return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(a, b), seven_back), d);
}

SLACKWATER_SHA void add_block(Halves& state, const unsigned char* block) {
  const __m128i big_endian = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
  const Halves before = state;
  __m128i a = _mm_shuffle_epi8(load(block), big_endian);
  __m128i b = _mm_shuffle_epi8(load(block + 16), big_endian);
  __m128i c = _mm_shuffle_epi8(load(block + 32), big_endian);
  __m128i d = _mm_shuffle_epi8(load(block + 48), big_endian);
  four_rounds(state, a, 0);
  four_rounds(state, b, 1);
  four_rounds(state, c, 2);
  four_rounds(state, d, 3);
  for (std::size_t group = 4; group < 16; group += 4) {
    a = next_words(a, b, c, d);
    four_rounds(state, a, group);
    b = next_words(b, c, d, a);
    four_rounds(state, b, group + 1);
    c = next_words(c, d, a, b);
    four_rounds(state, c, group + 2);
    d = next_words(d, a, b, c);
    four_rounds(state, d, group + 3);
  }
  state.abef = _mm_add_epi32(state.abef, before.abef);
  state.cdgh = _mm_add_epi32(state.cdgh, before.cdgh);
}

SLACKWATER_SHA void add_blocks_x86(Sha256State& state, const unsigned char* blocks,
                                   std::size_t count) {
  Halves halves = {four_words(state[0], state[1], state[4], state[5]),
                   four_words(state[2], state[3], state[6], state[7])};
  for (; count > 0; --count, blocks += 64) add_block(halves, blocks);
  std::array<std::uint32_t, 4> abef;
  std::array<std::uint32_t, 4> cdgh;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(abef.data()), halves.abef);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(cdgh.data()), halves.cdgh);
  state = {abef[3], abef[2], cdgh[3], cdgh[2], abef[1], abef[0], cdgh[1], cdgh[0]};
}

// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID: leaf 1 has
// SSSE3 and SSE4.1 in ECX, leaf 7 has SHA in EBX.
bool has_instructions() {
  constexpr unsigned kSsse3 = 1u << 9;
  constexpr unsigned kSse41 = 1u << 19;
  constexpr unsigned kSha = 1u << 29;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return false;
  if ((c & kSsse3) == 0 || (c & kSse41) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0;
}

}  // namespace

AddBlocks add_blocks_of_processor() {
  static const bool there = has_instructions();  // a virtual machine takes long to say
  return there ? add_blocks_x86 : nullptr;
}

}  // namespace slackwater::results

#else

namespace slackwater::results {

AddBlocks add_blocks_of_processor() { return nullptr; }

}  // namespace slackwater::results

#endif
