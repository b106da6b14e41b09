#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/recorded_run.hpp"

namespace slackwater::api {

/// Two recorded runs of one model, element by element; one may have a rule or a profile that the
/// other has not.
class RunPair {
 public:
  using Id = std::uint32_t;  ///< of an element or a variable, over both runs

  struct Element {
    model::ElementId first;  ///< not valid: only the other run has it
    model::ElementId second;
    Id variable = 0;
  };
  struct Variable {
    std::string name;
    std::string kind;     ///< as the model declares it; "remembered", "drawn" of what was shown
    std::string unit;     ///< "1" when dimensionless
    std::string owner;    ///< of what has no declaration: the variable in whose equation it stands
    bool hidden = false;  ///< part of a memory function
    std::vector<Id> elements;
  };
  /// What an element's equation reads, in either run.
  struct Equation {
    bool in_first = false;  ///< false: a number
    bool in_second = false;
    bool same = true;  ///< in both runs
    std::vector<Id> inputs;
  };

  /// `declared` is the model as loaded: a lever stays one where a rule moves it.
  RunPair(RecordedRun first, RecordedRun second, const model::Model& declared);

  const RecordedRun& first() const { return first_; }
  const RecordedRun& second() const { return second_; }
  const model::TimeSettings& time() const { return first_.recorded->model.time; }
  /// Points that both runs reached.
  const std::vector<double>& times() const { return times_; }

  const Element& element(Id id) const { return elements_[id]; }
  const Variable& variable(Id id) const { return variables_[id]; }
  std::size_t variable_count() const { return variables_.size(); }
  const std::string& element_name(Id id) const;
  std::optional<Id> find_variable(std::string_view name) const;
  std::optional<Id> find_element(std::string_view name) const;

  /// NaN where a run does not have it.
  double value(Id id, std::size_t point, bool of_first) const;
  double difference(Id id, std::size_t point) const {
    return value(id, point, true) - value(id, point, false);
  }
  /// What went through a flow until this point.
  double total(Id flow, std::size_t point, bool of_first) const;

  bool is_stock(Id id) const;
  struct SignedFlow {
    Id flow = 0;
    double sign = 1;
  };
  std::vector<SignedFlow> flows_of(Id stock) const;
  const Equation& equation(Id id);

 private:
  void add_elements(const RecordedModel& recorded, bool of_first, const model::Model& declared);
  Id variable_for(const RecordedModel& recorded, const model::Element& element, model::ElementId id,
                  const model::Model& declared);
  bool same_equations(Id id) const;
  void read(const RecordedModel& recorded, model::ElementId id, bool of_first, Equation& out) const;

  RecordedRun first_;
  RecordedRun second_;
  std::vector<double> times_;
  std::vector<Element> elements_;
  std::vector<Variable> variables_;
  std::map<std::string, Id, std::less<>> variable_by_name_;
  std::map<std::string, Id, std::less<>> element_by_name_;
  std::vector<Id> of_first_;  ///< by the run's own place
  std::vector<Id> of_second_;
  std::map<Id, Equation> equations_;
};

}  // namespace slackwater::api
