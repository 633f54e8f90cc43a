#ifndef CREFERENCES_H
#define CREFERENCES_H
/// The Swift run-time's counting of references, without the locked instructions: for objects that only one
/// thread can reach. Swift itself emits these calls only for whole modules.
void *_Nonnull swift_nonatomic_retain(void *_Nonnull object);
void swift_nonatomic_release(void *_Nonnull object);
#endif
