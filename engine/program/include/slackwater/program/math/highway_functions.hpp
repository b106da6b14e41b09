/// Gives every function template for the SIMD target being compiled:
/// HWY_NAMESPACE::exp<HighwayPolicy<D>>(x).
///
/// Include it after <hwy/highway.h> (without which it is empty) in a file that hwy/foreach_target.h
/// compiles once per target, and use it between HWY_BEFORE_NAMESPACE() and HWY_AFTER_NAMESPACE():
//   namespace math = slackwater::program::math::HWY_NAMESPACE;
//   using V = math::HighwayPolicy<hwy::HWY_NAMESPACE::ScalableTag<double>>;
//   V::store(math::exp<V>(V::load(from)), to);
///
/// Guarantees: the same bits as ScalarPolicy for every input, on every target (tested for all that
/// the machine has).
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "slackwater/program/math/log_table.hpp"
#include "slackwater/program/math/slow_paths.hpp"
#include "slackwater/program/math/vector_policy.hpp"

#ifdef HWY_NAMESPACE
#if defined(SLACKWATER_PROGRAM_MATH_HIGHWAY_FUNCTIONS) == defined(HWY_TARGET_TOGGLE)
#ifdef SLACKWATER_PROGRAM_MATH_HIGHWAY_FUNCTIONS
#undef SLACKWATER_PROGRAM_MATH_HIGHWAY_FUNCTIONS
#else
#define SLACKWATER_PROGRAM_MATH_HIGHWAY_FUNCTIONS
#endif

HWY_BEFORE_NAMESPACE();
namespace slackwater::program::math::HWY_NAMESPACE {

/// The operations of ScalarPolicy on a Highway vector of doubles; D is a tag such as
/// ScalableTag<double>.
template <class D>
struct HighwayPolicy {
  using IntTag = hwy::HWY_NAMESPACE::RebindToUnsigned<D>;
  using Vec = hwy::HWY_NAMESPACE::VFromD<D>;
  using Bits = hwy::HWY_NAMESPACE::VFromD<IntTag>;
  using Mask = decltype(hwy::HWY_NAMESPACE::Eq(Vec(), Vec()));
  static constexpr std::size_t kLanes = hwy::HWY_NAMESPACE::MaxLanes(D());

  // Aligned to the vector: load and store expect addresses that are multiples of kLanes * 8 bytes.
  static HWY_INLINE Vec set(double value) { return hwy::HWY_NAMESPACE::Set(D(), value); }
  static HWY_INLINE Vec load(const double* from) { return hwy::HWY_NAMESPACE::Load(D(), from); }
  static HWY_INLINE void store(Vec value, double* to) { hwy::HWY_NAMESPACE::Store(value, D(), to); }

  static HWY_INLINE Vec sqrt(Vec x) { return hwy::HWY_NAMESPACE::Sqrt(x); }
  static HWY_INLINE Vec floor(Vec x) { return hwy::HWY_NAMESPACE::Floor(x); }
  static HWY_INLINE Vec neg(Vec x) { return hwy::HWY_NAMESPACE::Neg(x); }
  static HWY_INLINE Vec abs(Vec x) { return hwy::HWY_NAMESPACE::Abs(x); }
  static HWY_INLINE Vec copy_sign(Vec magnitude, Vec sign) {
    return hwy::HWY_NAMESPACE::CopySign(magnitude, sign);
  }
  // What these give for unordered or equal operands is the machine's choice; min and max settle
  // those cases.
  static HWY_INLINE Vec raw_min(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Min(a, b); }
  static HWY_INLINE Vec raw_max(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Max(a, b); }

  // What AVX-512 has an instruction for.
#if HWY_TARGET == HWY_AVX3
#define SLACKWATER_MATH_WIDE(...) \
  if constexpr (kLanes == 8) return __VA_ARGS__
#else
#define SLACKWATER_MATH_WIDE(...)
#endif
  static HWY_INLINE Vec least(Vec a, Vec b) {
    SLACKWATER_MATH_WIDE(Vec{_mm512_range_pd(a.raw, b.raw, 0b0100)});
    return select(eq(a, b), from_bits(or_bits(bits(a), bits(b))), raw_min(a, b));
  }
  static HWY_INLINE Vec greatest(Vec a, Vec b) {
    SLACKWATER_MATH_WIDE(Vec{_mm512_range_pd(a.raw, b.raw, 0b0101)});
    return select(eq(a, b), from_bits(and_bits(bits(a), bits(b))), raw_max(a, b));
  }
  static HWY_INLINE Vec least_size(Vec a, Vec b) {
    SLACKWATER_MATH_WIDE(Vec{_mm512_range_pd(a.raw, b.raw, 0b1010)});
    return raw_min(abs(a), abs(b));
  }
  static HWY_INLINE Mask either_nan(Vec a, Vec b) {
    SLACKWATER_MATH_WIDE(Mask{_mm512_cmp_pd_mask(a.raw, b.raw, _CMP_UNORD_Q)});
    return mask_or(is_nan(a), is_nan(b));
  }
  // Everything else has a class of its own.
  static HWY_INLINE Mask positive_and_normal(Vec a) {
    SLACKWATER_MATH_WIDE(mask_not(Mask{_mm512_fpclass_pd_mask(a.raw, 0xff)}));
    return mask_and(ge(a, set(0x1p-1022)), le(a, set(0x1.fffffffffffffp+1023)));
  }
  static HWY_INLINE Mask not_finite(Vec a) {
    SLACKWATER_MATH_WIDE(Mask{_mm512_fpclass_pd_mask(a.raw, 0x99)});  // infinities and NaNs
    return is_nan(a * set(0.0));
  }
#undef SLACKWATER_MATH_WIDE

  static HWY_INLINE Mask eq(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Eq(a, b); }
  // Highway's Ne is false for a NaN on some targets and true on others.
  static HWY_INLINE Mask ne(Vec a, Vec b) { return mask_not(eq(a, b)); }
  static HWY_INLINE Mask lt(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Lt(a, b); }
  static HWY_INLINE Mask le(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Le(a, b); }
  static HWY_INLINE Mask gt(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Gt(a, b); }
  static HWY_INLINE Mask ge(Vec a, Vec b) { return hwy::HWY_NAMESPACE::Ge(a, b); }
  static HWY_INLINE Mask is_nan(Vec a) { return hwy::HWY_NAMESPACE::IsNaN(a); }
  static HWY_INLINE Mask mask_and(Mask a, Mask b) { return hwy::HWY_NAMESPACE::And(a, b); }
  static HWY_INLINE Mask mask_or(Mask a, Mask b) { return hwy::HWY_NAMESPACE::Or(a, b); }
  static HWY_INLINE Mask mask_not(Mask a) { return hwy::HWY_NAMESPACE::Not(a); }
  static HWY_INLINE bool any(Mask m) { return !hwy::HWY_NAMESPACE::AllFalse(D(), m); }
  static HWY_INLINE Vec select(Mask m, Vec yes, Vec no) {
    return hwy::HWY_NAMESPACE::IfThenElse(m, yes, no);
  }

  static HWY_INLINE Bits bits(Vec x) { return hwy::HWY_NAMESPACE::BitCast(IntTag(), x); }
  static HWY_INLINE Vec from_bits(Bits b) { return hwy::HWY_NAMESPACE::BitCast(D(), b); }
  static HWY_INLINE Bits set_bits(std::uint64_t value) {
    return hwy::HWY_NAMESPACE::Set(IntTag(), value);
  }
  static HWY_INLINE Bits add_bits(Bits a, Bits b) { return hwy::HWY_NAMESPACE::Add(a, b); }
  static HWY_INLINE Bits sub_bits(Bits a, Bits b) { return hwy::HWY_NAMESPACE::Sub(a, b); }
  static HWY_INLINE Bits and_bits(Bits a, Bits b) { return hwy::HWY_NAMESPACE::And(a, b); }
  static HWY_INLINE Bits or_bits(Bits a, Bits b) { return hwy::HWY_NAMESPACE::Or(a, b); }
  static HWY_INLINE Bits xor_bits(Bits a, Bits b) { return hwy::HWY_NAMESPACE::Xor(a, b); }
  template <int kCount>
  static HWY_INLINE Bits shift_left(Bits a) {
    return hwy::HWY_NAMESPACE::ShiftLeft<kCount>(a);
  }
  template <int kCount>
  static HWY_INLINE Bits shift_right(Bits a) {
    return hwy::HWY_NAMESPACE::ShiftRight<kCount>(a);
  }
  static HWY_INLINE Vec look_up(const double* table, Bits index) {
    const hwy::HWY_NAMESPACE::RebindToSigned<D> signed_tag;
    return hwy::HWY_NAMESPACE::GatherIndex(D(), table,
                                           hwy::HWY_NAMESPACE::BitCast(signed_tag, index));
  }
  // With an index below 16.
  static HWY_INLINE Vec look_up_16(const double (&table)[16], Bits index) {
#if HWY_TARGET == HWY_AVX3
    if constexpr (kLanes == 8) {  // from two registers
      const auto low = hwy::HWY_NAMESPACE::LoadU(D(), table);
      const auto high = hwy::HWY_NAMESPACE::LoadU(D(), table + 8);
      return Vec{_mm512_permutex2var_pd(low.raw, index.raw, high.raw)};
    }
#endif
    return look_up(table, index);
  }
  // Where the target has them: a + b * c and a - b * c, rounded once; only where the result is the
  // same on targets without: fixed_division.hpp, exact_remainder, add_exact_product, fault slots.
  static constexpr bool kFuses = HWY_NATIVE_FMA != 0;
  static HWY_INLINE Vec fused_add(Vec a, Vec b, Vec c) {
    return hwy::HWY_NAMESPACE::MulAdd(b, c, a);
  }
  static HWY_INLINE Vec fused_subtract(Vec a, Vec b, Vec c) {
    return hwy::HWY_NAMESPACE::NegMulAdd(b, c, a);
  }
  template <int kBit>
  static HWY_INLINE Mask test_bit(Bits a) {
    return hwy::HWY_NAMESPACE::RebindMask(
        D(), hwy::HWY_NAMESPACE::TestBit(a, set_bits(std::uint64_t{1} << kBit)));
  }
};

#define SLACKWATER_MATH_PASS
#include "slackwater/program/math/all_families.hpp"
#undef SLACKWATER_MATH_PASS

}  // namespace slackwater::program::math::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
#endif  // HWY_NAMESPACE
