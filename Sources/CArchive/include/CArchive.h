#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

// The functions of libarchive that are used.
#define SETL_ARCHIVE_FUNCTIONS(USE) \
  USE(archive_bzlib_version) \
  USE(archive_entry_filetype) \
  USE(archive_entry_free) \
  USE(archive_entry_is_data_encrypted) \
  USE(archive_entry_new) \
  USE(archive_entry_pathname) \
  USE(archive_entry_pathname_utf8) \
  USE(archive_entry_set_filetype) \
  USE(archive_entry_set_pathname) \
  USE(archive_entry_set_perm) \
  USE(archive_entry_set_size) \
  USE(archive_error_string) \
  USE(archive_filter_count) \
  USE(archive_format) \
  USE(archive_liblz4_version) \
  USE(archive_liblzma_version) \
  USE(archive_libzstd_version) \
  USE(archive_read_data) \
  USE(archive_read_free) \
  USE(archive_read_new) \
  USE(archive_read_next_header) \
  USE(archive_read_open1) \
  USE(archive_read_set_callback_data) \
  USE(archive_read_set_read_callback) \
  USE(archive_read_set_seek_callback) \
  USE(archive_read_set_skip_callback) \
  USE(archive_read_support_filter_bzip2) \
  USE(archive_read_support_filter_compress) \
  USE(archive_read_support_filter_lz4) \
  USE(archive_read_support_filter_lzma) \
  USE(archive_read_support_filter_xz) \
  USE(archive_read_support_filter_zstd) \
  USE(archive_read_support_format_empty) \
  USE(archive_read_support_format_raw) \
  USE(archive_read_support_format_tar) \
  USE(archive_read_support_format_zip) \
  USE(archive_write_add_filter_bzip2) \
  USE(archive_write_add_filter_gzip) \
  USE(archive_write_add_filter_xz) \
  USE(archive_write_add_filter_zstd) \
  USE(archive_write_close) \
  USE(archive_write_data) \
  USE(archive_write_free) \
  USE(archive_write_header) \
  USE(archive_write_new) \
  USE(archive_write_open_memory) \
  USE(archive_write_set_format_raw) \
  USE(archive_write_set_format_ustar) \
  USE(archive_write_set_format_zip)

/// Each under its own name.
typedef struct {
#define SETL_ARCHIVE_FIELD(name) __typeof__(name) *_Nonnull name;
  SETL_ARCHIVE_FUNCTIONS(SETL_ARCHIVE_FIELD)
#undef SETL_ARCHIVE_FIELD
} setl_archive_functions;

/// The functions of libarchive, which is opened when it is first asked for and not linked: it brings ten
/// libraries with it, which no start of the command should wait for. Null where it is missing.
const setl_archive_functions *_Nullable setl_archive(void);

#endif
