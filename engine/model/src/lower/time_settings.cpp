#include <cmath>

#include "constants.hpp"
#include "slackwater/base/number.hpp"
#include "unit_syntax.hpp"

namespace slackwater::model::lowering {
namespace {

constexpr double kMostSteps = 1e9;

class TimeReader {
 public:
  explicit TimeReader(Context& context) : context_(context) {}

  void run() {
    const auto* declaration = find();
    if (!declaration) return;
    syntax_ = declaration->time.get();
    read_unit();
    read_method();
    auto& time = context_.model.time;
    const bool fine = read(syntax_->from, "the start time", time.start) &&
                      read(syntax_->to, "the stop time", time.stop) &&
                      read(syntax_->step, "the time step", time.step);
    time.save = time.step;
    const bool saved = !syntax_->save || read(syntax_->save, "the save step", time.save);
    apply_options();
    if (fine && saved) check();
  }

 private:
  const language::Declaration* find() {
    const language::Declaration* first = nullptr;
    for (const auto& declaration : context_.tree.declarations) {
      if (!declaration.time) continue;
      if (!first) {
        first = &declaration;
        continue;
      }
      auto& error = context_.diagnostics.error("E0201", "the time is declared twice",
                                               context_.place(declaration.time->unit.span));
      error.notes.push_back({"the other declaration", context_.place(first->time->unit.span)});
    }
    if (!first && !context_.damaged_time) {
      context_.diagnostics.error("E0601", "the model says nothing about its time",
                                 context_.place({0, 0}),
                                 "add a line such as 'time week from 0 to 260 step 1/16 save 1'");
    }
    return first;
  }

  void read_unit() {
    const auto& name = syntax_->unit;
    context_.model.time.unit = name.text;
    const auto unit = context_.units->find(name.text);
    if (unit && context_.units->is_time(*unit)) {
      context_.time_unit = unit;
      return;
    }
    const bool reported =
        context_.unknown_units.count(name.text) > 0 || context_.damaged_names.count(name.text) > 0;
    if (!unit && reported) return;
    const auto closest = context_.units->closest(name.text);
    context_.diagnostics.error(
        "E0313", quoted(name.text) + " is no unit of time", context_.place(name.span),
        unit || closest.empty() ? "second, minute, hour, day, week, month and year are"
                                : "did you mean " + quoted(closest) + "?");
  }

  void read_method() {
    auto& time = context_.model.time;
    if (syntax_->method) {
      const auto method = method_named(syntax_->method->text);
      if (method) {
        time.method = *method;
      } else {
        context_.diagnostics.error("E0111",
                                   "unknown integration method " + quoted(syntax_->method->text),
                                   context_.place(syntax_->method->span),
                                   "known are euler, rk2, rk4, dopri5, rosenbrock4, discrete");
      }
    }
    if (context_.options.method) time.method = *context_.options.method;
  }

  bool read(const language::ExprPtr& expression, const std::string& what, double& value) {
    if (!expression) return true;
    const Scope scope{context_.tree.source, what, {}, nullptr};
    DeclaredUnit unit{context_.time_unit, syntax_->unit.span, !context_.time_unit};
    const Wanted wanted{unit, context_.place(syntax_->unit.span), what, true};
    const auto number = constant_number(context_, scope, *expression, wanted);
    if (!number) return false;
    value = *number;
    return true;
  }

  void apply_options() {
    auto& time = context_.model.time;
    const auto& options = context_.options;
    if (options.start) time.start = *options.start;
    if (options.stop) time.stop = *options.stop;
    if (options.step) {
      // A save step that was not written follows the time step.
      if (!syntax_->save) time.save = *options.step;
      time.step = *options.step;
    }
    if (options.save) time.save = *options.save;
  }

  base::Place place(const language::ExprPtr& expression) const {
    return context_.place(expression ? expression->span : syntax_->unit.span);
  }

  static bool whole(double x) {
    return std::abs(x - std::round(x)) <= 1e-9 * std::max(1.0, std::abs(x));
  }
  static std::string text(double x) { return base::format_significant(x, 12); }

  void check() {
    const auto& time = context_.model.time;
    auto& diagnostics = context_.diagnostics;
    for (const double x : {time.start, time.stop, time.step, time.save}) {
      if (std::isfinite(x)) continue;
      diagnostics.error("E0602", "the times must be finite numbers", place(syntax_->from));
      return;
    }
    if (time.step <= 0) {
      diagnostics.error("E0602", "the time step must be positive, not " + text(time.step),
                        place(syntax_->step));
      return;
    }
    if (time.stop <= time.start) {
      diagnostics.error(
          "E0602",
          "the stop time " + text(time.stop) + " must be after the start time " + text(time.start),
          place(syntax_->to));
      return;
    }
    if (time.save <= 0) {
      diagnostics.error("E0602", "the save step must be positive, not " + text(time.save),
                        place(syntax_->save));
      return;
    }
    const double steps = (time.stop - time.start) / time.step;
    if (steps > kMostSteps) {
      diagnostics.error("E0605",
                        "a run of " + text(steps) + " time steps is too long; at most " +
                            text(kMostSteps) + " are possible",
                        place(syntax_->step));
      return;
    }
    if (!whole(steps)) {
      diagnostics.error(
          "E0603",
          "from " + text(time.start) + " to " + text(time.stop) + " are " + text(steps) +
              " time steps, which is no whole number",
          place(syntax_->step),
          "a stop time of " + text(time.start + std::ceil(steps) * time.step) + " would fit");
    }
    const double ratio = time.save / time.step;
    if (!whole(ratio) || ratio < 0.5) {
      diagnostics.error(
          "E0604",
          "the save step " + text(time.save) + " is no whole multiple of the time step " +
              text(time.step),
          place(syntax_->save ? syntax_->save : syntax_->step),
          "a save step of " + text(std::max(1.0, std::round(ratio)) * time.step) + " would fit");
    }
  }

  Context& context_;
  const language::TimeDeclaration* syntax_ = nullptr;
};

}  // namespace

void read_time(Context& context) { TimeReader(context).run(); }

}  // namespace slackwater::model::lowering
