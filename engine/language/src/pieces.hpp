#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/language/syntax_tree.hpp"

namespace slackwater::language {

/// One token of the output with what the layout needs to know about the gap before it.
struct Piece {
  static constexpr int kGlued = 1 << 20;  ///< a level at which no line is ever broken

  std::string text;
  std::optional<std::uint32_t> offset;  ///< where the same token stands in the source, if it does
  bool blank = true;                    ///< a blank before it when it does not start a line
  int level = kGlued;                   ///< gaps of the lowest level break first
  bool together = false;                ///< when one gap of this level breaks, all do
  int indent = 4;                       ///< of a line that starts with it
  bool starts_line = false;
  bool is_comment = false;
  bool own_line = false;  ///< of a comment
};

/// Collects the pieces of one declaration or expression.
class PieceWriter {
 public:
  using Offset = std::optional<std::uint32_t>;

  /// A piece that stays on the line of the one before; `blank`: with a blank between.
  void glue(std::string_view text, Offset offset = {}, bool blank = false);
  /// A piece before which the line may break; a smaller `rank` breaks first within the same
  /// brackets.
  void gap(std::string_view text, int rank, Offset offset = {}, bool blank = true,
           bool together = false);
  /// A piece that starts a new line.
  void line(std::string_view text, Offset offset = {}, int indent = 4);
  /// Makes a gap of the piece that comes next.
  void break_next(int rank, bool together = false, bool blank = true);
  void blank_next() { next_blank_ = true; }

  void name(const Name& name, bool blank = false);
  void unit(const UnitSyntax& unit);
  void optional_unit(const std::optional<UnitSyntax>& unit);
  void expression(const Expr& expression);
  void value(const ValueTable& value);
  /// A quoted text behind `used` columns; a long one goes on over lines with this indentation.
  void text(std::string_view value, Offset offset, int used, int indent);
  void bindings(const std::vector<Binding>& bindings);

  void open() { ++nest_; }
  void close() { --nest_; }

  std::vector<Piece>& pieces() { return pieces_; }

 private:
  void operand(const Expr& operand, int needed);
  void number(const Expr& expression);
  void call(const Expr& expression);
  void binary(const Expr& expression);
  void subscripts(const std::vector<Subscript>& subscripts);
  void add(Piece piece);

  std::vector<Piece> pieces_;
  std::optional<Piece> next_;
  bool next_blank_ = false;
  int nest_ = 0;
};

/// Puts pieces on lines of at most kLineWidth columns; the result has no line end behind it.
std::string lay_out(const std::vector<Piece>& pieces);

/// All pieces on one line.
std::string flat(const std::vector<Piece>& pieces);

inline constexpr int kLineWidth = 100;

/// Columns that a text takes: code points.
int width_of(std::string_view text);

}  // namespace slackwater::language
