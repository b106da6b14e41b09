#pragma once

#include <H5Cpp.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slackwater::results {

/// What a number of a u1 dataset means, in the order of the numbers 0, 1, 2, ...
using Flags = std::vector<std::string>;

/// One dimension with the coordinate that is its scale, and everything that was attached to it.
struct Dimension {
  std::string name;
  std::string path;
  hsize_t length = 0;
  std::vector<std::pair<std::string, int>> users;  ///< path of the dataset, which of its dimensions
};
using DimensionList = std::vector<std::size_t>;  ///< indices into NetcdfFile's dimensions

class NetcdfFile;
class OutputDriver;

/// One dataset or group that takes attributes; texts are variable-length UTF-8.
void set_attribute(H5::H5Object& object, const char* name, std::string_view text);
void set_attribute(H5::H5Object& object, const char* name, std::span<const std::string> texts);
void set_attribute(H5::H5Object& object, const char* name, double value);
void set_attribute(H5::H5Object& object, const char* name, std::uint64_t value);

/// A group that is a complete netCDF-4 data set: its dimensions, coordinates and variables.
class NetcdfGroup {
 public:
  NetcdfGroup(NetcdfFile& file, const H5::Group& group, std::string path);

  NetcdfGroup subgroup(const std::string& name);
  H5::Group& handle() { return group_; }
  bool has(const std::string& name) const;
  /// `wanted` made a name that HDF5 and netCDF accept and that is still free here.
  std::string free_name(const std::string& wanted, const char* suffix) const;

  std::size_t text_dimension(const std::string& name, std::span<const std::string> labels);
  std::size_t number_dimension(const std::string& name, std::span<const double> values);
  /// Its coordinate counts from `first`.
  std::size_t count_dimension(const std::string& name, std::size_t length, std::size_t first = 0);
  /// Without a coordinate.
  std::size_t plain_dimension(const std::string& name, std::size_t length);
  hsize_t length(std::size_t dimension) const;

  H5::DataSet numbers(const std::string& name, const DimensionList& dimensions,
                      std::span<const double> values, std::span<const hsize_t> chunk = {});
  /// Values that stay in other files: each part fills `count` places of dimension `axis` from
  /// `first` on; places that no part fills are NaN.
  struct Part {
    std::string file;  ///< relative to this file
    std::string dataset;
    hsize_t first = 0;
    hsize_t count = 0;
  };
  H5::DataSet virtual_numbers(const std::string& name, const DimensionList& dimensions,
                              std::size_t axis, std::span<const Part> parts);
  H5::DataSet counts(const std::string& name, const DimensionList& dimensions,
                     std::span<const std::int64_t> values);
  H5::DataSet bytes(const std::string& name, const DimensionList& dimensions,
                    std::string_view values);
  H5::DataSet flags(const std::string& name, const DimensionList& dimensions,
                    std::span<const std::uint8_t> values, const Flags& meanings);
  H5::DataSet texts(const std::string& name, const DimensionList& dimensions,
                    std::span<const std::string> values);
  H5::DataSet existing(const std::string& name) { return group_.openDataSet(name); }

 private:
  H5::DataSet create(const std::string& name, const H5::DataType& type,
                     const DimensionList& dimensions, const H5::DSetCreatPropList& properties);
  H5::DataSet create_numbers(const std::string& name, const DimensionList& dimensions,
                             H5::DSetCreatPropList& properties);
  H5::DataSet create_scale(const std::string& name, const H5::DataType& type, hsize_t length);
  std::size_t register_scale(const std::string& name, hsize_t length);
  std::string path_of(const std::string& name) const;

  NetcdfFile& file_;
  H5::Group group_;
  std::string path_;
};

/// An HDF5 file that is being made: in memory, or on the disk by a driver of ours. So the library
/// never meets a full disk.
///
/// Guarantees: the bytes depend on nothing but what was written: no times, no uninitialised
/// padding. Source: HDF5 Dimension Scale Specification; netCDF-4 format specification (unidata).
class NetcdfFile {
 public:
  explicit NetcdfFile(int deflate);
  /// Virtual datasets need HDF5 1.10 to be read; everything else is for 1.8 too.
  NetcdfFile(OutputDriver& driver, bool is_virtual);

  NetcdfGroup root();
  const H5::H5File& handle() const { return file_; }
  /// Writes what refers to everything else and hands the bytes of a file in memory over.
  void finish(const std::function<void(const void*, std::size_t)>& take);
  /// The same for a file on the disk.
  void finish();

 private:
  friend class NetcdfGroup;
  void write_reference_list(const Dimension& dimension);
  void complete();

  int deflate_;
  H5::H5File file_;
  std::vector<Dimension> dimensions_;
};

}  // namespace slackwater::results
