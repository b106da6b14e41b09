#include "schedule.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace slackwater::program {

namespace {

using Sections = std::uint8_t;  // a bit for each section

constexpr Sections bit(SectionName section) {
  return static_cast<Sections>(1u << static_cast<int>(section));
}

SectionName section_of(Phase phase) {
  switch (phase) {
    case Phase::start:
      return SectionName::start;
    case Phase::derivative:
      return SectionName::derivative;
    case Phase::save:
      return SectionName::save;
    case Phase::checks:
      return SectionName::checks;
    case Phase::update:
      return SectionName::update;
  }
  return SectionName::derivative;
}

class Scheduler {
 public:
  Scheduler(const Graph& graph, Program& program)
      : graph_(graph),
        program_(program),
        wanted_(graph.values.size()),
        roots_at_(graph.values.size()),
        place_(graph.values.size()),
        update_place_(graph.values.size()) {}

  Code run() {
    place_roots();
    spread_needs();
    for (std::size_t i = 0; i < graph_.values.size(); ++i) {
      compute(ValueId(i));
      for (const std::size_t root : roots_at_[i]) serve(graph_.roots[root]);
    }
    return std::move(code_);
  }

 private:
  SectionName section_of_root(const Root& root) const {
    const SectionName section = section_of(root.phase);
    if (root.target != Root::Target::guard) return section;
    // Guards of other phases stay where they are: what an output needs must not end a run
    // elsewhere.
    Home home = home_of(root.value);
    if (root.condition.valid()) home = std::max(home, home_of(root.condition));
    if (home == Home::start) return SectionName::start;
    if (home == Home::step && root.phase == Phase::derivative) return SectionName::step;
    return section;
  }

  // Leaves can be read as soon as they cannot change any more.
  Home home_of(ValueId id) const {
    const Value& value = graph_[id];
    if (value.kind == Value::Kind::constant) return Home::start;
    if (value.kind == Value::Kind::operation) return value.home;
    return value.rate <= Rate::run    ? Home::start
           : value.rate == Rate::step ? Home::step
                                      : Home::stage;
  }

  void place_roots() {
    for (std::size_t i = 0; i < graph_.roots.size(); ++i) {
      const Root& root = graph_.roots[i];
      const Sections section = bit(section_of_root(root));
      wanted_[root.value.index] |= section;
      std::size_t last = root.value.index;
      if (root.condition.valid()) {
        wanted_[root.condition.index] |= section;
        last = std::max<std::size_t>(last, root.condition.index);
      }
      roots_at_[last].push_back(i);
    }
  }

  // Turns "wanted by these sections" into "computed in these sections", users before operands.
  void spread_needs() {
    for (std::size_t i = graph_.values.size(); i-- > 0;) {
      const Value& value = graph_.values[i];
      if (value.kind != Value::Kind::operation) continue;
      wanted_[i] = settle(value, wanted_[i]);
      for (int k = 0; k < value.operand_count(); ++k)
        wanted_[value.operands[k].index] |= wanted_[i];
    }
  }

  static Sections settle(const Value& value, Sections wanted) {
    if (value.home == Home::start) return bit(SectionName::start);
    if (value.home == Home::step) return bit(SectionName::step);
    constexpr Sections kOthers =
        bit(SectionName::save) | bit(SectionName::checks) | bit(SectionName::update);
    if ((wanted & kOthers) == 0 || (wanted & ~kOthers) != 0) return bit(SectionName::derivative);
    Sections result = wanted & bit(SectionName::update);
    if (wanted & bit(SectionName::save)) {
      result |= bit(SectionName::save);
    } else if (wanted & bit(SectionName::checks)) {
      result |= bit(SectionName::checks);
    }
    return result;
  }

  template <class Do>
  static void for_each(Sections sections, Do&& act) {
    for (int s = 0; s < kSectionCount; ++s) {
      if (sections & (1u << s)) act(static_cast<SectionName>(s));
    }
  }

  Place& place_in(ValueId id, SectionName section) {
    const bool own = section == SectionName::update && (wanted_[id.index] & bit(section)) != 0;
    return own ? update_place_[id.index] : place_[id.index];
  }

  void compute(ValueId id) {
    const Value& value = graph_[id];
    switch (value.kind) {
      case Value::Kind::constant:
        place_[id.index] = update_place_[id.index] = constant(value.number);
        return;
      case Value::Kind::leaf:
        place_[id.index] = update_place_[id.index] = {
            value.leaf.uniform ? Place::Kind::uniform : Place::Kind::lane, value.leaf.slot};
        return;
      case Value::Kind::operation:
        break;
    }
    Place uniform_target;
    for_each(wanted_[id.index], [&](SectionName section) {
      CodeStep step{value.operation, {}, {}, value.table};
      for (int k = 0; k < value.operand_count(); ++k) {
        step.operands[k] = place_in(value.operands[k], section);
        if (!value.uniform)
          step.operands[k] = in_lanes(step.operands[k], value.operands[k], section);
      }
      if (value.uniform) {
        if (uniform_target.kind == Place::Kind::none) uniform_target = constant(0);
        step.target = uniform_target;
        code_.uniform[static_cast<int>(section)].push_back(step);
      } else {
        step.target = code_.new_slot(section);
        code_.lanes[static_cast<int>(section)].push_back(step);
      }
      place_in(id, section) = step.target;
    });
  }

  Place constant(double number) {
    program_.uniform_values.push_back(number);
    return {Place::Kind::uniform, static_cast<std::uint32_t>(program_.uniform_values.size() - 1)};
  }

  // A copy of a uniform value in every lane, made where it cannot change any more.
  Place in_lanes(Place place, ValueId id, SectionName user) {
    if (place.kind != Place::Kind::uniform) return place;
    SectionName section = user;
    if (home_of(id) == Home::start) section = SectionName::start;
    if (home_of(id) == Home::step && user != SectionName::start) section = SectionName::step;
    const auto [known, is_new] =
        broadcasts_.try_emplace({place.index, static_cast<int>(section)}, Place{});
    if (is_new) {
      known->second = code_.new_slot(section);
      code_.lanes[static_cast<int>(section)].push_back(
          {Operation::broadcast, known->second, {place}, 0});
    }
    return known->second;
  }

  void serve(const Root& root) {
    const SectionName section = section_of_root(root);
    const Place value = place_in(root.value, section);
    auto& lanes = code_.lanes[static_cast<int>(section)];
    switch (root.target) {
      case Root::Target::guard:
        serve_guard(root, section);
        return;
      case Root::Target::slot: {
        const Operation op =
            value.kind == Place::Kind::uniform ? Operation::broadcast : Operation::copy;
        lanes.push_back({op, {Place::Kind::lane, root.index}, {value}, 0});
        return;
      }
      case Root::Target::output:
        return read(value, program_.outputs[root.index].value, true);
      case Root::Target::check:
        return read(value, program_.check_table[root.index].value, true);
      case Root::Target::delay:
        return read(value, program_.pipeline_table[root.index].delay, false);
      case Root::Target::kink_at:
        return read(value, program_.kinks[root.index].at, false);
      case Root::Target::kink_period:
        return read(value, program_.kinks[root.index].period, false);
      case Root::Target::kink_width:
        return read(value, program_.kinks[root.index].width, false);
      case Root::Target::kink_slope:
        return read(value, program_.kinks[root.index].slope, false);
    }
  }

  void serve_guard(const Root& root, SectionName section) {
    // Several phases may look at the same value that never changes.
    if (!guarded_.insert({root.value, root.condition, section}).second) return;
    CodeStep step{Operation::guard, {Place::Kind::lane, program_.fault}, {}, 0};
    step.operands[0] = in_lanes(place_in(root.value, section), root.value, section);
    if (root.condition.valid()) {
      step.operation = Operation::guard_if;
      step.operands[1] = in_lanes(place_in(root.condition, section), root.condition, section);
    }
    code_.lanes[static_cast<int>(section)].push_back(step);
  }

  void read(Place value, Operand& reader, bool saved) {
    if (value.kind == Place::Kind::virtual_lane) {
      VirtualSlot& slot = code_.slots[value.index];
      (saved ? slot.saved : slot.permanent) = true;
    }
    code_.readers.emplace_back(value, &reader);
  }

  const Graph& graph_;
  Program& program_;
  Code code_;
  std::vector<Sections> wanted_;
  std::vector<std::vector<std::size_t>> roots_at_;
  std::vector<Place> place_;         // of a value in all sections but update
  std::vector<Place> update_place_;  // of a value that update computes for itself
  std::map<std::pair<std::uint32_t, int>, Place> broadcasts_;
  std::set<std::tuple<ValueId, ValueId, SectionName>> guarded_;
};

}  // namespace

Code schedule(const Graph& graph, Program& program) { return Scheduler(graph, program).run(); }

}  // namespace slackwater::program
