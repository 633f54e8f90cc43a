#include "CZeroMQ.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// The constants of the library's interface that are used.
enum { dont_wait = 1, send_more = 2, pollin = 1, most_polled = 16 };

// A message as the library declares it: opaque, aligned as a pointer.
typedef struct {
  _Alignas(void *) unsigned char bytes[64];
} message;

typedef struct {
  void *socket;
  int descriptor;
  short events, revents;
} poll_item;

static struct {
  void *(*ctx_new)(void);
  int (*ctx_term)(void *context);
  void *(*socket)(void *context, int kind);
  int (*close)(void *socket);
  int (*setsockopt)(void *socket, int option, const void *value, size_t size);
  int (*bind)(void *socket, const char *endpoint);
  int (*zmq_errno)(void);
  const char *(*strerror)(int number);
  int (*send)(void *socket, const void *bytes, size_t count, int flags);
  int (*msg_init)(message *message);
  int (*msg_recv)(message *message, void *socket, int flags);
  void *(*msg_data)(message *message);
  size_t (*msg_size)(const message *message);
  int (*msg_more)(const message *message);
  int (*msg_close)(message *message);
  int (*poll)(poll_item *items, int count, long milliseconds);
} z;

static struct {
  int (*init)(void);
  size_t (*hmac_statebytes)(void);
  int (*hmac_init)(void *state, const unsigned char *key, size_t count);
  int (*hmac_update)(void *state, const unsigned char *bytes, unsigned long long count);
  int (*hmac_final)(void *state, unsigned char *signature);
} s;

static const char *missing;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  const char *package = "libzmq5";
  void *library = dlopen("libzmq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    missing = package;
    return;
  }
#define FIND(table, member, name) \
  *(void **)&table.member = dlsym(library, name); \
  if (!table.member) missing = package;
  FIND(z, ctx_new, "zmq_ctx_new")
  FIND(z, ctx_term, "zmq_ctx_term")
  FIND(z, socket, "zmq_socket")
  FIND(z, close, "zmq_close")
  FIND(z, setsockopt, "zmq_setsockopt")
  FIND(z, bind, "zmq_bind")
  FIND(z, zmq_errno, "zmq_errno")
  FIND(z, strerror, "zmq_strerror")
  FIND(z, send, "zmq_send")
  FIND(z, msg_init, "zmq_msg_init")
  FIND(z, msg_recv, "zmq_msg_recv")
  FIND(z, msg_data, "zmq_msg_data")
  FIND(z, msg_size, "zmq_msg_size")
  FIND(z, msg_more, "zmq_msg_more")
  FIND(z, msg_close, "zmq_msg_close")
  FIND(z, poll, "zmq_poll")
  package = "libsodium23";
  library = dlopen("libsodium.so.23", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    missing = package;
    return;
  }
  FIND(s, init, "sodium_init")
  FIND(s, hmac_statebytes, "crypto_auth_hmacsha256_statebytes")
  FIND(s, hmac_init, "crypto_auth_hmacsha256_init")
  FIND(s, hmac_update, "crypto_auth_hmacsha256_update")
  FIND(s, hmac_final, "crypto_auth_hmacsha256_final")
#undef FIND
  if (!missing && s.init() < 0) missing = package;
}

const char *setl_zmq_missing(void) {
  pthread_once(&once, load);
  return missing;
}

void *setl_zmq_context(void) { return z.ctx_new(); }

void setl_zmq_end(void *context) { z.ctx_term(context); }

void *setl_zmq_socket(void *context, int kind) { return z.socket(context, kind); }

void setl_zmq_close(void *socket) { z.close(socket); }

int setl_zmq_set(void *socket, int option, int value) {
  return z.setsockopt(socket, option, &value, sizeof value) == 0;
}

int setl_zmq_set_long(void *socket, int option, long long value) {
  return z.setsockopt(socket, option, &value, sizeof value) == 0;
}

int setl_zmq_set_text(void *socket, int option, const char *value) {
  return z.setsockopt(socket, option, value, strlen(value) + 1) == 0;
}

int setl_zmq_set_bytes(void *socket, int option, const void *bytes, size_t count) {
  return z.setsockopt(socket, option, bytes, count) == 0;
}

int setl_zmq_bind(void *socket, const char *endpoint) {
  return z.bind(socket, endpoint) == 0 ? 0 : z.zmq_errno();
}

const char *setl_zmq_error(int number) { return z.strerror(number); }

int setl_zmq_send(void *socket, const void *bytes, size_t count, int is_more) {
  int sent;
  do {
    sent = z.send(socket, count ? bytes : "", count, dont_wait | (is_more ? send_more : 0));
  } while (sent < 0 && z.zmq_errno() == EINTR);
  return sent >= 0;
}

int setl_zmq_receive(void *socket, setl_zmq_sink sink, void *state) {
  message frame;
  z.msg_init(&frame);
  int received;
  do {
    received = z.msg_recv(&frame, socket, dont_wait);
  } while (received < 0 && z.zmq_errno() == EINTR);
  if (received < 0) {
    z.msg_close(&frame);
    return -1;
  }
  sink(state, z.msg_data(&frame), z.msg_size(&frame));
  int is_more = z.msg_more(&frame) != 0;
  z.msg_close(&frame);
  return is_more;
}

void setl_zmq_wait(void *const *sockets, int socket_count, const int *descriptors,
                   int descriptor_count, long milliseconds, unsigned char *ready) {
  poll_item items[most_polled] = {{0}};
  int count = 0;
  for (int i = 0; i < socket_count && count < most_polled; i++)
    items[count++] = (poll_item){sockets[i], 0, pollin, 0};
  for (int i = 0; i < descriptor_count && count < most_polled; i++)
    items[count++] = (poll_item){NULL, descriptors[i], pollin, 0};
  // A signal ends the wait early, which is no harm.
  int found = z.poll(items, count, milliseconds);
  for (int i = 0; i < count; i++) ready[i] = found > 0 && items[i].revents != 0;
}

int setl_sign(const unsigned char *key, size_t key_count, const unsigned char *const *pieces,
              const size_t *counts, int piece_count, unsigned char *signature) {
  pthread_once(&once, load);
  if (missing) return 0;
  // Of the library's own alignment.
  void *state = malloc(s.hmac_statebytes());
  if (!state) return 0;
  s.hmac_init(state, key, key_count);
  for (int i = 0; i < piece_count; i++) s.hmac_update(state, pieces[i], counts[i]);
  s.hmac_final(state, signature);
  free(state);
  return 1;
}
