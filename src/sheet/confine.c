/*
 * Resource limits, no new privileges, and a list of system calls (seccomp).
 */
#include "sheet/confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined __loongarch64
#define ARCH AUDIT_ARCH_LOONGARCH64
#else
#define ARCH 0 /* its system calls are not known here: nothing is read */
#endif

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define FIELD(name) ((unsigned)offsetof(struct seccomp_data, name))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define GIVE(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define WHEN(nr, what)                                                         \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 1), GIVE(what)
#define ALLOW(nr) WHEN(nr, SECCOMP_RET_ALLOW)
/* Libraries look for files they can do without. */
#define REFUSE(nr) WHEN(nr, SECCOMP_RET_ERRNO | EACCES)
/* The third argument's lower half, for calls that give memory rights. */
#define ALLOW_NOT_EXEC(nr)                                                     \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 4),                           \
        LOAD((unsigned)offsetof(struct seccomp_data, args) + 2 * 8),           \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),                 \
        GIVE(SECCOMP_RET_KILL_PROCESS), GIVE(SECCOMP_RET_ALLOW)

static const struct sock_filter list[] = {
    LOAD(FIELD(arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
    GIVE(SECCOMP_RET_KILL_PROCESS),
    LOAD(FIELD(nr)),
    ALLOW(SYS_read),
    ALLOW(SYS_pread64),
    ALLOW(SYS_write),
    ALLOW(SYS_pwrite64),
    ALLOW(SYS_lseek),
    ALLOW(SYS_close),
    ALLOW(SYS_brk),
    ALLOW(SYS_munmap),
    ALLOW(SYS_mremap),
    ALLOW(SYS_madvise),
    ALLOW(SYS_futex),
    ALLOW(SYS_getrandom),
    ALLOW(SYS_clock_gettime),
    ALLOW(SYS_rt_sigreturn),
    ALLOW(SYS_exit),
    ALLOW(SYS_exit_group),
#if SANITIZED
    ALLOW(SYS_sched_yield),
    ALLOW(SYS_getpid),
    ALLOW(SYS_gettid),
    ALLOW(SYS_rt_sigprocmask),
    ALLOW(SYS_rt_sigaction),
    ALLOW(SYS_sigaltstack),
    ALLOW(SYS_prctl),
#endif
    REFUSE(SYS_openat),
    REFUSE(SYS_newfstatat),
    REFUSE(SYS_readlinkat),
    REFUSE(SYS_ioctl),
#ifdef SYS_open
    REFUSE(SYS_open),
    REFUSE(SYS_stat),
    REFUSE(SYS_access),
    REFUSE(SYS_readlink),
#endif
    ALLOW_NOT_EXEC(SYS_mmap),
    ALLOW_NOT_EXEC(SYS_mprotect),
    GIVE(SECCOMP_RET_KILL_PROCESS),
};

static bool limit(__rlimit_resource_t what, uint64_t soft, uint64_t hard)
{
    struct rlimit l = { soft, hard };

    return setrlimit(what, &l) == 0;
}

bool confine(int64_t memory, int cpu_s, int64_t file)
{
    struct sock_fprog program = { sizeof list / sizeof *list,
                                  (struct sock_filter *)(uintptr_t)list };
    uint64_t cpu = (uint64_t)cpu_s;

    if (ARCH == 0)
        return false;
    if (!SANITIZED && !limit(RLIMIT_AS, (uint64_t)memory, (uint64_t)memory))
        return false;
    signal(SIGXCPU, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    return limit(RLIMIT_CPU, cpu, cpu + 1) &&
           limit(RLIMIT_FSIZE, (uint64_t)file, (uint64_t)file) &&
           limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
           limit(RLIMIT_NOFILE, 0, 0) &&
           prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
