#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

/// Everything that is an expression: measures, the numbers of scans, conditions, claims.
namespace slackwater::scenario {
namespace {

constexpr std::string_view kCoordinates[] = {"time", "policy", "future", "sample", "run_status"};

/// Measures stand beside the model's variables in results, so all names differ.
class NameBook {
 public:
  explicit NameBook(Resolver& resolver) : resolver_(resolver) {}

  void enter(const YamlNode& key, std::string_view what) {
    const auto& name = key.text;
    if (!is_label(name)) {
      resolver_.error("E1110", fmt::format("'{}' cannot be the name of a {}", name, what), key,
                      "a name is one word of letters, digits and '_'");
      return;
    }
    std::string taken;
    if (resolver_.model.find_variable(name)) taken = "a variable of the model";
    if (resolver_.scenario.find_policy(name)) taken = "a policy";
    if (resolver_.scenario.find_future(name)) taken = "a future";
    if (std::find(std::begin(kCoordinates), std::end(kCoordinates), name) !=
        std::end(kCoordinates)) {
      taken = "an axis of the results";
    }
    const auto [other, fresh] = names_.emplace(name, what);
    if (!fresh) taken = fmt::format("a {}", other->second);
    if (taken.empty()) return;
    resolver_.error("E1208", fmt::format("the name '{}' is taken: it is {}", name, taken), key,
                    "choose another name");
  }

 private:
  Resolver& resolver_;
  std::map<std::string, std::string> names_;
};

const YamlNode& formula_of(const YamlEntry& entry) {
  const auto* formula = entry.value.is_map() ? find_value(entry.value, "formula") : nullptr;
  return formula != nullptr ? *formula : entry.value;
}

std::vector<MeasureSource> measure_sources(Resolver& resolver, const YamlNode* map) {
  std::vector<MeasureSource> sources;
  if (map == nullptr) return sources;
  for (const auto& entry : map->entries) {
    MeasureSource source;
    source.name = entry.key.text;
    source.text = expression_text(resolver.tree, formula_of(entry));
    source.every_step = text_of(entry.value, "every_step") == "true";
    const auto better = text_of(entry.value, "better");
    if (better == "up") source.better = model::Better::up;
    if (better == "down") source.better = model::Better::down;
    sources.push_back(std::move(source));
  }
  return sources;
}

void keep_measures(Resolver& resolver, const YamlNode* map, Checker& checker) {
  if (map == nullptr) return;
  for (std::size_t i = 0; i < map->entries.size(); ++i) {
    const auto& entry = map->entries[i];
    Measure measure;
    measure.name = entry.key.text;
    measure.text = formula_of(entry).text;
    measure.documentation = text_of(entry.value, "note");
    measure.every_step = text_of(entry.value, "every_step") == "true";
    measure.expression = checker.measure(i);
    measure.better = checker.better(i);
    measure.place = resolver.tree.place(entry.key);
    if (measure.expression) measure.unit = measure.expression->unit.text;
    resolver.scenario.measures.push_back(std::move(measure));
  }
}

/// The number of a scan or the condition of a search, as a measure of its own.
Measure own_measure(Resolver& resolver, const YamlNode& map, std::string_view key, Type wanted,
                    Checker& checker) {
  const auto* node = find_value(map, key);
  Measure measure;
  measure.text = node->text;
  measure.place = resolver.tree.place(*node);
  measure.expression =
      checker.check(expression_text(resolver.tree, *node), Checker::Where::measure, wanted);
  if (measure.expression) measure.unit = measure.expression->unit.text;
  return measure;
}

void read_claim(Resolver& resolver, const YamlNode& item, std::size_t number, Checker& checker) {
  Claim claim;
  claim.id = text_of(item, "id");
  if (claim.id.empty()) claim.id = std::to_string(number);
  claim.text = text_of(item, "claim");
  claim.source = text_of(item, "source");
  claim.note = text_of(item, "note");
  claim.fragile = text_of(item, "fragile");
  const auto* that = find_value(item, "that");
  claim.that = that->text;
  claim.place = resolver.tree.place(*that);
  claim.expression =
      checker.check(expression_text(resolver.tree, *that), Checker::Where::claim, Type::condition);
  if (const auto* node = find_value(item, "holds_in")) {
    claim.holds_in = quantity(resolver, *node, "1");
    if (claim.holds_in && !(*claim.holds_in > 0 && *claim.holds_in <= 1)) {
      resolver.error("E1214", "'holds_in' must be above 0 % and at most 100 %", *node,
                     "write a share: `90 %`");
    }
    if (find_value(resolver.root(), "uncertainty") == nullptr) {
      resolver.error("E1214", "'holds_in' needs samples, and the file has no 'uncertainty'", *node,
                     "add `uncertainty:`, or delete `holds_in`");
    } else if (claim.expression && !reads_runs(*claim.expression)) {
      resolver.error("E1214",
                     "'holds_in' of a claim that samples do not touch: scans and searches run on "
                     "the default parameters",
                     *node, "delete `holds_in`, or claim something about a policy's measure");
    }
  }
  resolver.scenario.claims.push_back(std::move(claim));
}

void read_claims(Resolver& resolver, Checker& checker) {
  const auto* list = find_value(resolver.root(), "expect");
  if (list == nullptr) return;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    read_claim(resolver, list->items[i], i + 1, checker);
    const auto& id = resolver.scenario.claims.back().id;
    if (ids.insert(id).second) continue;
    const auto* node = find_value(list->items[i], "id");
    resolver.error("E1116", fmt::format("two claims have the id '{}'", id),
                   node != nullptr ? *node : list->items[i]);
  }
}

}  // namespace

void resolve_measures(Resolver& resolver) {
  const auto& root = resolver.root();
  const auto* map = find_value(root, "measure");
  const auto* scans = find_value(root, "scan");
  const auto* searches = find_value(root, "search");
  NameBook names(resolver);
  const std::pair<const YamlNode*, std::string_view> named[] = {
      {map, "measure"}, {scans, "scan"}, {searches, "search"}};
  for (const auto& [part, what] : named) {
    if (part == nullptr) continue;
    for (const auto& entry : part->entries) names.enter(entry.key, what);
  }

  Checker checker(resolver.scenario, resolver.model, measure_sources(resolver, map),
                  resolver.diagnostics);
  keep_measures(resolver, map, checker);
  for (std::size_t i = 0; i < resolver.scenario.scans.size(); ++i) {
    resolver.scenario.scans[i].measure =
        own_measure(resolver, scans->entries[i].value, "measure", Type::number, checker);
  }
  for (std::size_t i = 0; i < resolver.scenario.searches.size(); ++i) {
    resolver.scenario.searches[i].until =
        own_measure(resolver, searches->entries[i].value, "until", Type::condition, checker);
  }
  read_claims(resolver, checker);
  resolver.scenario.needed.assign(checker.needed(false).begin(), checker.needed(false).end());
  resolver.scenario.needed_every_step.assign(checker.needed(true).begin(),
                                             checker.needed(true).end());
}

std::string level_of(const Measure& measure) {
  const auto* call = measure.expression.get();
  if (call == nullptr || call->op != Op::call) return "";
  switch (call->function) {
    case FunctionId::at:
    case FunctionId::initial:
    case FunctionId::final:
    case FunctionId::mean:
    case FunctionId::highest:
    case FunctionId::lowest:
      break;
    default:
      return "";
  }
  const auto* series = call->operand(0);
  return series != nullptr && series->op == Op::series ? series->variable : "";
}

}  // namespace slackwater::scenario
