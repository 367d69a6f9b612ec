/* Making a store: schema, keys, divisions, units. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/token.h"
#include "db/migrate.h"
#include "store/store.h"
#include "store_keys.h"

/* 成员单位, in the order of the document: 14 departments, then the township
 * level by name.  The bureau and 督导室 stand beside them, without a rank. */
static const struct {
    const char *code, *name, *kind;
} offices[] = {
    { "bureau", "市教育局", "bureau" },
    { "dudao", "市政府教育督导室", "supervision" },
    { "xuanchuan", "市委宣传部", "agency" },
    { "renshe", "市人力资源和社会保障局", "agency" },
    { "minzheng", "市民政局", "agency" },
    { "wenlv", "市文体广电和旅游局", "agency" },
    { "weijian", "市卫生健康局", "agency" },
    { "shijian", "市市场监督管理局", "agency" },
    { "caizheng", "市财政局", "agency" },
    { "sifa", "市司法局", "agency" },
    { "fupin", "市扶贫办", "agency" },
    { "gongan", "市公安局", "agency" },
    { "fulian", "市妇女联合会", "agency" },
    { "canlian", "市残疾人联合会", "agency" },
    { "tuanwei", "共青团市委员会", "agency" },
    { "guangongwei", "市关心下一代工作委员会", "agency" },
};
#define OFFICES (sizeof offices / sizeof *offices)
#define UNRANKED 2 /* bureau and dudao */

static const char *const townships[] = { "中心街道", "杨岗镇",   "宝东镇",
                                         "东诚镇",   "虎头镇",   "迎春镇",
                                         "东方红镇", "虎林镇",   "伟光乡",
                                         "新乐乡",   "珍宝岛乡", "阿北乡" };

/* Place among the member units; INT_NONE for a township that is none. */
static int64_t township_rank(const char *name)
{
    for (size_t i = 0; i < sizeof townships / sizeof *townships; i++)
        if (strcmp(townships[i], name) == 0)
            return (int64_t)(OFFICES - UNRANKED + i + 1);
    return INT_NONE;
}

/* ---- the tree --------------------------------------------------------------
 */
#define DEPTH_MAX 8

struct tree {
    const struct division_row **sorted; /* by code */
    size_t n;
    const struct division_row *county;
};

static int by_code(const void *a, const void *b)
{
    return strcmp((*(const struct division_row *const *)a)->code,
                  (*(const struct division_row *const *)b)->code);
}

static const struct division_row *tree_get(const struct tree *t,
                                           const char *code)
{
    const struct division_row key = { .code = code };
    const struct division_row *k = &key;
    const struct division_row **found;

    if (!code)
        return NULL;
    found = bsearch(&k, t->sorted, t->n, sizeof *t->sorted, by_code);
    return found ? *found : NULL;
}

static enum err refuse(struct county_plan *plan, const char *why)
{
    plan->why = why;
    return ERR_INVALID;
}

static enum err find_county(struct tree *t, struct county_plan *plan)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct division_row *d = t->sorted[i];

        if (i > 0 && strcmp(d->code, t->sorted[i - 1]->code) == 0)
            return refuse(plan, "区划文件里有重复的区划代码。");
        if (strcmp(d->level, "county") != 0 ||
            (plan->county && strcmp(d->code, plan->county) != 0))
            continue;
        if (t->county)
            return refuse(plan, "区划文件里有多个县，请用 --county 指明一个。");
        t->county = d;
    }
    if (!t->county)
        return refuse(plan, "区划文件里没有这个县（level 为 county 的一行）。");
    plan->county = t->county->code;
    return ERR_OK;
}

/* A division below the county: the chain up to it.  *depth 0: it stands
 * elsewhere. */
static enum err chain_of(const struct tree *t, const struct division_row *d,
                         const struct division_row *chain[DEPTH_MAX],
                         size_t *depth)
{
    const struct division_row *last = d;
    size_t n = 0;

    for (; d && n < DEPTH_MAX; d = tree_get(t, d->parent)) {
        chain[n++] = last = d;
        if (d == t->county) {
            *depth = n;
            return ERR_OK;
        }
    }
    *depth = 0;
    return n == DEPTH_MAX || (last && last->parent) ? ERR_INVALID : ERR_OK;
}

SQL(q_division_fill,
    .text = "INSERT INTO division (code, name, level, parent, path, source)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

SQL(q_unit_fill,
    .text = "INSERT INTO unit (code, name, kind, division, member_rank)"
            " VALUES (?1, ?2, ?3, ?4, ?5)");

static enum err put_division(struct db *db, const struct division_row *d,
                             const char *path)
{
    TRY(db_run(db, &q_division_fill,
               VALS(TEXT(d->code), TEXT(d->name), TEXT(d->level),
                    TEXT(d->parent), TEXT(path), TEXT(d->source))));
    if (strcmp(d->level, "township") != 0 && strcmp(d->level, "village") != 0)
        return ERR_OK;
    return db_run(db, &q_unit_fill,
                  VALS(TEXT(d->code), TEXT(d->name), TEXT(d->level),
                       TEXT(d->code), INT(township_rank(d->name))));
}

/* Province and prefecture: only so that the county has its parents. */
static enum err put_above(struct db *db, struct arena *a, const struct tree *t,
                          const struct division_row *d, int depth)
{
    const struct division_row *parent = tree_get(t, d->parent);

    if (depth == DEPTH_MAX || (d->parent && !parent))
        return ERR_INVALID;
    if (parent)
        TRY(put_above(db, a, t, parent, depth + 1));
    return put_division(db, d, arena_printf(a, "D%s/", d->code));
}

/* Everything `depth` steps below the county (its own: 1). */
static enum err put_level(struct db *db, struct arena *a, const struct tree *t,
                          size_t depth, size_t *put, struct county_plan *plan)
{
    const struct division_row *chain[DEPTH_MAX];
    size_t n;

    for (size_t i = 0; i < t->n; i++) {
        const char *path = "D";

        if (chain_of(t, t->sorted[i], chain, &n) != ERR_OK)
            return refuse(plan,
                          "区划文件里有一条区划的上级不在文件里，或绕成了圈。");
        if (n != depth)
            continue;
        while (n > 0 && path)
            path = arena_printf(a, "%s%s/", path, chain[--n]->code);
        if (!path)
            return ERR_NO_MEMORY;
        TRY(put_division(db, t->sorted[i], path));
        ++*put;
    }
    return ERR_OK;
}

static enum err put_tree(struct db *db, struct arena *a, const struct tree *t,
                         struct county_plan *plan)
{
    const struct division_row *above = tree_get(t, t->county->parent);
    size_t put = 1;

    if (t->county->parent && !above)
        return refuse(plan, "区划文件里缺少这个县的上级区划。");
    if (above && put_above(db, a, t, above, 0) != ERR_OK)
        return refuse(plan, "区划文件里县以上的区划不成链。");
    for (size_t depth = 1; put > 0 && depth < DEPTH_MAX; depth++) {
        put = 0;
        TRY(put_level(db, a, t, depth, &put, plan));
    }
    return ERR_OK;
}

static enum err put_offices(struct db *db, const char *county)
{
    for (size_t i = 0; i < OFFICES; i++) {
        int64_t rank = i < UNRANKED ? INT_NONE : (int64_t)(i - UNRANKED + 1);

        TRY(db_run(db, &q_unit_fill,
                   VALS(TEXT(offices[i].code), TEXT(offices[i].name),
                        TEXT(offices[i].kind), TEXT(county), INT(rank))));
    }
    return ERR_OK;
}

enum err store_fill(struct db *db, struct county_plan *plan)
{
    struct arena a;
    struct tree t = { .n = plan->n };
    enum err e = ERR_OK;

    plan->why = NULL;
    arena_init(&a, 0);
    t.sorted = arena_array(&a, plan->n + 1, sizeof *t.sorted);
    if (!t.sorted)
        e = ERR_NO_MEMORY;
    for (size_t i = 0; e == ERR_OK && i < plan->n; i++)
        t.sorted[i] = &plan->divisions[i];
    if (e == ERR_OK) {
        qsort(t.sorted, t.n, sizeof *t.sorted, by_code);
        e = find_county(&t, plan);
    }
    if (e == ERR_OK)
        e = put_tree(db, &a, &t, plan);
    if (e == ERR_OK)
        e = put_offices(db, plan->county);
    arena_free(&a);
    return e;
}

/* ---- making ------------------------------------------------------------ */
SQL(q_store_add, .text = "INSERT INTO store (id, store_id, county, created_at)"
                         " VALUES (1, ?1, ?2, ?3)");

static enum err fill_in(struct db *db, const struct kek *kek,
                        struct county_plan *plan)
{
    char id[UUID_TEXT];
    struct keys *keys;
    int64_t now = clock_now_ms();
    enum err e;

    uuid_new(id);
    TRY(store_fill(db, plan));
    TRY(db_run(db, &q_store_add, VALS(TEXT(id), TEXT(plan->county), INT(now))));
    TRY(keys_new(&keys));
    e = store_keys_save(db, keys, kek, id, now);
    keys_free(keys);
    return e;
}

static enum err make(const char *path, const struct kek *kek,
                     struct county_plan *plan)
{
    struct db *db;
    enum err e;

    TRY(db_open(path, DB_WRITER, NULL, &db));
    e = migrate(db);
    if (e == ERR_OK)
        e = db_begin(db);
    if (e == ERR_OK) {
        e = fill_in(db, kek, plan);
        if (e == ERR_OK)
            e = db_commit(db);
        if (e != ERR_OK)
            db_rollback(db);
    }
    if (e == ERR_OK)
        e = db_checkpoint(db, true);
    db_close(db);
    return e;
}

static void remove_all(const char *path)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    struct arena a;

    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *p = arena_printf(&a, "%s%s", path, endings[i]);

        if (p)
            (void)unlink(p);
    }
    arena_free(&a);
}

enum err store_create(const char *path, const char *key_path,
                      struct county_plan *plan)
{
    struct arena a;
    struct kek *kek = NULL;
    bool new_key;
    enum err e;

    plan->why = NULL;
    arena_init(&a, 0);
    if (!key_path)
        key_path = arena_printf(&a, "%s.key", path);
    e = key_path ? db_create(path) : ERR_NO_MEMORY;
    if (e != ERR_OK) {
        arena_free(&a);
        return e;
    }
    e = kek_create(key_path);
    new_key = e == ERR_OK;
    if (e == ERR_OK || e == ERR_CONFLICT)
        e = kek_open(key_path, &kek);
    if (e == ERR_OK)
        e = make(path, kek, plan);
    kek_close(kek);
    if (e != ERR_OK) {
        remove_all(path);
        if (new_key)
            (void)unlink(key_path);
    }
    arena_free(&a);
    return e;
}
