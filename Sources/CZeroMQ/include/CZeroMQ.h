#ifndef CZEROMQ_H
#define CZEROMQ_H
#endif
