/* Preloaded into a process: its wall clock is ahead by the seconds in the file named by WALL_CLOCK_FILE (a mapped
 * 64-bit integer, so that a write lets the clock jump at once). A forked child that has named another file in its
 * environment follows that. The monotonic clock and the times of files stay right. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static char followed[4096];
static volatile const int64_t *offset;

static int64_t ahead(void) {
    const char *path = getenv("WALL_CLOCK_FILE");
    if (path && strcmp(path, followed)) {
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            void *mapped = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
            close(file);
            if (mapped != MAP_FAILED) {
                offset = mapped;
                strncpy(followed, path, sizeof followed - 1);
            }
        }
    }
    return offset ? *offset : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += ahead();
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec exact;
    if (clock_gettime(CLOCK_REALTIME, &exact))
        return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (into)
        *into = now.tv_sec;
    return now.tv_sec;
}
