#include "support/random_model.hpp"

namespace slackwater::program::test {

namespace {

using model::ElementId;
using model::ExprId;
using model::Operator;

class Generator {
 public:
  Generator(std::uint32_t seed, bool wild) : random_(seed), wild_(wild) {}

  IrModel make() {
    constexpr model::Method kMethods[] = {model::Method::euler, model::Method::rk2,
                                          model::Method::rk4, model::Method::discrete};
    ir_.time(pick(2) == 0 ? 0 : -3.7, 6, 0.1, 0.2, kMethods[pick(4)]);
    if (ir_.model().time.start != 0) ir_.time(-3.7, 2.3, 0.1, 0.2, ir_.model().time.method);
    for (int i = 0; i < 4; ++i) {
      readable_.push_back(ir_.parameter("p" + std::to_string(i), number()));
    }
    for (int i = 0; i < 3; ++i)
      stocks_.push_back(ir_.stock("s" + std::to_string(i), expression(2)));
    readable_.insert(readable_.end(), stocks_.begin(), stocks_.end());
    add_memory();
    for (int i = 0; i < 12; ++i) {
      ExprId equation = expression(4);
      if (!wild_ && pick(2) == 0) equation = ir_.apply(Operator::tanh, {equation});
      readable_.push_back(ir_.auxiliary("a" + std::to_string(i), equation));
      flows_.push_back(readable_.back());
    }
    for (const ElementId stock : stocks_) ir_.flows(stock, some_flows(), some_flows());
    for (std::uint32_t i = 0; i < helds_; ++i) ir_.update(i, expression(2));
    for (std::uint32_t i = 0; i < pipelines_; ++i) ir_.input(i, expression(2));
    if (wild_) {
      ir_.check(ir_.apply(Operator::less, {expression(2), ir_.number(1e6)}), "a check");
    }
    return std::move(ir_);
  }

 private:
  std::uint32_t pick(std::uint32_t count) {
    return std::uniform_int_distribution<std::uint32_t>(0, count - 1)(random_);
  }

  double number() {
    constexpr double kNumbers[] = {0, 1, 2, 0.5, -1, 3, 10, 0.1, 0.25, -0.7, 1.5, 7};
    return wild_ && pick(40) == 0 ? 1e300 : kNumbers[pick(std::size(kNumbers))];
  }

  void add_memory() {
    ir_.add_lookup({-1, 0, 1.5, 4}, {2, 1, 1.25, -3}, model::LookupMode::clamp);
    ir_.add_lookup({-1, 0, 1.5, 4}, {2, 1, 1.25, -3}, model::LookupMode::extrapolate);
    ir_.add_lookup({-1, 0, 1.5, 4}, {2, 1, 1.25, -3}, model::LookupMode::step);
    ir_.add_lookup({0, 1, 2}, {0, 1, 1.5}, model::LookupMode::smooth, {1.2, 0.7, 0.3});
    lookups_ = 4;
    ir_.add_series({0, 1, 2.5, 4}, {1, 3, -1, 0.5}, model::SeriesMode::linear);
    ir_.add_series({-1, 1.05, 2.5}, {2, 0, 1}, model::SeriesMode::step);
    series_ = 2;
    initials_ = 2;
    for (std::uint32_t i = 0; i < initials_; ++i) ir_.add_initial(expression(3));
    helds_ = 2;
    for (std::uint32_t i = 0; i < helds_; ++i) ir_.add_held("h" + std::to_string(i), expression(1));
    pipelines_ = 2;
    for (std::uint32_t i = 0; i < pipelines_; ++i) {
      ir_.add_pipeline("d" + std::to_string(i), ir_.number(0.3 * (i + 1)), expression(1));
    }
    memory_ready_ = true;
  }

  std::vector<ElementId> some_flows() {
    std::vector<ElementId> flows;
    for (std::uint32_t i = pick(3); i > 0; --i) {
      flows.push_back(flows_[pick(static_cast<std::uint32_t>(flows_.size()))]);
    }
    return flows;
  }

  ExprId leaf() {
    switch (pick(memory_ready_ ? 12 : 6)) {
      case 0:
      case 1:
        return ir_.number(number());
      case 2:
        return ir_.leaf(Operator::time);
      case 6:
        return ir_.held(pick(helds_));
      case 7:
        return ir_.pipeline(pick(pipelines_));
      case 8:
        return ir_.initial(pick(initials_));
      case 9:
        return ir_.series(pick(series_));
      case 10:
        return ir_.leaf(pick(2) == 0 ? Operator::time_step : Operator::start_time);
      default:
        break;
    }
    if (readable_.empty()) return ir_.number(number());
    return ir_.read(readable_[pick(static_cast<std::uint32_t>(readable_.size()))]);
  }

  ExprId one(Operator op, int depth) { return ir_.apply(op, {expression(depth)}); }

  ExprId expression(int depth) {
    if (depth == 0 || pick(6) == 0) return leaf();
    const int below = depth - 1;
    constexpr Operator kUnary[] = {
        Operator::negate, Operator::logical_not, Operator::abs,  Operator::sqrt, Operator::exp,
        Operator::ln,     Operator::log10,       Operator::sin,  Operator::cos,  Operator::tan,
        Operator::asin,   Operator::acos,        Operator::atan, Operator::tanh, Operator::logistic,
        Operator::floor,  Operator::round,       Operator::sign};
    constexpr Operator kSafeUnary[] = {Operator::negate,  Operator::abs,  Operator::sin,
                                       Operator::cos,     Operator::atan, Operator::tanh,
                                       Operator::logistic};
    constexpr Operator kBinary[] = {
        Operator::power, Operator::mod,        Operator::minimum,     Operator::maximum,
        Operator::less,  Operator::less_equal, Operator::greater,     Operator::greater_equal,
        Operator::equal, Operator::not_equal,  Operator::logical_and, Operator::logical_or};
    constexpr Operator kSafeBinary[] = {Operator::minimum,    Operator::maximum,
                                        Operator::less,       Operator::logical_and,
                                        Operator::logical_or, Operator::greater_equal};
    constexpr Operator kBasic[] = {Operator::add,   Operator::subtract, Operator::multiply,
                                   Operator::add,   Operator::subtract, Operator::multiply,
                                   Operator::divide};
    switch (pick(10)) {
      case 0:
        return wild_ ? one(kUnary[pick(std::size(kUnary))], below)
                     : one(kSafeUnary[pick(std::size(kSafeUnary))], below);
      case 1: {
        const Operator op =
            wild_ ? kBinary[pick(std::size(kBinary))] : kSafeBinary[pick(std::size(kSafeBinary))];
        return ir_.apply(op, {expression(below), expression(below)});
      }
      case 2:
        return ir_.apply(pick(2) == 0 ? Operator::select : Operator::safe_div,
                         {expression(below), expression(below), expression(below)});
      case 3:
        return lookups_ == 0 ? leaf()
                             : ir_.apply(Operator::lookup, {expression(below)}, pick(lookups_));
      case 4:
        return signal(below);
      case 5:
        return memory_ready_ && pick(3) == 0 ? draw() : leaf();
      default:
        break;
    }
    const Operator op = kBasic[pick(wild_ ? 7 : 6)];
    return ir_.apply(op, {expression(below), expression(below)});
  }

  ExprId signal(int depth) {
    switch (pick(4)) {
      case 0:
        return one(Operator::after, depth);
      case 1:
        return ir_.apply(Operator::pulse_on, {expression(depth), expression(depth)});
      case 2:
        return ir_.apply(Operator::pulse_train_on,
                         {expression(depth), expression(depth), expression(depth)});
      default:
        return ir_.apply(Operator::ramp_time, {expression(depth), expression(depth)});
    }
  }

  ExprId draw() {
    const std::uint32_t stream = ir_.add_stream("draw" + std::to_string(draws_++));
    const auto positive = [&] { return ir_.apply(Operator::abs, {leaf()}); };
    switch (pick(4)) {
      case 0:
        return ir_.apply(Operator::random_normal, {leaf(), positive()}, stream);
      case 1:
        return ir_.apply(Operator::random_uniform, {ir_.number(-1), wild_ ? leaf() : ir_.number(2)},
                         stream);
      case 2:
        return ir_.apply(Operator::random_lognormal,
                         {wild_ ? leaf() : ir_.number(1), ir_.number(2)}, stream);
      default:
        return ir_.apply(Operator::random_poisson, {positive()}, stream);
    }
  }

  std::mt19937 random_;
  bool wild_;
  IrModel ir_;
  std::vector<ElementId> readable_, stocks_, flows_;
  bool memory_ready_ = false;
  std::uint32_t lookups_ = 0, series_ = 0, initials_ = 0, helds_ = 0, pipelines_ = 0;
  int draws_ = 0;
};

}  // namespace

IrModel random_model(std::uint32_t seed, bool wild) { return Generator(seed, wild).make(); }

}  // namespace slackwater::program::test
