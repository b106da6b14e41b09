#include <algorithm>
#include <array>

#include "../lookup_slopes.hpp"
#include "constants.hpp"
#include "shape.hpp"

namespace slackwater::model::lowering {
namespace {

constexpr std::array<std::string_view, 4> kModes{"clamp", "extrapolate", "step", "smooth"};

class LookupReader {
 public:
  LookupReader(Context& context, LookupEntry& entry) : context_(context), entry_(entry) {}

  void run() {
    for (const auto& part : entry_.shape.parts) {
      entry_.tables.emplace_back(context_.model.lookups.size());
      context_.model.lookups.push_back(read(part));
    }
  }

 private:
  Lookup read(const Part& part) {
    const auto& declaration = *part.declaration;
    const auto& syntax = *declaration.lookup;
    Lookup out;
    out.name = entry_.name + part_text(context_, part);
    out.unit_x = entry_.argument_unit.unit ? context_.print(*entry_.argument_unit.unit) : "";
    out.unit_y = entry_.unit.unit ? context_.print(*entry_.unit.unit) : "";
    if (declaration.documentation) out.documentation = declaration.documentation->text;
    if (declaration.provenance) out.provenance = declaration.provenance->text;
    out.place = context_.place(syntax.name.span);
    if (syntax.mode) out.mode = mode(*syntax.mode);
    for (const auto& point : syntax.points) add_point(out, point);
    const std::size_t least = out.mode == LookupMode::step ? 1 : 2;
    if (complete_ && out.x.size() < least) {
      context_.diagnostics.error("E0706",
                                 "lookup " + quoted(entry_.name) + " needs at least two points",
                                 context_.place(syntax.name.span));
    }
    if (out.mode == LookupMode::smooth) out.slopes = monotone_slopes(out.x, out.y);
    return out;
  }

  LookupMode mode(const language::Name& name) {
    const auto at = std::find(kModes.begin(), kModes.end(), name.text);
    if (at != kModes.end()) return static_cast<LookupMode>(at - kModes.begin());
    context_.diagnostics.error("E0111", "unknown lookup mode " + quoted(name.text),
                               context_.place(name.span),
                               "known are clamp, extrapolate, step, smooth");
    return LookupMode::clamp;
  }

  std::optional<double> number(const language::ExprPtr& expression, const DeclaredUnit& unit,
                               std::string what) {
    if (!expression) return std::nullopt;
    const Scope scope{
        context_.tree.source, "a point of lookup " + quoted(entry_.name), {}, nullptr};
    return constant_number(context_, scope, *expression,
                           {unit, context_.place(unit.span), std::move(what), true});
  }

  void add_point(Lookup& out, const language::LookupDeclaration::Point& point) {
    const auto x =
        number(point.x, entry_.argument_unit, "the argument of lookup " + quoted(entry_.name));
    const auto y = number(point.y, entry_.unit, "lookup " + quoted(entry_.name));
    if (!x || !y) {
      complete_ = false;
      return;
    }
    if (!out.x.empty() && *x <= out.x.back()) {
      context_.diagnostics.error(
          "E0705",
          "the x of point " + std::to_string(out.x.size() + 1) + " of lookup " +
              quoted(entry_.name) + " is not above the one before it",
          context_.place(point.x->span), "put the points in order of x, each x once");
      complete_ = false;
      return;
    }
    out.x.push_back(*x);
    out.y.push_back(*y);
  }

  Context& context_;
  LookupEntry& entry_;
  bool complete_ = true;
};

}  // namespace

void lower_lookups(Context& context) {
  for (auto& entry : context.lookups) {
    if (!entry.shape.broken) LookupReader(context, entry).run();
  }
}

}  // namespace slackwater::model::lowering
