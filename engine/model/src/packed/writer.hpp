#pragma once

#include <array>

#include "format.hpp"
#include "slackwater/base/leb128.hpp"

namespace slackwater::model::packed {

/// Writes what the parts of a model hand over; the Reader has the same functions.
class Writer {
 public:
  explicit Writer(const Model& model) : source_(model.source) {}

  std::string take_bytes() { return std::move(bytes_); }

  static constexpr bool fine() { return true; }
  static constexpr std::uint64_t limit(Table) { return std::uint64_t{1} << 32; }

  /// The format, the model's text, the sizes of all tables.
  void head(const std::array<std::size_t, kTables>& sizes);

  template <class T>
  void begin(const std::vector<T>&, Table, std::size_t /*least_bytes*/) {}
  template <class T>
  void length(const std::vector<T>& entries, std::size_t /*least_bytes*/) {
    number(entries.size());
  }
  void number(std::uint64_t value) { base::append_leb128(bytes_, value); }
  /// A number below `limit` by its distance from the one that is expected.
  void near(std::uint64_t value, std::int64_t expected, std::uint64_t /*limit*/) {
    number(base::zigzag(static_cast<std::int64_t>(value) - expected));
  }
  template <class E>
  void choice(E value, E /*last*/) {
    bytes_.push_back(static_cast<char>(value));
  }
  void flag(bool value) { bytes_.push_back(value ? 1 : 0); }
  template <class T>
  void presence(const std::optional<T>& value) {
    flag(value.has_value());
  }
  void bits(std::uint64_t value);
  void real(double value);
  void text(const std::string& value, TextColumn& column);
  void element_name(const Model& model, std::size_t element, TextColumn& column);
  void source(const base::SourcePtr& source);

  static std::vector<Node> listed(const ExpressionPool& pool);
  static void keep(const ExpressionPool&, const std::vector<Node>&) {}

 private:
  std::size_t room() const;
  bool may_copy(std::size_t bytes);
  void spell_out(const std::string& value, std::size_t shared);

  std::string bytes_;
  base::SourcePtr source_;
  std::vector<const base::SourceText*> inside_;
  TextColumn source_names_;
  TextColumn source_texts_;
  std::size_t copied_ = 0;
};

}  // namespace slackwater::model::packed
