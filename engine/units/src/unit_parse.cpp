#include <cctype>
#include <cmath>

#include "slackwater/base/number.hpp"
#include "slackwater/units/unit_table.hpp"

namespace slackwater::units {
namespace {

constexpr int kDeepest = 64;

/// Recursive descent over one short text; every rule answers nothing when the text does not fit.
class Reader {
 public:
  Reader(const UnitTable& table, std::string_view text) : table_(table), rest_(text) {}

  std::optional<Unit> whole() {
    auto result = product();
    skip_blanks();
    if (!rest_.empty()) return std::nullopt;
    return result;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }

  char peek() {
    skip_blanks();
    return rest_.empty() ? '\0' : rest_.front();
  }

  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  static bool starts_name(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
  }
  static bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

  std::optional<Unit> product() {
    const bool number_first = is_digit(peek()) || peek() == '.';
    auto result = power_rule();
    // `13 week`: only a number in front may stand beside a unit without a sign between them.
    if (result && number_first && (starts_name(peek()) || peek() == '(')) {
      const auto next = power_rule();
      if (!next) return std::nullopt;
      result = *result * *next;
    }
    while (result) {
      const bool times = peek() == '*';
      if (!times && peek() != '/') break;
      rest_.remove_prefix(1);
      const auto next = power_rule();
      if (!next) return std::nullopt;
      result = times ? *result * *next : *result / *next;
    }
    return result;
  }

  std::optional<Unit> power_rule() {
    const auto atom_unit = atom();
    if (!atom_unit || !take('^')) return atom_unit;
    const bool fraction = take('(');
    const auto numerator = integer();
    const auto denominator = fraction && take('/') ? integer() : std::optional<int>(1);
    if (!numerator || !denominator || *denominator == 0) return std::nullopt;
    if (fraction && !take(')')) return std::nullopt;
    return power(*atom_unit, make_exponent(*numerator, *denominator));
  }

  std::optional<Unit> atom() {
    if (take('(')) {
      if (++depth_ > kDeepest) return std::nullopt;
      auto inner = product();
      --depth_;
      return take(')') ? inner : std::nullopt;
    }
    if (is_digit(peek()) || peek() == '.') return number();
    std::size_t length = 0;
    while (length < rest_.size() &&
           (starts_name(rest_[length]) || (length > 0 && is_digit(rest_[length])))) {
      ++length;
    }
    const auto found = table_.find(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return found;
  }

  std::optional<Unit> number() {
    std::size_t length = 0;
    while (length < rest_.size()) {
      const char c = rest_[length];
      const bool exponent =
          (c == 'e' || c == 'E') && length + 1 < rest_.size() &&
          (is_digit(rest_[length + 1]) || rest_[length + 1] == '-' || rest_[length + 1] == '+');
      if (exponent) {
        length += 2;
      } else if (is_digit(c) || c == '.') {
        ++length;
      } else {
        break;
      }
    }
    const auto value = base::parse_number(rest_.substr(0, length));
    rest_.remove_prefix(length);
    if (!value || !(*value > 0)) return std::nullopt;
    return scaled(*value, Unit{});
  }

  std::optional<int> integer() {
    const bool negative = take('-');
    int value = 0;
    int digits = 0;
    skip_blanks();
    while (!rest_.empty() && is_digit(rest_.front()) && digits < 4) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      ++digits;
    }
    if (digits == 0) return std::nullopt;
    return negative ? -value : value;
  }

  const UnitTable& table_;
  std::string_view rest_;
  int depth_ = 0;
};

}  // namespace

std::optional<Unit> UnitTable::parse(std::string_view text) const {
  return Reader(*this, text).whole();
}

}  // namespace slackwater::units
