// Runs: prepared once, then moved and run again and again.
#include "json_text.hpp"
#include "session.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/run/section_code.hpp"
#include "text.hpp"

using namespace slackwater;
using wasm::answer;
using wasm::held_run;
using wasm::session;

// The number of the run, or 0.
SLACKWATER_EXPORT(prepare)()->int {
  if (!session().model) return wasm::fail("no model is loaded");
  auto live = api::LiveRun::make(*session().model, session().options, session().starts);
  if (!live) return wasm::fail(base::render(live.diagnostics()));
  const int number = session().next_run++;
  session().runs.emplace(number, std::make_unique<wasm::HeldRun>(std::move(*live)));
  return number;
}

SLACKWATER_EXPORT(dispose)(int number)->void { session().runs.erase(number); }

SLACKWATER_EXPORT(move)(int number, const char* name, unsigned size, double value)->int {
  auto* held = held_run(number);
  if (held == nullptr) return 0;
  const auto refused = held->live.move(std::string(wasm::text(name, size)), value);
  return refused.has_errors() ? wasm::fail(base::render(refused)) : 1;
}

SLACKWATER_EXPORT(add_input)(int number, const char* name, unsigned size, double value)->int {
  auto* held = held_run(number);
  if (held == nullptr) return 0;
  held->inputs.emplace_back(wasm::text(name, size), value);
  return 1;
}

// With the inputs added since the last draw; none: the defaults.
SLACKWATER_EXPORT(draw_inputs)(int number, unsigned long long sample)->int {
  auto* held = held_run(number);
  if (held == nullptr) return 0;
  const auto refused = held->live.draw(std::exchange(held->inputs, {}), sample);
  return refused.has_errors() ? wasm::fail(base::render(refused)) : 1;
}

// 1: complete; 2: it ended early, the answer says why; 0: it could not begin.
SLACKWATER_EXPORT(run)(int number)->int {
  auto* held = held_run(number);
  if (held == nullptr) return 0;
  const auto table = held->live.run();
  if (!table) return wasm::fail(base::render(table.diagnostics()));
  held->table = *table;
  if (held->table->failures.empty()) return 1;
  answer() = held->table->failures.front().detail;
  return 2;
}

SLACKWATER_EXPORT(points)(int number)->unsigned {
  const auto* held = held_run(number);
  return held == nullptr || held->table == nullptr
             ? 0
             : static_cast<unsigned>(held->table->time.size());
}

SLACKWATER_EXPORT(times)(int number)->const double* {
  const auto* held = held_run(number);
  return held == nullptr || held->table == nullptr ? nullptr : held->table->time.data();
}

// Names and numbers of elements of everything that a run keeps, in the order of `series`.
SLACKWATER_EXPORT(describe_run)(int number)->int {
  const auto* held = held_run(number);
  if (held == nullptr || held->table == nullptr) return 0;
  wasm::JsonText json;
  json.array();
  for (const auto& variable : held->table->variables) {
    json.array().text(variable.name).number(static_cast<double>(variable.elements)).end();
  }
  answer() = json.end().take();
  return 1;
}

// Shapes: (element, point).
SLACKWATER_EXPORT(series)(int number, unsigned variable)->const double* {
  const auto* held = held_run(number);
  if (held == nullptr || held->table == nullptr) return nullptr;
  const auto& variables = held->table->variables;
  return variable < variables.size() ? variables[variable].values.data() : nullptr;
}

// Of the variables named, separated by spaces.
SLACKWATER_EXPORT(fingerprint)(int number, const char* names, unsigned size)->int {
  const auto* held = held_run(number);
  if (held == nullptr || held->table == nullptr) return 0;
  std::vector<std::string> list(1);
  for (const char c : wasm::text(names, size)) {
    if (c == ' ') {
      list.emplace_back();
    } else {
      list.back() += c;
    }
  }
  answer() = results::run_fingerprint(*held->table, 0, std::move(list));
  return 1;
}

// The program as WebAssembly, for the page to compile.
SLACKWATER_EXPORT(webassembly)(int number)->int {
  const auto* held = held_run(number);
  if (held == nullptr) return 0;
  const auto module = held->live.webassembly();
  answer().assign(module.begin(), module.end());
  return 1;
}

// The functions stand in the table; 0 where a section is empty.
SLACKWATER_EXPORT(use_code)
(int number, run::SectionCode::Function start, run::SectionCode::Function step,
 run::SectionCode::Function derivative, run::SectionCode::Function save,
 run::SectionCode::Function checks, run::SectionCode::Function update)
    ->int {
  auto* held = held_run(number);
  if (held == nullptr) return 0;
  held->live.use({start, step, derivative, save, checks, update});
  return 1;
}
