#include "pack/columns.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace slackwater::results {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{4} << 20;
constexpr std::size_t kMostCacheBytes = std::size_t{16} << 20;
// Slots of the chunk cache; HDF5 recommends a prime some hundred times the number of chunks.
constexpr std::size_t kCacheSlots = 12421;

std::vector<hsize_t> lengths_of(const H5::DataSet& dataset) {
  const auto space = dataset.getSpace();
  std::vector<hsize_t> lengths(static_cast<std::size_t>(space.getSimpleExtentNdims()));
  space.getSimpleExtentDims(lengths.data());
  return lengths;
}

std::size_t product(std::span<const hsize_t> lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), std::size_t{1},
                         [](std::size_t a, hsize_t b) { return a * static_cast<std::size_t>(b); });
}

// Opens with a cache that holds the chunks of all policies and futures at once, so that each is
// written when it is full and only then.
H5::DataSet open_cached(const H5::H5File& file, const Column& column) {
  const auto access = H5Pcreate(H5P_DATASET_ACCESS);
  H5Pset_chunk_cache(access, kCacheSlots, std::min(column.cache_bytes, kMostCacheBytes), 1.0);
  const auto id = H5Dopen2(file.getId(), column.to.c_str(), access);
  H5Pclose(access);
  if (id < 0) throw H5::FileIException("H5Dopen2", column.to);
  const H5::DataSet dataset(id);  // takes a share of its own
  H5Dclose(id);
  return dataset;
}

class ColumnCopy {
 public:
  ColumnCopy(const H5::H5File& packed, const Column& column)
      : column_(column), target_(open_cached(packed, column)), lengths_(lengths_of(target_)) {}

  void copy(const H5::H5File& shard, std::size_t first, std::size_t count) {
    const auto dataset = shard.openDataSet(column_.from);
    auto expected = lengths_;
    expected[column_.sample_axis] = count;
    if (lengths_of(dataset) != expected) {
      throw std::runtime_error(column_.from + " of a shard has another shape than its plan says");
    }
    in_blocks(count, [&](std::size_t begin, std::size_t samples) {
      if (column_.is_flag) {
        transfer(dataset, flags_, H5::PredType::NATIVE_UINT8, begin, first + begin, samples);
        if (column_.tally) column_.tally(flags_, samples);
      } else {
        transfer(dataset, numbers_, H5::PredType::NATIVE_DOUBLE, begin, first + begin, samples);
      }
    });
  }

  void fill_missing(std::size_t first, std::size_t count) {
    if (!column_.is_flag) return;
    in_blocks(count, [&](std::size_t begin, std::size_t samples) {
      flags_.assign(values_per_sample() * samples, column_.missing);
      auto place = target_.getSpace();
      const auto memory = select(place, lengths_, first + begin, samples);
      target_.write(flags_.data(), H5::PredType::NATIVE_UINT8, memory, place);
      if (column_.tally) column_.tally(flags_, samples);
    });
  }

 private:
  std::size_t values_per_sample() const {
    return product(lengths_) / std::max<std::size_t>(1, lengths_[column_.sample_axis]);
  }

  template <class Act>
  void in_blocks(std::size_t count, const Act& act) const {
    const auto bytes = values_per_sample() * (column_.is_flag ? 1 : sizeof(double));
    const auto block = std::max<std::size_t>(1, kBufferBytes / std::max<std::size_t>(1, bytes));
    for (std::size_t begin = 0; begin < count; begin += block) {
      act(begin, std::min(block, count - begin));
    }
  }

  // Selects the samples in `space`, and returns a space of that many in memory.
  H5::DataSpace select(H5::DataSpace& space, std::vector<hsize_t> count, std::size_t first,
                       std::size_t samples) const {
    std::vector<hsize_t> start(count.size(), 0);
    start[column_.sample_axis] = first;
    count[column_.sample_axis] = samples;
    space.selectHyperslab(H5S_SELECT_SET, count.data(), start.data());
    return {static_cast<int>(count.size()), count.data()};
  }

  template <class Value>
  void transfer(const H5::DataSet& from, std::vector<Value>& buffer, const H5::PredType& type,
                std::size_t from_first, std::size_t to_first, std::size_t samples) {
    buffer.resize(values_per_sample() * samples);
    auto source = from.getSpace();
    const auto memory = select(source, lengths_, from_first, samples);
    from.read(buffer.data(), type, memory, source);
    auto place = target_.getSpace();
    select(place, lengths_, to_first, samples);
    target_.write(buffer.data(), type, memory, place);
  }

  const Column& column_;
  H5::DataSet target_;
  std::vector<hsize_t> lengths_;
  std::vector<double> numbers_;
  std::vector<std::uint8_t> flags_;
};

void copy_group(const H5::H5File& packed, const ShardSource& source,
                std::span<const Column> columns, const std::function<void()>& step) {
  std::vector<ColumnCopy> copies;
  copies.reserve(columns.size());
  for (const auto& column : columns) copies.emplace_back(packed, column);
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    step();
    const auto first = source.first_sample(i);
    const auto count = source.sample_count(i);
    if (source.files[i].empty()) {
      for (auto& copy : copies) copy.fill_missing(first, count);
      continue;
    }
    const auto shard = source.open(i);
    for (auto& copy : copies) copy.copy(shard, first, count);
  }
}

}  // namespace

void copy_columns(const H5::H5File& packed, const ShardSource& source,
                  std::span<const Column> columns, const std::function<void()>& step) {
  while (!columns.empty()) {
    // As many columns in one go through the shards as their caches and buffers allow.
    std::size_t bytes = 0;
    std::size_t group = 0;
    while (group < columns.size()) {
      bytes += std::min(columns[group].cache_bytes, kMostCacheBytes) + kBufferBytes / 4;
      if (group > 0 && bytes > kMostCacheBytes) break;
      ++group;
    }
    copy_group(packed, source, columns.first(group), step);
    columns = columns.subspan(group);
  }
}

void read_blocks(const H5::DataSet& dataset, std::size_t axis, const std::vector<hsize_t>& start,
                 const std::vector<hsize_t>& count,
                 const std::function<void(std::span<const double>)>& take) {
  auto block = count;
  block[axis] = 1;
  const auto bytes = std::max<std::size_t>(1, product(block) * sizeof(double));
  const auto places = std::max<hsize_t>(1, kBufferBytes / bytes);
  std::vector<double> buffer;
  for (hsize_t done = 0; done < count[axis]; done += places) {
    auto begin = start;
    begin[axis] += done;
    block[axis] = std::min(places, count[axis] - done);
    buffer.resize(product(block));
    auto space = dataset.getSpace();
    space.selectHyperslab(H5S_SELECT_SET, block.data(), begin.data());
    dataset.read(buffer.data(), H5::PredType::NATIVE_DOUBLE,
                 H5::DataSpace(static_cast<int>(block.size()), block.data()), space);
    take(buffer);
  }
}

}  // namespace slackwater::results
