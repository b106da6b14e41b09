#include "constants.hpp"
#include "expander.hpp"

/// Memory functions become stocks and flows with generated names, held values, or pipelines.
///
/// Names: `variable.function_number.part`, as in `felt_quality.smooth3_1.stage_2`; the parts are
/// said at each function. Source of delays, smooths, trend and forecast: Sterman, Business
/// Dynamics, 2000, chapters 11 and 16.
namespace slackwater::model::lowering {
namespace {

using language::Expr;
using language::FunctionId;

constexpr int kHighestOrder = 100;

class MemoryFunction {
 public:
  MemoryFunction(Expander& expander, const Expr& call, const Reference& meaning)
      : expander_(expander),
        call_(call),
        meaning_(meaning),
        site_(expander.memory_site(call, meaning.info->name)) {
    const auto& context = expander.context();
    const auto unit = context.call_units.find(&call);
    if (unit != context.call_units.end()) unit_ = unit->second;
    if (unit_ && context.time_unit) unit_times_time_ = *unit_ * *context.time_unit;
  }

  ExprId value() {
    switch (meaning_.info->id) {
      case FunctionId::delay1:
        return delay(1, 2);
      case FunctionId::delay3:
        return delay(3, 2);
      case FunctionId::delayn:
        return delay(order(), 3);
      case FunctionId::smooth1:
        return smooth(1, 2);
      case FunctionId::smooth3:
        return smooth(3, 2);
      case FunctionId::smoothn:
        return smooth(order(), 3);
      case FunctionId::trend:
        return trend(2);
      case FunctionId::forecast:
        return forecast();
      case FunctionId::integrate:
        return integrate();
      case FunctionId::previous:
        return previous();
      case FunctionId::sample_if:
        return sample_if();
      case FunctionId::delay_fixed:
        return delay_fixed();
      case FunctionId::pink_noise:
        return pink_noise();
      default:
        return initial();
    }
  }

 private:
  ExprId node(Operator op, ExprId a, ExprId b = {}, ExprId c = {}) {
    return expander_.node(op, call_.span, a, b, c);
  }
  ExprId number(double value) { return expander_.number(value, call_.span); }
  ExprId read(ElementId element) {
    return expander_.indexed(Operator::element, call_.span, element.index);
  }
  ExprId argument(std::size_t i) {
    const auto* expression = meaning_.arguments[i];
    return expression ? expander_.expand(*expression) : ExprId{};
  }
  ExprId argument_or(std::size_t i, double otherwise) {
    const auto value = argument(i);
    return value.valid() ? value : number(otherwise);
  }

  ElementId make(const std::string& name, VariableKind kind, const std::optional<units::Unit>& unit,
                 ExprId equation) {
    const auto element = expander_.generated(site_, name, kind, unit, call_.span);
    expander_.define(element, equation);
    return element;
  }
  void connect(ElementId stock, std::vector<ElementId> inflows, std::vector<ElementId> outflows) {
    auto& element = expander_.model().elements[stock.index];
    element.inflows = std::move(inflows);
    element.outflows = std::move(outflows);
  }

  int order() {
    const Scope scope{
        expander_.source(), "the order of " + quoted(meaning_.info->name), {}, nullptr};
    return whole_number(expander_.context(), scope, *meaning_.arguments[2], scope.where,
                        kHighestOrder)
        .value_or(1);
  }

  ExprId stage_time(ExprId time, int stages) {
    const auto copy = expander_.copy(time);
    return stages == 1 ? copy : node(Operator::divide, copy, number(stages));
  }

  // Parts: inflow; stage_k and outflow_k for k = 1 .. order. A stage starts in balance with the
  // initial outflow.
  ExprId delay(int stages, std::size_t initial_place) {
    const auto input = argument(0);
    const auto time = argument(1);
    const auto given = argument(initial_place);
    const auto outflow = given.valid() ? given : expander_.copy(input);
    auto before = make("inflow", VariableKind::flow, unit_, input);
    for (int k = 1; k <= stages; ++k) {
      const auto suffix = std::to_string(k);
      const auto start =
          node(Operator::multiply, expander_.copy(outflow), stage_time(time, stages));
      const auto stage = make("stage_" + suffix, VariableKind::stock, unit_times_time_, start);
      const auto rate = node(Operator::divide, read(stage), stage_time(time, stages));
      const auto after = make("outflow_" + suffix, VariableKind::flow, unit_, rate);
      connect(stage, {before}, {after});
      before = after;
    }
    return read(before);
  }

  // Parts: stage_k and change_k for k = 1 .. order.
  ExprId smooth(int stages, std::size_t initial_place) {
    auto input = argument(0);
    const auto time = argument(1);
    const auto given = argument(initial_place);
    const auto start = given.valid() ? given : expander_.copy(input);
    ElementId stage;
    for (int k = 1; k <= stages; ++k) {
      const auto suffix = std::to_string(k);
      stage = make("stage_" + suffix, VariableKind::stock, unit_, expander_.copy(start));
      connect(stage, {adjustment("change_" + suffix, input, stage, stage_time(time, stages))}, {});
      input = read(stage);
    }
    return read(stage);
  }

  ElementId adjustment(const std::string& name, ExprId input, ElementId stage, ExprId time) {
    std::optional<units::Unit> rate;
    const auto& time_unit = expander_.context().time_unit;
    if (unit_ && time_unit) rate = *unit_ / *time_unit;
    const auto gap = node(Operator::subtract, input, read(stage));
    return make(name, VariableKind::flow, rate, node(Operator::divide, gap, time));
  }

  // Parts: input, average, change.
  ExprId trend(std::size_t initial_place) {
    const auto input = make("input", VariableKind::auxiliary, unit_, argument(0));
    const auto time = argument(1);
    const auto growth =
        node(Operator::multiply, argument_or(initial_place, 0), expander_.copy(time));
    const auto start = node(Operator::divide, read(input), node(Operator::add, number(1), growth));
    const auto average = make("average", VariableKind::stock, unit_, start);
    connect(average, {adjustment("change", read(input), average, expander_.copy(time))}, {});
    const auto gap = node(Operator::subtract, read(input), read(average));
    return node(Operator::divide, gap, node(Operator::multiply, read(average), time));
  }

  ExprId forecast() {
    const auto growth = trend(3);
    const auto input =
        expander_.generated(site_, "input", VariableKind::auxiliary, unit_, call_.span);
    const auto factor =
        node(Operator::add, number(1), node(Operator::multiply, growth, argument(2)));
    return node(Operator::multiply, read(input), factor);
  }

  // Parts: the stock itself has the function's name; rate.
  ExprId integrate() {
    const auto rate = argument(0);
    const auto start = argument(1);
    const auto stock = make("", VariableKind::stock, unit_times_time_, start);
    connect(stock, {make("rate", VariableKind::flow, unit_, rate)}, {});
    return read(stock);
  }

  ExprId held(ExprId update, ExprId start, std::size_t place) {
    auto& slot = expander_.model().held[place];
    slot.update = update;
    slot.initial = start;
    return expander_.indexed(Operator::held, call_.span, place);
  }

  std::size_t new_slot() {
    auto& slots = expander_.model().held;
    slots.push_back({expander_.slot_name(site_), {}, {}, expander_.source()});
    return slots.size() - 1;
  }

  ExprId previous() {
    const auto input = argument(0);
    return held(input, argument(1), new_slot());
  }

  ExprId sample_if() {
    const auto input = argument(0);
    const auto condition = argument(1);
    const auto start = argument(2);
    const auto place = new_slot();
    const auto last = expander_.indexed(Operator::held, call_.span, place);
    const auto value = node(Operator::select, condition, input, last);
    held(expander_.copy(value), start, place);
    return value;
  }

  ExprId draw(ExprId mean, ExprId deviation, std::size_t stream) {
    return expander_.indexed(Operator::random_normal, call_.span, stream, mean, deviation);
  }

  // Discrete first-order smoothing of white noise that is scaled for exactly this deviation at any
  // time step: x' = x + a (mean - x) + deviation sqrt(a (2 - a)) z with a = time_step /
  // correlation_time, at most 1.
  ExprId pink_noise() {
    const auto mean = argument(0);
    const auto deviation = argument(1);
    const auto time = argument(2);
    const auto place = new_slot();
    const auto stream = expander_.random_stream(call_);
    const auto start_stream = expander_.start_stream(call_);
    const auto share = [&] {
      const auto ratio = node(Operator::divide, expander_.node(Operator::time_step, call_.span),
                              expander_.copy(time));
      return node(Operator::minimum, ratio, number(1));
    };
    const auto last = [&] { return expander_.indexed(Operator::held, call_.span, place); };
    const auto pull =
        node(Operator::multiply, share(), node(Operator::subtract, expander_.copy(mean), last()));
    const auto spread = node(Operator::sqrt, node(Operator::multiply, share(),
                                                  node(Operator::subtract, number(2), share())));
    const auto noise =
        node(Operator::multiply, spread, draw(number(0), expander_.copy(deviation), stream));
    const auto update = node(Operator::add, node(Operator::add, last(), pull), noise);
    return held(update, draw(mean, deviation, start_stream), place);
  }

  ExprId delay_fixed() {
    const auto input = argument(0);
    const auto time = argument(1);
    const auto given = argument(2);
    const auto start = given.valid() ? given : expander_.copy(input);
    auto& pipelines = expander_.model().pipelines;
    pipelines.push_back({expander_.slot_name(site_), input, time, start, expander_.source()});
    return expander_.indexed(Operator::pipeline, call_.span, pipelines.size() - 1);
  }

  ExprId initial() {
    const auto input = argument(0);
    auto& initials = expander_.model().initials;
    initials.push_back({input, expander_.source()});
    return expander_.indexed(Operator::initial_value, call_.span, initials.size() - 1);
  }

  Expander& expander_;
  const Expr& call_;
  const Reference& meaning_;
  MemorySite& site_;
  std::optional<units::Unit> unit_;
  std::optional<units::Unit> unit_times_time_;
};

}  // namespace

ExprId expand_memory(Expander& expander, const Expr& call, const Reference& meaning) {
  return MemoryFunction(expander, call, meaning).value();
}

}  // namespace slackwater::model::lowering
