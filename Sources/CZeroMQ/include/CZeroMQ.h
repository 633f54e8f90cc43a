#ifndef CZEROMQ_H
#define CZEROMQ_H

#include <stddef.h>

/// Sockets of ZeroMQ (`libzmq.so.5`) and signatures of libsodium (`libsodium.so.23`, which the former needs).
///
/// Both are opened when a kernel begins and not linked: no start of the command waits for them. In C because
/// their functions are called through pointers of their own kinds.

/// Opens the libraries, once. Null where both are there, else the name of the Debian package that is missing.
const char *setl_zmq_missing(void);

typedef enum { SETL_ZMQ_ROUTER = 6, SETL_ZMQ_XPUB = 9 } SETL_ZMQ_KIND;
typedef enum {
  SETL_ZMQ_SUBSCRIBE = 6,
  SETL_ZMQ_UNSUBSCRIBE = 7,
  SETL_ZMQ_LINGER = 17,
  SETL_ZMQ_MAXMSGSIZE = 22,
  SETL_ZMQ_SNDHWM = 23,
  SETL_ZMQ_IPV6 = 42,
  SETL_ZMQ_CURVE_SERVER = 47,
  SETL_ZMQ_CURVE_PUBLICKEY = 48,
  SETL_ZMQ_CURVE_SECRETKEY = 49,
  SETL_ZMQ_ROUTER_HANDOVER = 56,
  SETL_ZMQ_XPUB_MANUAL = 71,
} SETL_ZMQ_OPTION;

/// A context, or null.
void *setl_zmq_context(void);
/// Ends a context, once its sockets are closed.
void setl_zmq_end(void *context);
/// A socket of a kind, or null.
void *setl_zmq_socket(void *context, int kind);
void setl_zmq_close(void *socket);
/// Whether an option was set: a number of 32 bits, one of 64, a text, bytes.
int setl_zmq_set(void *socket, int option, int value);
int setl_zmq_set_long(void *socket, int option, long long value);
int setl_zmq_set_text(void *socket, int option, const char *value);
int setl_zmq_set_bytes(void *socket, int option, const void *bytes, size_t count);
/// 0, or the number of an error for `setl_zmq_error`.
int setl_zmq_bind(void *socket, const char *endpoint);
const char *setl_zmq_error(int number);

/// Sends a frame without a wait; whether it was taken.
int setl_zmq_send(void *socket, const void *bytes, size_t count, int is_more);

/// Takes the bytes of a frame.
typedef void (*setl_zmq_sink)(void *state, const unsigned char *bytes, size_t count);
/// Receives a frame without a wait: -1 where there is none, 0 for the last of a message, else 1.
int setl_zmq_receive(void *socket, setl_zmq_sink sink, void *state);

/// Waits until a socket or a descriptor can be read from, or the time in milliseconds is over; -1 waits
/// without an end. Marks in `ready` those that can: first the sockets, then the descriptors.
void setl_zmq_wait(void *const *sockets, int socket_count, const int *descriptors, int descriptor_count,
                   long milliseconds, unsigned char *ready);

/// Bytes of a signature.
enum { SETL_SIGNATURE_BYTES = 32 };
/// HMAC-SHA256 of several pieces, one after the other; 0 where there is no memory for it, or no library.
int setl_sign(const unsigned char *key, size_t key_count, const unsigned char *const *pieces,
              const size_t *counts, int piece_count, unsigned char *signature);

#endif
