#pragma once

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace slackwater::cli {

/// What a subcommand does once the arguments are read; returns the exit code.
using Action = std::function<int()>;

/// Each adds one subcommand with its options and sets `action` when it is chosen.
void add_check(CLI::App& app, Action& action);
void add_format(CLI::App& app, Action& action);
void add_run(CLI::App& app, Action& action);
void add_reproduce(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_page(CLI::App& app, Action& action);
void add_ensemble(CLI::App& app, Action& action);
void add_equilibrium(CLI::App& app, Action& action);
void add_why(CLI::App& app, Action& action);
void add_fit(CLI::App& app, Action& action);
void add_info(CLI::App& app, Action& action);
void add_diagram(CLI::App& app, Action& action);
void add_schema(CLI::App& app, Action& action);

}  // namespace slackwater::cli
