// Gives every operation's handler for one vector policy: text that is included once per instruction
// set, inside its namespace, with `math` naming the functions compiled for it. No include guard on
// purpose.
//
// kLanes is the width of the block, 0 when only the run knows it. Lanes never look at each other,
// so a lane has the same bits at every width and in every place.

#include "lanes/stock_passes-inl.hpp"

template <class V, std::size_t kLanes>
struct LaneHandlers {
  using Vec = typename V::Vec;
  static constexpr std::size_t kStep = V::kLanes;
  static_assert(kLanes % kStep == 0);

  static HWY_INLINE std::size_t lanes_of(const Context* context) {
    if constexpr (kLanes == 0) {
      return context->lanes;
    } else {
      return kLanes;
    }
  }

  /// An operand: the same number for all lanes, or one per lane.
  template <bool kUniform>
  class Source {
   public:
    HWY_INLINE Source(const char* lanes, const char* uniforms, std::size_t offset)
        : Source(reinterpret_cast<const double*>((kUniform ? uniforms : lanes) + offset)) {}
    HWY_INLINE Source slot_behind() const { return Source(from_ + (kUniform ? 1 : kLanes)); }
    HWY_INLINE Vec operator[](std::size_t lane) const {
      if constexpr (kUniform) {
        return value_;
      } else {
        return V::load(from_ + lane);
      }
    }

   private:
    struct Nothing {};
    HWY_INLINE explicit Source(const double* from) : from_(from) {
      // Once: a compiler cannot know that no store in between changes it.
      if constexpr (kUniform) value_ = V::set(*from);
    }
    const double* from_;
    [[no_unique_address]] std::conditional_t<kUniform, Vec, Nothing> value_;
  };

  static HWY_INLINE double* target(const Decoded* at, char* lanes) {
    return reinterpret_cast<double*>(lanes + at->target);
  }
  static HWY_INLINE const double* lane_operand(const Decoded* at, const char* lanes, int which) {
    return reinterpret_cast<const double*>(lanes + at->operands[which]);
  }

  static void stop(const Decoded*, char*, const char*, const Context*) {}

#define SLACKWATER_RUN_HANDLER(name)                                                 \
  static void name([[maybe_unused]] const Decoded* at, [[maybe_unused]] char* lanes, \
                   [[maybe_unused]] const char* uniforms, [[maybe_unused]] const Context* context)

#define SLACKWATER_RUN_UNARY(name, value)                                      \
  SLACKWATER_RUN_HANDLER(name) {                                               \
    const Places places(at);                                                   \
    const Source<false> a_from(lanes, uniforms, places.template operand<0>()); \
    double* to = places.target(lanes);                                         \
    const std::size_t count = lanes_of(context);                               \
    for (std::size_t lane = 0; lane < count; lane += kStep) {                  \
      const Vec a = a_from[lane];                                              \
      V::store(value, to + lane);                                              \
    }                                                                          \
    SLACKWATER_RUN_NEXT;                                                       \
  }

  // Elementary functions: two registers beside each other where the block has as many.
  static constexpr bool kInTwos = kStep > 1 && kLanes > kStep;
  using Wide = std::conditional_t<kInTwos, math::TwicePolicy<V>, V>;
  static_assert(kLanes % Wide::kLanes == 0);
#define SLACKWATER_RUN_FUNCTION(name)                                 \
  SLACKWATER_RUN_HANDLER(name) {                                      \
    const double* a = lane_operand(at, lanes, 0);                     \
    double* to = target(at, lanes);                                   \
    const std::size_t count = lanes_of(context);                      \
    for (std::size_t lane = 0; lane < count; lane += Wide::kLanes) {  \
      Wide::store(math::name<Wide>(Wide::load(a + lane)), to + lane); \
    }                                                                 \
    SLACKWATER_RUN_NEXT;                                              \
  }

  // Where one of the block's arguments is out of the ordinary, another handler takes all of them:
  // this one then needs no stack.
#define SLACKWATER_RUN_ORDINARY(name)                                            \
  SLACKWATER_RUN_FUNCTION(name##_anywhere)                                       \
  SLACKWATER_RUN_HANDLER(name) {                                                 \
    const double* a = lane_operand(at, lanes, 0);                                \
    const std::size_t count = lanes_of(context);                                 \
    for (std::size_t lane = 0; lane < count; lane += Wide::kLanes) {             \
      if (!math::name##_is_ordinary<Wide>(Wide::load(a + lane))) [[unlikely]] {  \
        return name##_anywhere(at, lanes, uniforms, context);                    \
      }                                                                          \
    }                                                                            \
    double* to = target(at, lanes);                                              \
    for (std::size_t lane = 0; lane < count; lane += Wide::kLanes) {             \
      Wide::store(math::name##_ordinary<Wide>(Wide::load(a + lane)), to + lane); \
    }                                                                            \
    SLACKWATER_RUN_NEXT;                                                         \
  }

  SLACKWATER_RUN_UNARY(copy, a)
  SLACKWATER_RUN_UNARY(negate, math::negate<V>(a))
  SLACKWATER_RUN_UNARY(logical_not, math::logical_not<V>(a))
  SLACKWATER_RUN_UNARY(abs, math::abs<V>(a))
  SLACKWATER_RUN_UNARY(sqrt, math::sqrt<V>(a))
  SLACKWATER_RUN_ORDINARY(exp)
  SLACKWATER_RUN_ORDINARY(ln)
  SLACKWATER_RUN_FUNCTION(log10)
  SLACKWATER_RUN_UNARY(sin, math::sin<V>(a))
  SLACKWATER_RUN_UNARY(cos, math::cos<V>(a))
  SLACKWATER_RUN_UNARY(tan, math::tan<V>(a))
  SLACKWATER_RUN_UNARY(asin, math::asin<V>(a))
  SLACKWATER_RUN_UNARY(acos, math::acos<V>(a))
  SLACKWATER_RUN_UNARY(atan, math::atan<V>(a))
  SLACKWATER_RUN_FUNCTION(tanh)
  SLACKWATER_RUN_ORDINARY(logistic)
  SLACKWATER_RUN_UNARY(floor, math::floor<V>(a))
  SLACKWATER_RUN_UNARY(round, math::round<V>(a))
  SLACKWATER_RUN_UNARY(sign, math::sign<V>(a))

  static_assert(program::Program::fault == 0);
  static HWY_INLINE double* fault_slot(char* lanes) { return reinterpret_cast<double*>(lanes); }

#define SLACKWATER_RUN_BINARY(name, ...)                                             \
  template <int kMask>                                                               \
  SLACKWATER_RUN_HANDLER(name) {                                                     \
    const Places places(at);                                                         \
    const Source<(kMask & 1) != 0> a(lanes, uniforms, places.template operand<0>()); \
    const Source<(kMask & 2) != 0> b(lanes, uniforms, places.template operand<1>()); \
    double* to = places.target(lanes);                                               \
    const std::size_t count = lanes_of(context);                                     \
    for (std::size_t lane = 0; lane < count; lane += kStep) {                        \
      V::store(math::name<V>(a[lane], b[lane]), to + lane);                          \
    }                                                                                \
    SLACKWATER_RUN_NEXT;                                                             \
  }
  SLACKWATER_BINARY_OPERATIONS(SLACKWATER_RUN_BINARY)
  SLACKWATER_RUN_BINARY(mod)
  SLACKWATER_RUN_BINARY(logical_and)
  SLACKWATER_RUN_BINARY(logical_or)
  template <int kMask>
  SLACKWATER_RUN_HANDLER(power) {
    const double* a = lane_operand(at, lanes, 0);
    const double* b = lane_operand(at, lanes, 1);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += Wide::kLanes) {
      Wide::store(math::power<Wide>(Wide::load(a + lane), Wide::load(b + lane)), to + lane);
    }
    SLACKWATER_RUN_NEXT;
  }

#define SLACKWATER_RUN_TERNARY(name, value)                                          \
  template <int kMask>                                                               \
  SLACKWATER_RUN_HANDLER(name) {                                                     \
    const Places places(at);                                                         \
    const Source<(kMask & 1) != 0> a(lanes, uniforms, places.template operand<0>()); \
    const Source<(kMask & 2) != 0> b(lanes, uniforms, places.template operand<1>()); \
    const Source<(kMask & 4) != 0> c(lanes, uniforms, places.template operand<2>()); \
    double* to = places.target(lanes);                                               \
    const std::size_t count = lanes_of(context);                                     \
    for (std::size_t lane = 0; lane < count; lane += kStep) {                        \
      V::store(value(a[lane], b[lane], c[lane]), to + lane);                         \
    }                                                                                \
    SLACKWATER_RUN_NEXT;                                                             \
  }
  SLACKWATER_RUN_TERNARY(select, math::select<V>)
  SLACKWATER_RUN_TERNARY(safe_div, math::safe_div<V>)

#define SLACKWATER_RUN_PAIR(name, inner, outer, swapped)            \
  static HWY_INLINE Vec pair_##name(Vec a, Vec b, Vec c) {          \
    const Vec ab = math::inner<V>(a, b);                            \
    return swapped ? math::outer<V>(c, ab) : math::outer<V>(ab, c); \
  }                                                                 \
  SLACKWATER_RUN_TERNARY(name, pair_##name)
  SLACKWATER_PAIR_OPERATIONS(SLACKWATER_RUN_PAIR)

  // The second half of an instruction that looks at its result, when that is not finite.
  SLACKWATER_RUN_HANDLER(mark_faults) {
    const double* result = target(at, lanes);
    double* fault = fault_slot(lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      V::store(finite_or_nan<V>(V::load(fault + lane), V::load(result + lane)), fault + lane);
    }
    SLACKWATER_RUN_NEXT;
  }

  // Looks at a block's results. The sum of two registers is not finite where one of them is not;
  // nor where both are huge, but then mark_faults finds nothing. More registers are gathered as
  // faults are, which most sets can do in one operation.
  class Look {
   public:
    HWY_INLINE Look() : gathered_(V::set(0.0)) {}
    HWY_INLINE void take(std::size_t lane, Vec result) {
      if constexpr (kSums) {
        gathered_ = lane == 0 ? result : gathered_ + result;
      } else {
        gathered_ = finite_or_nan<V>(gathered_, result);
      }
    }
    HWY_INLINE bool all_finite() const {
      return !V::any(kSums ? V::not_finite(gathered_) : V::is_nan(gathered_));
    }

   private:
    static constexpr bool kSums = kLanes != 0 && kLanes <= 2 * kStep;
    Vec gathered_;
  };

  // The same instructions, which look at their result themselves. Nearly always all of it is
  // finite, and the fault slot need be neither read nor written.
#define SLACKWATER_RUN_GUARDED(name, value)                                          \
  template <int kMask>                                                               \
  SLACKWATER_RUN_HANDLER(guarded_##name) {                                           \
    const Places places(at);                                                         \
    const Source<(kMask & 1) != 0> a(lanes, uniforms, places.template operand<0>()); \
    const Source<(kMask & 2) != 0> b(lanes, uniforms, places.template operand<1>()); \
    [[maybe_unused]] const Source<(kMask & 4) != 0> c(lanes, uniforms,               \
                                                      places.template operand<2>()); \
    double* to = places.target(lanes);                                               \
    Look look;                                                                       \
    const std::size_t count = lanes_of(context);                                     \
    for (std::size_t lane = 0; lane < count; lane += kStep) {                        \
      const Vec result = value;                                                      \
      V::store(result, to + lane);                                                   \
      look.take(lane, result);                                                       \
    }                                                                                \
    if (!look.all_finite()) [[unlikely]] {                                           \
      return mark_faults(at, lanes, uniforms, context);                              \
    }                                                                                \
    SLACKWATER_RUN_NEXT;                                                             \
  }
#define SLACKWATER_RUN_GUARDED_TWO(name) \
  SLACKWATER_RUN_GUARDED(name, math::name<V>(a[lane], b[lane]))
#define SLACKWATER_RUN_GUARDED_PAIR(name, ...) \
  SLACKWATER_RUN_GUARDED(name, pair_##name(a[lane], b[lane], c[lane]))
  SLACKWATER_ARITHMETIC_OPERATIONS(SLACKWATER_RUN_GUARDED_TWO)
  SLACKWATER_PAIR_OPERATIONS(SLACKWATER_RUN_GUARDED_PAIR)

  // Division by a fixed divisor: where a quotient is doubtful, the whole block again with zeros
  // allowed, and if that is not enough by the division itself.
#define SLACKWATER_RUN_FIXED(name, plain, looks, divisor, numerator, value)                 \
  template <int kMask, bool kZeros = false>                                                 \
  SLACKWATER_RUN_HANDLER(name) {                                                            \
    const Places places(at);                                                                \
    const Source<(kMask & 1) != 0> a(lanes, uniforms, places.template operand<0>());        \
    [[maybe_unused]] const Source<(kMask & 2) != 0> b(lanes, uniforms,                      \
                                                      places.template operand<1>());        \
    [[maybe_unused]] const Source<(kMask & 4) != 0> c(lanes, uniforms,                      \
                                                      places.template operand<2>());        \
    const Source<(kMask >> divisor & 1) != 0> d(lanes, uniforms,                            \
                                                places.template operand<divisor>());        \
    const Source<(kMask >> divisor & 1) != 0> inverse = d.slot_behind();                    \
    Vec dividends[kLanes / kStep];                                                          \
    Vec quotients[kLanes / kStep];                                                          \
    for (std::size_t lane = 0; lane < kLanes; lane += kStep) {                              \
      const Vec n = numerator;                                                              \
      dividends[lane / kStep] = n;                                                          \
      quotients[lane / kStep] = math::fixed_quotient<V, kZeros>(n, d[lane], inverse[lane]); \
    }                                                                                       \
    if (math::doubtful<V, kZeros>(dividends, quotients)) [[unlikely]] {                     \
      if constexpr (kZeros) return plain<kMask>(at, lanes, uniforms, context);              \
      return name<kMask, true>(at, lanes, uniforms, context);                               \
    }                                                                                       \
    double* to = places.target(lanes);                                                      \
    [[maybe_unused]] Look look;                                                             \
    for (std::size_t lane = 0; lane < kLanes; lane += kStep) {                              \
      const Vec q = quotients[lane / kStep];                                                \
      const Vec result = value;                                                             \
      V::store(result, to + lane);                                                          \
      if constexpr (looks) look.take(lane, result);                                         \
    }                                                                                       \
    if constexpr (looks) {                                                                  \
      if (!look.all_finite()) [[unlikely]] {                                                \
        return mark_faults(at, lanes, uniforms, context);                                   \
      }                                                                                     \
    }                                                                                       \
    SLACKWATER_RUN_NEXT;                                                                    \
  }
#define SLACKWATER_RUN_FIXED_TWO(name, divisor, numerator, value)            \
  SLACKWATER_RUN_FIXED(fixed_##name, name, false, divisor, numerator, value) \
  SLACKWATER_RUN_FIXED(fixed_guarded_##name, guarded_##name, true, divisor, numerator, value)
#define SLACKWATER_RUN_FIXED_PAIR(name, inner, outer, swapped) \
  SLACKWATER_RUN_FIXED_TWO(name, 1, a[lane],                   \
                           swapped ? math::outer<V>(c[lane], q) : math::outer<V>(q, c[lane]))
#define SLACKWATER_RUN_FIXED_AFTER(name, inner) \
  SLACKWATER_RUN_FIXED_TWO(name, 2, math::inner<V>(a[lane], b[lane]), q)
  SLACKWATER_RUN_FIXED_TWO(divide, 1, a[lane], q)
  SLACKWATER_PAIRS_OF(SLACKWATER_RUN_FIXED_PAIR, divide)
  SLACKWATER_PAIRS_BEFORE_DIVISION(SLACKWATER_RUN_FIXED_AFTER)

  // One lane after the other: these are rare, or look into tables.
#define SLACKWATER_RUN_EACH(name, value)                                  \
  SLACKWATER_RUN_HANDLER(name) {                                          \
    [[maybe_unused]] const double* a = lane_operand(at, lanes, 0);        \
    [[maybe_unused]] const double* b = lane_operand(at, lanes, 1);        \
    [[maybe_unused]] const double* c = lane_operand(at, lanes, 2);        \
    [[maybe_unused]] const program::Program& program = *context->program; \
    double* to = target(at, lanes);                                       \
    const std::size_t count = lanes_of(context);                          \
    for (std::size_t lane = 0; lane < count; ++lane) to[lane] = value;    \
    SLACKWATER_RUN_NEXT;                                                  \
  }
  SLACKWATER_RUN_EACH(pulse_train, program::scalar::pulse_train(a[lane], b[lane], c[lane]))
  SLACKWATER_RUN_EACH(series,
                      program::scalar::series_value(program.series[at->table()], a[lane], b[lane]))
  SLACKWATER_RUN_EACH(each_lookup,
                      program::scalar::lookup_value(program.lookups[at->table()], a[lane]))

  // Tables of the usual size are searched by looking at every point: no branch depends on a value.
  static constexpr std::size_t kLongTable = 24;
  template <bool kCubic>
  static HWY_INLINE Vec lookup_short(const program::Lookup& table, Vec given) {
    Vec v = given;
    if (!table.extrapolate) {
      const Vec front = V::set(table.x.front());
      const Vec back = V::set(table.x.back());
      v = V::select(V::lt(v, front), front, v);
      v = V::select(V::lt(back, v), back, v);
    }
    Vec x = V::set(table.x[0]);
    Vec y = V::set(table.y[0]);
    Vec slope = V::set(table.slopes[0]);
    Vec second = slope;
    Vec third = slope;
    if constexpr (kCubic) {
      second = V::set(table.second[0]);
      third = V::set(table.third[0]);
    }
    const std::size_t points = table.x.size();
    for (std::size_t i = 1; i < points; ++i) {
      const Vec xi = V::set(table.x[i]);
      const auto reached = V::le(xi, v);
      x = V::select(reached, xi, x);
      y = V::select(reached, V::set(table.y[i]), y);
      slope = V::select(reached, V::set(table.slopes[i]), slope);
      if constexpr (kCubic) {
        second = V::select(reached, V::set(table.second[i]), second);
        third = V::select(reached, V::set(table.third[i]), third);
      }
    }
    const Vec d = v - x;
    Vec result;
    if constexpr (kCubic) {
      result = y + d * (slope + d * (second + d * third));
    } else {
      result = y + slope * d;
    }
    return V::select(V::is_nan(given), given, result);
  }
  SLACKWATER_RUN_HANDLER(lookup) {
    const program::Lookup& table = context->program->lookups[at->table()];
    if (kStep == 1 || table.x.size() > kLongTable) {
      return each_lookup(at, lanes, uniforms, context);
    }
    const Source<false> a(lanes, uniforms, at->operands[0]);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      const Vec x = a[lane];
      V::store(table.cubic ? lookup_short<true>(table, x) : lookup_short<false>(table, x),
               to + lane);
    }
    SLACKWATER_RUN_NEXT;
  }

  static base::DrawKey key(const Decoded* at, const Context* context, std::size_t lane) {
    return {context->seed, context->samples[lane],
            context->program->random_streams[at->table()].stream, context->step};
  }
#define SLACKWATER_RUN_DRAW(name, second) \
  SLACKWATER_RUN_EACH(                    \
      name, program::draw(program::Operation::name, a[lane], second, key(at, context, lane)))
  SLACKWATER_RUN_DRAW(random_uniform, b[lane])
  SLACKWATER_RUN_DRAW(random_normal, b[lane])
  SLACKWATER_RUN_DRAW(random_lognormal, b[lane])
  SLACKWATER_RUN_DRAW(random_poisson, 0.0)

  SLACKWATER_RUN_HANDLER(given) {
    const Source<false> a(lanes, uniforms, at->operands[0]);
    const Source<false> b(lanes, uniforms, at->operands[1]);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      const Vec provided = a[lane];
      V::store(V::select(V::is_nan(provided), b[lane], provided), to + lane);
    }
    SLACKWATER_RUN_NEXT;
  }
  SLACKWATER_RUN_HANDLER(broadcast) {
    const Source<true> a(lanes, uniforms, at->operands[0]);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) V::store(a[lane], to + lane);
    SLACKWATER_RUN_NEXT;
  }
  SLACKWATER_RUN_HANDLER(guard) {
    const Source<false> a(lanes, uniforms, at->operands[0]);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      V::store(finite_or_nan<V>(V::load(to + lane), a[lane]), to + lane);
    }
    SLACKWATER_RUN_NEXT;
  }
  SLACKWATER_RUN_HANDLER(guard_if) {
    const Source<false> a(lanes, uniforms, at->operands[0]);
    const Source<false> b(lanes, uniforms, at->operands[1]);
    double* to = target(at, lanes);
    const std::size_t count = lanes_of(context);
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      const Vec fault = V::load(to + lane);
      V::store(V::select(math::is_true<V>(b[lane]), finite_or_nan<V>(fault, a[lane]), fault),
               to + lane);
    }
    SLACKWATER_RUN_NEXT;
  }

  static void execute(const Decoded* code, char* lanes, const char* uniforms,
                      const Context* context) {
#if SLACKWATER_RUN_CHAINED
    code->handler(code, lanes, uniforms, context);
#else
    for (; code->handler != &stop; ++code) code->handler(code, lanes, uniforms, context);
#endif
  }

  static bool any_nan(const double* slot, std::size_t lanes) {
    const std::size_t count = kLanes == 0 ? lanes : kLanes;
    for (std::size_t lane = 0; lane < count; lane += kStep) {
      if (V::any(V::is_nan(V::load(slot + lane)))) return true;
    }
    return false;
  }

  // For the width of batches. In one lane a product takes as long as the division does.
  static void add_fixed([[maybe_unused]] Kernel& k) {
    if constexpr (V::kFuses && kLanes == kBatchLanes) {
#define SLACKWATER_RUN_FIXED_MASK(name, mask)                                      \
  k.fixed[static_cast<int>(program::Operation::name)][mask] = &fixed_##name<mask>; \
  k.fixed_guarded[static_cast<int>(program::Operation::name)][mask] = &fixed_guarded_##name<mask>;
#define SLACKWATER_RUN_FIXED_MASKS(name, ...) \
  SLACKWATER_RUN_FIXED_MASK(name, 0)          \
  SLACKWATER_RUN_FIXED_MASK(name, 1)          \
  SLACKWATER_RUN_FIXED_MASK(name, 2)          \
  SLACKWATER_RUN_FIXED_MASK(name, 4)          \
  SLACKWATER_RUN_FIXED_MASK(name, 5)          \
  SLACKWATER_RUN_FIXED_MASK(name, 6)
      SLACKWATER_RUN_FIXED_MASK(divide, 0)
      SLACKWATER_RUN_FIXED_MASK(divide, 1)
      SLACKWATER_RUN_FIXED_MASK(divide, 2)
      SLACKWATER_PAIRS_OF(SLACKWATER_RUN_FIXED_MASKS, divide)
      SLACKWATER_PAIRS_BEFORE_DIVISION(SLACKWATER_RUN_FIXED_MASKS)
    }
  }

  static Kernel kernel() {
    Kernel k;
    k.lanes = kLanes;
    k.granule = kStep;
    k.stop = &stop;
    k.execute = &execute;
    k.stage = &LaneStockPasses<V, kLanes>::stage;
    k.finish = &LaneStockPasses<V, kLanes>::finish;
    k.any_nan = &any_nan;
    const auto row = [&k](program::Operation operation) -> Handler* {
      return k.handlers[static_cast<int>(operation)];
    };
#define SLACKWATER_RUN_ONE(name, ...) row(program::Operation::name)[0] = &name;
    SLACKWATER_UNARY_OPERATIONS(SLACKWATER_RUN_ONE)
    SLACKWATER_SPECIAL_OPERATIONS(SLACKWATER_RUN_ONE)
    SLACKWATER_RUN_ONE(pulse_train)
#define SLACKWATER_RUN_MASK(name, mask) row(program::Operation::name)[mask] = &name<mask>;
#define SLACKWATER_RUN_TWO(name) \
  SLACKWATER_RUN_MASK(name, 0)   \
  SLACKWATER_RUN_MASK(name, 1)   \
  SLACKWATER_RUN_MASK(name, 2)
    SLACKWATER_BINARY_OPERATIONS(SLACKWATER_RUN_TWO)
#define SLACKWATER_RUN_TWO_LANES(name) SLACKWATER_RUN_MASK(name, 0)
    SLACKWATER_LANE_BINARY_OPERATIONS(SLACKWATER_RUN_TWO_LANES)
    row(program::Operation::broadcast)[1] = &broadcast;
    SLACKWATER_RUN_MASK(safe_div, 0)
    SLACKWATER_RUN_MASK(select, 0)
    SLACKWATER_RUN_MASK(select, 2)
    SLACKWATER_RUN_MASK(select, 4)
    SLACKWATER_RUN_MASK(select, 6)
#define SLACKWATER_RUN_GUARDED_MASK(name, mask) \
  k.guarded[static_cast<int>(program::Operation::name)][mask] = &guarded_##name<mask>;
#define SLACKWATER_RUN_TWO_GUARDED(name) \
  SLACKWATER_RUN_GUARDED_MASK(name, 0)   \
  SLACKWATER_RUN_GUARDED_MASK(name, 1)   \
  SLACKWATER_RUN_GUARDED_MASK(name, 2)
    SLACKWATER_ARITHMETIC_OPERATIONS(SLACKWATER_RUN_TWO_GUARDED)
#define SLACKWATER_RUN_THREE(name, ...) \
  SLACKWATER_RUN_MASK(name, 0)          \
  SLACKWATER_RUN_MASK(name, 1)          \
  SLACKWATER_RUN_MASK(name, 2)          \
  SLACKWATER_RUN_MASK(name, 4)          \
  SLACKWATER_RUN_MASK(name, 5)          \
  SLACKWATER_RUN_MASK(name, 6)          \
  SLACKWATER_RUN_GUARDED_MASK(name, 0)  \
  SLACKWATER_RUN_GUARDED_MASK(name, 1)  \
  SLACKWATER_RUN_GUARDED_MASK(name, 2)  \
  SLACKWATER_RUN_GUARDED_MASK(name, 4)  \
  SLACKWATER_RUN_GUARDED_MASK(name, 5)  \
  SLACKWATER_RUN_GUARDED_MASK(name, 6)
    SLACKWATER_PAIR_OPERATIONS(SLACKWATER_RUN_THREE)
    add_fixed(k);
    return k;
  }
};

#undef SLACKWATER_RUN_HANDLER
#undef SLACKWATER_RUN_UNARY
#undef SLACKWATER_RUN_FUNCTION
#undef SLACKWATER_RUN_ORDINARY
#undef SLACKWATER_RUN_BINARY
#undef SLACKWATER_RUN_TERNARY
#undef SLACKWATER_RUN_PAIR
#undef SLACKWATER_RUN_GUARDED
#undef SLACKWATER_RUN_GUARDED_TWO
#undef SLACKWATER_RUN_GUARDED_PAIR
#undef SLACKWATER_RUN_GUARDED_MASK
#undef SLACKWATER_RUN_TWO_GUARDED
#undef SLACKWATER_RUN_FIXED
#undef SLACKWATER_RUN_FIXED_TWO
#undef SLACKWATER_RUN_FIXED_PAIR
#undef SLACKWATER_RUN_FIXED_AFTER
#undef SLACKWATER_RUN_FIXED_MASK
#undef SLACKWATER_RUN_FIXED_MASKS
#undef SLACKWATER_RUN_EACH
#undef SLACKWATER_RUN_DRAW
#undef SLACKWATER_RUN_ONE
#undef SLACKWATER_RUN_MASK
#undef SLACKWATER_RUN_TWO
#undef SLACKWATER_RUN_TWO_LANES
#undef SLACKWATER_RUN_THREE
