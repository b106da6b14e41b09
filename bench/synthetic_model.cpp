#include "synthetic_model.hpp"

#include <fmt/format.h>

#include <iterator>
#include <random>
#include <vector>

namespace slackwater::bench {

namespace {

class Writer {
 public:
  explicit Writer(const SyntheticSize& size) : size_(size), random_(size.seed) {}

  std::string text() {
    line("model \"Synthetic: {} stocks, {} auxiliaries\"\n", size_.stocks, size_.auxiliaries);
    line("time week from 0 to 260 step 1/16 save 1 method rk4\n");
    for (int i = 0; i < kParameters; ++i) {
      line("parameter p{}: 1 = {:.3f}", i, 0.9 + 0.8 * fraction());
    }
    for (int i = 0; i < size_.stocks; ++i)
      line("parameter tau{}: week = {:.3f}", i, 4 + 12 * fraction());
    for (int i = 0; i < size_.stocks; ++i) {
      line("\nstock s{0}: 1 = {1:.3f}\n    inflow in{0}\n    outflow out{0}", i, 0.5 + fraction());
      line("flow in{0}: 1/week = {1} * rate", i, auxiliary_near_the_end());
      line("flow out{0}: 1/week = s{0} / tau{0}", i);
      values_.push_back(fmt::format("s{}", i));
    }
    line("\nparameter rate: 1/week = 0.2\n");
    for (int i = 0; i < size_.auxiliaries; ++i) {
      line("aux a{}: 1 = {}", i, equation(i));
      values_.push_back(fmt::format("a{}", i));
    }
    return std::move(text_);
  }

 private:
  static constexpr int kParameters = 30;

  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  double fraction() { return static_cast<double>(random_() % 1000) / 1000.0; }
  int pick(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
  std::string auxiliary_near_the_end() {
    return fmt::format("a{}", size_.auxiliaries - 1 - pick(size_.auxiliaries / 2));
  }
  std::string parameter() { return fmt::format("p{}", pick(kParameters)); }
  // Mostly what was computed lately, as in models that people write.
  std::string value() {
    const int count = static_cast<int>(values_.size());
    const int back = pick(3) == 0 ? pick(count) : pick(count < 30 ? count : 30);
    return values_[static_cast<std::size_t>(count - 1 - back)];
  }

  // One auxiliary in ten is an effect with an elementary function, as pressure, learning or decay
  // usually are.
  std::string effect(int number, const std::string& u, const std::string& v, const std::string& p) {
    switch (number % 5) {
      case 0:
        return fmt::format("{} * exp(-{})", p, u);
      case 1:
        return fmt::format("{} ^ {}", u, p);
      case 2:
        return fmt::format("ln(1 + {} + {})", u, v);
      case 3:
        return fmt::format("2 * logistic({} - {})", u, v);
      default:
        return fmt::format("1 + tanh({} - {})", u, p);
    }
  }

  // Every form maps positive bounded values to positive bounded ones.
  std::string equation(int i) {
    const std::string u = value(), v = value(), p = parameter(), q = parameter();
    if (i % 10 == 9) return effect(i / 10, u, v, p);
    if (i % 50 == 10) return fmt::format("{} * (1 + 0.2 * step(1, {} week))", u, 20 + 4 * (i / 10));
    const int form = pick(20);
    if (form < 8) return fmt::format("{} * {} / ({} + {})", p, u, q, v);
    if (form < 11) return fmt::format("2 * {0} * {1} / ({0} + {1})", u, v);
    if (form < 13) return fmt::format("{0} + ({1} - {0}) * 0.25 / (1 + {2})", u, v, p);
    if (form < 14) return fmt::format("min({}, {} * {})", u, p, v);
    if (form < 15) return fmt::format("max({}, {} / (1 + {}))", u, v, p);
    if (form < 16) return fmt::format("sqrt({} * {})", u, v);
    if (form < 17) return fmt::format("if {0} > {1} then {1} else 0.5 * {0}", u, v);
    return fmt::format("0.5 * ({} + {} * {})", u, v, p);
  }

  SyntheticSize size_;
  std::mt19937 random_;
  std::vector<std::string> values_;
  std::string text_;
};

}  // namespace

std::string synthetic_model(const SyntheticSize& size) { return Writer(size).text(); }

}  // namespace slackwater::bench
