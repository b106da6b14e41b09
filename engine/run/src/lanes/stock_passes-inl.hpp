// Gives the passes over all stocks between two derivatives for one vector policy: text that is
// included once per instruction set, inside its namespace. No include guard on purpose.

// Nobody asks which NaN, or whether a zero is negative: one rounding or two are the same here.
template <class V>
HWY_INLINE typename V::Vec finite_or_nan(typename V::Vec fault, typename V::Vec x) {
  if constexpr (V::kFuses) {
    return V::fused_add(fault, x, V::set(0.0));
  } else {
    return fault + x * V::set(0.0);
  }
}

template <class V, std::size_t kLanes>
struct LaneStockPasses {
  using Vec = typename V::Vec;
  static constexpr std::size_t kStep = V::kLanes;

  // A cache line of lanes at a time, all stocks of it: every line is touched once, and what is not
  // finite is gathered in registers.
  static constexpr std::size_t kLine = kStep == 1 ? 1 : (kLanes == 0 || kLanes > 8 ? 8 : kLanes);
  static constexpr std::size_t kParts = kLine / kStep;

  template <bool kFinish>
  static HWY_INLINE void pass_line(const StockPass& p, Vec stage_factor, Vec total_factor,
                                   std::size_t line, Vec (&fault)[kParts]) {
    for (std::size_t part = 0; part < kParts; ++part) {
      const std::size_t at = line + part * kStep;
      const Vec rate = V::load(p.rates + at);
      const Vec next = V::load(p.total + at) + total_factor * rate;
      Vec stock = next;
      if constexpr (!kFinish) stock = V::load(p.base + at) + stage_factor * rate;
      V::store(next, p.next + at);
      V::store(stock, p.stocks + at);
      fault[part] = finite_or_nan<V>(fault[part], stock);
    }
  }

  // A copy of where everything is stays in registers: the stores might change what is given.
  // Two sums of faults: in one, every stock would wait for the one before. All that counts of a
  // fault is whether it is a number.
  template <bool kFinish>
  static void pass(const StockPass& given) {
    const StockPass p = given;
    const Vec stage_factor = V::set(p.stage_factor);
    const Vec total_factor = V::set(p.total_factor);
    const std::size_t count = kLanes == 0 ? p.lanes : kLanes;
    const std::size_t end = p.count * count;
    for (std::size_t lane = 0; lane < count; lane += kLine) {
      Vec fault[kParts];
      Vec second_fault[kParts];
      for (std::size_t part = 0; part < kParts; ++part) {
        fault[part] = V::load(p.fault + lane + part * kStep);
        second_fault[part] = V::set(0.0);
      }
      std::size_t line = lane;
      for (; line + count < end; line += 2 * count) {
        pass_line<kFinish>(p, stage_factor, total_factor, line, fault);
        pass_line<kFinish>(p, stage_factor, total_factor, line + count, second_fault);
      }
      if (line < end) pass_line<kFinish>(p, stage_factor, total_factor, line, fault);
      for (std::size_t part = 0; part < kParts; ++part) {
        V::store(fault[part] + second_fault[part], p.fault + lane + part * kStep);
      }
    }
  }
  static void stage(const StockPass& p) { pass<false>(p); }
  static void finish(const StockPass& p) { pass<true>(p); }
};
