#pragma once

#include <array>

#include "format.hpp"
#include "slackwater/base/leb128.hpp"

namespace slackwater::model::packed {

/// Reads what a Writer wrote, through the same functions.
///
/// Guarantees: after the first byte that cannot be, it reads no more: `fine()` says so, numbers are
/// left as they are, lists stay empty. What is allocated is paid for by bytes that are there.
class Reader {
 public:
  Reader(std::string_view bytes, const base::SourcePtr& text)
      : rest_(bytes), size_(bytes.size()), source_(text) {}

  bool fine() const { return fine_; }
  bool at_end() const { return rest_.empty(); }
  bool has_source() const { return source_ != nullptr; }
  std::uint64_t limit(Table table) const { return sizes_[static_cast<std::size_t>(table)]; }
  void refuse() {
    fine_ = false;
    rest_ = {};
  }

  /// The first to be read: whether the model was made from this text.
  bool same_text();
  void head(const std::array<std::size_t, kTables>&);

  template <class T>
  void begin(std::vector<T>& entries, Table table, std::size_t least_bytes) {
    allocate(entries, limit(table), least_bytes);
  }
  template <class T>
  void length(std::vector<T>& entries, std::size_t least_bytes) {
    allocate(entries, take(), least_bytes);
  }
  template <class T>
  void number(T& value) {
    const auto taken = take();
    if (taken != static_cast<T>(taken)) return refuse();
    if (fine_) value = static_cast<T>(taken);
  }
  template <class T>
  void near(T& value, std::int64_t expected, std::uint64_t limit) {
    // Wraps around where it is damaged, and is then beyond the limit.
    const auto taken =
        static_cast<std::uint64_t>(expected) + static_cast<std::uint64_t>(base::unzigzag(take()));
    if (taken >= limit) return refuse();
    if (fine_) value = static_cast<T>(taken);
  }
  template <class E>
  void choice(E& value, E last) {
    const auto byte = take_byte();
    if (byte > static_cast<std::uint64_t>(last)) return refuse();
    if (fine_) value = static_cast<E>(byte);
  }
  void flag(bool& value);
  template <class T>
  void presence(std::optional<T>& value) {
    bool present = false;
    flag(present);
    if (present) value.emplace();
  }
  void bits(std::uint64_t& value);
  void real(double& value);
  void text(std::string& value, TextColumn& column);
  void element_name(Model& model, std::size_t element, TextColumn& column);
  void source(base::SourcePtr& source);

  static std::vector<Node> listed(const ExpressionPool&) { return {}; }
  static void keep(ExpressionPool& pool, std::vector<Node>& nodes) {
    pool = ExpressionPool(std::move(nodes));
  }

 private:
  template <class T>
  void allocate(std::vector<T>& entries, std::uint64_t count, std::size_t least_bytes) {
    if (count > rest_.size() / least_bytes) return refuse();
    // A new list takes less code in the browser than one that could hold something already.
    if (fine_) entries = std::vector<T>(static_cast<std::size_t>(count));
  }
  std::uint64_t take();
  std::uint64_t take_byte();
  std::string_view take_bytes(std::uint64_t count);
  std::size_t room(std::size_t before) const;
  bool copies(std::size_t before, std::uint64_t bytes);
  std::size_t position() const { return size_ - rest_.size(); }
  std::string_view model_text() const { return source_ ? source_->text() : std::string_view(); }
  std::string read_text(TextColumn& column);

  std::string_view rest_;
  std::size_t size_;
  base::SourcePtr source_;
  bool fine_ = true;
  std::array<std::uint64_t, kTables> sizes_{};
  std::vector<base::SourcePtr> inside_;
  TextColumn source_names_;
  TextColumn source_texts_;
  std::size_t copied_ = 0;
};

}  // namespace slackwater::model::packed
