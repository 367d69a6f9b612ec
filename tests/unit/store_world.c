/* A small world for tests. */
#include "store_world.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/divisions.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "crypto/password.h"
#include "jobs/demo.h"
#include "store/account_store.h"

static int64_t world_now = WORLD_NOW;

static int64_t now(void)
{
    return world_now;
}

void world_clock(int64_t now_ms)
{
    world_now = now_ms;
    clock_inject(now);
}

SQL(q_world_unit, .text = "INSERT INTO unit (code, name, kind, division)"
                          " VALUES (?1, ?2, 'school', ?3)");
SQL(q_world_school, .text = "INSERT INTO school (code, type) VALUES (?1, ?2)");
SQL(q_world_village,
    .text = "SELECT min(code) FROM division WHERE parent = ?1");
SQL(q_world_path, .text = "SELECT d.path FROM division d JOIN unit u"
                          " ON u.division = d.code WHERE u.code = ?1");

static void put_school(struct db *db, const char *code, const char *name,
                       const char *division)
{
    assert_int_equal(
        db_run(db, &q_world_unit, VALS(TEXT(code), TEXT(name), TEXT(division))),
        ERR_OK);
    assert_int_equal(db_run(db, &q_world_school, VALS(TEXT(code), TEXT("311"))),
                     ERR_OK);
}

int64_t world_account(struct world *w, const char *username, enum role role,
                      const char *unit, const char *grade, const char *class)
{
    static const struct password_cost cheap = { 1, 8192 };
    char hash[PASSWORD_HASH_MAX];
    struct account_put p = { .username = username,
                             .name = username,
                             .role = role_code(role),
                             .unit = unit,
                             .grade = grade,
                             .class = class,
                             .password_hash = hash,
                             .disabled_at = INT_NONE,
                             .created_at = clock_now_ms(),
                             .version = 1 };

    assert_int_equal(password_hash(&cheap, WORLD_PASSWORD, hash), ERR_OK);
    assert_int_equal(store_account_add(w->writer, &p), ERR_OK);
    return p.id;
}

static const char *unit_of(const struct world *w, enum role role)
{
    if (role_unit(role))
        return role_unit(role);
    switch (role) {
    case ROLE_TOWNSHIP:
        return WORLD_TOWNSHIP;
    case ROLE_VILLAGE:
        return w->village;
    case ROLE_AGENCY:
        return "gongan";
    default:
        return WORLD_SCHOOL;
    }
}

static void people(struct world *w)
{
    assert_int_equal(db_begin(w->writer), ERR_OK);
    put_school(w->writer, WORLD_SCHOOL, "虎头镇测试中学", WORLD_TOWNSHIP);
    put_school(w->writer, WORLD_OTHER_SCHOOL, "杨岗镇测试中学",
               WORLD_OTHER_TOWNSHIP);
    assert_int_equal(db_text(w->writer, &q_world_village, &w->arena,
                             &w->village, VALS(TEXT(WORLD_TOWNSHIP))),
                     ERR_OK);
    assert_int_equal(
        db_text(w->writer, &q_world_village, &w->arena, &w->other_village,
                VALS(TEXT(WORLD_OTHER_TOWNSHIP))),
        ERR_OK);
    for (enum role r = 0; r < ROLE_N; r++) {
        bool teacher = r == ROLE_TEACHER;

        w->account[r] = world_account(w, role_code(r), r, unit_of(w, r),
                                      teacher ? WORLD_GRADE : NULL,
                                      teacher ? WORLD_CLASS : NULL);
    }
    assert_int_equal(db_commit(w->writer), ERR_OK);
}

/* Where tests keep their stores: TMPDIR, else the usual place. */
static const char *shelf(void)
{
    const char *dir = getenv("TMPDIR");

    return dir && *dir ? dir : P_tmpdir;
}

static void world_begin(struct world *w)
{
    struct county_plan plan = { .county = WORLD_COUNTY };

    memset(w, 0, sizeof *w);
    arena_init(&w->arena, 0);
    assert_int_equal(crypto_open(), ERR_OK);
    world_clock(WORLD_NOW);
    log_set_level(LOG_WARN);
    clock_today(w->today);
    assert_true((size_t)snprintf(w->dir, sizeof w->dir, "%s/baoxue-test-XXXXXX",
                                 shelf()) < sizeof w->dir);
    assert_non_null(mkdtemp(w->dir));
    snprintf(w->path, sizeof w->path, "%s/store.db", w->dir);
    assert_int_equal(
        divisions_read("tests/data/divisions-230381.csv", &w->arena, &plan),
        ERR_OK);
    assert_int_equal(store_create(w->path, NULL, &plan), ERR_OK);
    assert_int_equal(store_open(w->path, NULL, &w->store), ERR_OK);
    assert_int_equal(store_writer(w->store, &w->writer), ERR_OK);
}

void world_open(struct world *w)
{
    world_begin(w);
    people(w);
    assert_int_equal(store_reader(w->store, &w->reader), ERR_OK);
}

SQL(q_world_first_account,
    .text = "SELECT min(id) FROM account WHERE role = ?1");

void world_open_county(struct world *w, int64_t children, uint64_t seed)
{
    struct demo_plan plan = { .children = children,
                              .seed = seed,
                              .password_hash = "none" };
    struct demo_made made;

    world_begin(w);
    plan.today = w->today;
    assert_int_equal(demo_fill(w->writer, &w->arena, &plan, &made), ERR_OK);
    for (enum role r = 0; r < ROLE_N; r++)
        assert_int_equal(db_int(w->writer, &q_world_first_account,
                                &w->account[r], VALS(TEXT(role_code(r)))),
                         ERR_OK);
    assert_int_equal(store_reader(w->store, &w->reader), ERR_OK);
}

/* Everything that a test left in its directory goes with it. */
static void empty(const char *dir)
{
    DIR *d = opendir(dir);
    const struct dirent *e;
    char path[400];

    assert_non_null(d);
    while ((e = readdir(d))) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (e->d_type == DT_DIR) {
            empty(path);
            (void)rmdir(path);
        }
        (void)unlink(path);
    }
    closedir(d);
}

void world_close(struct world *w)
{
    db_close(w->reader);
    db_close(w->writer);
    store_close(w->store);
    arena_free(&w->arena);
    empty(w->dir);
    assert_int_equal(rmdir(w->dir), 0);
    clock_inject(NULL);
}

struct actor world_actor(struct world *w, enum role role)
{
    bool teacher = role == ROLE_TEACHER;
    struct actor a = { .account_id = w->account[role],
                       .username = role_code(role),
                       .name = role_code(role),
                       .role = role,
                       .unit = unit_of(w, role),
                       .unit_name = unit_of(w, role),
                       .grade = teacher ? WORLD_GRADE : NULL,
                       .class = teacher ? WORLD_CLASS : NULL };

    assert_int_equal(db_text(w->reader, &q_world_path, &w->arena, &a.unit_path,
                             VALS(TEXT(a.unit))),
                     ERR_OK);
    return a;
}

struct act world_act(struct world *w, enum role role)
{
    return (struct act) { .account_id = w->account[role],
                          .role = role,
                          .unit = unit_of(w, role),
                          .now_ms = clock_now_ms(),
                          .today = w->today };
}

void world_as(struct world *w, struct db *db, enum role role)
{
    struct actor a = world_actor(w, role);
    struct principal p = { .account_id = a.account_id };

    assert_int_equal(actor_scope(&a, &w->arena, &p.lo, &p.hi), ERR_OK);
    assert_int_equal(db_principal(db, &p), ERR_OK);
}
