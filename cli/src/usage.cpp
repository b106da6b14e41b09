#include "usage.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>

#include "console.hpp"
#include "exit_code.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string positional_word(const CLI::Option& option) {
  const auto word = upper(option.get_single_name());
  const bool many = option.get_items_expected_max() > 1;
  const auto named = many ? word + ".." : word;
  return option.get_required() ? named : "[" + named + "]";
}

class Layout : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string out = "Usage: " + name;
    for (const auto* option :
         app->get_options([](const CLI::Option* o) { return o->get_positional(); })) {
      out += " " + positional_word(*option);
    }
    if (!app->get_subcommands({}).empty()) out += " SUBCOMMAND";
    return out + " [OPTIONS]\n";
  }

  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    return positional ? upper(option->get_single_name()) : option->get_name(false, true);
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    std::string out;
    if (!option->get_positional() && option->get_items_expected_max() > 0) {
      out = " " + option->get_type_name();
    }
    if (!option->get_default_str().empty()) out += " (" + option->get_default_str() + ")";
    return out;
  }
};

std::vector<std::string> names_of_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> names_of_subcommands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::string help_hint(const std::string& command) {
  return fmt::format("`{} --help` tells how", command);
}

int refuse_unknown(const std::string& command, const std::string& what, const std::string& word,
                   const std::vector<std::string>& known) {
  const auto closest = base::closest_name(word, known);
  return usage_error(
      fmt::format("{} has no {} '{}'", command, what, word),
      closest.empty() ? help_hint(command) : fmt::format("did you mean '{}'?", closest));
}

// The first word that no option and no subcommand took.
std::string first_extra(const CLI::App& app) {
  const auto extras = app.remaining(true);
  return extras.empty() ? std::string() : extras.front();
}

// CLI11 starts its messages in upper or lower case as it comes.
std::string sentence(std::string message) {
  if (message.size() > 1 && std::isupper(static_cast<unsigned char>(message[0])) &&
      std::islower(static_cast<unsigned char>(message[1]))) {
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  }
  return message;
}

}  // namespace

void use_our_help(CLI::App& app) {
  const auto layout = std::make_shared<Layout>();
  layout->column_width(32);
  app.formatter(layout);
  for (auto* command : app.get_subcommands({})) command->formatter(layout);
}

CLI::Option* add_number(CLI::App& command, const std::string& name, std::optional<double>& value,
                        const std::string& description) {
  const auto read = [&value, name](const std::vector<std::string>& words) {
    const auto& text = words.front();
    const auto slash = text.find('/');
    value = base::parse_number(text.substr(0, slash));
    if (value && slash != std::string::npos) {
      const auto below = base::parse_number(text.substr(slash + 1));
      value = below && *below != 0 ? std::optional(*value / *below) : std::nullopt;
    }
    if (!value) throw CLI::ValidationError(name, fmt::format("'{}' is no number", text));
    return true;
  };
  return command.add_option(name, read, description)->type_name("NUMBER")->expected(1);
}

std::string no_whole_number(const std::string& text, double least, double most) {
  const auto number = base::parse_number(text);
  const bool fits = number && *number >= least && *number <= most && *number == std::floor(*number);
  return fits ? std::string() : fmt::format("a whole number from {} to {} is needed", least, most);
}

void add_threads(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads; as many as the machine has unless given")
      ->type_name("INTEGER")
      ->check([](const std::string& text) { return no_whole_number(text, 0, 4096); });
}

int answer_parse_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_exit_code() == 0) return app.exit(error);
  const auto& root = app.get_name();
  if (argc < 2) {
    print_error(app.help());
    return kUsage;
  }
  const auto chosen = app.get_subcommands();
  if (chosen.empty()) {
    const std::string word = argv[1];
    return word.starts_with('-')
               ? refuse_unknown(root, "option", word, names_of_options(app))
               : refuse_unknown(root, "subcommand", word, names_of_subcommands(app));
  }
  const auto command = root + " " + chosen.front()->get_name();
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    const auto word = first_extra(app);
    return word.starts_with('-') ? refuse_unknown(command, "option", word.substr(0, word.find('=')),
                                                  names_of_options(*chosen.front()))
                                 : usage_error(fmt::format("{} has no use for '{}'", command, word),
                                               help_hint(command));
  }
  return usage_error(sentence(error.what()), help_hint(command));
}

}  // namespace slackwater::cli
