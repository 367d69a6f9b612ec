/* Sealed files that phones carried away: as they come, and as they are shown. */
#include "base/clock.h"
#include "carry_parts.h"
#include "crypto/carry.h"

#include <stdlib.h>
#include <string.h>

#define OWN "a file belongs to the account that brings it in"

enum err store_carry_key(struct db *db, struct arena *a, struct carry_key *out)
{
    struct carry_public key;
    char point[CARRY_POINT_TEXT];

    TRY(carry_public(db_keys(db), &key));
    carry_point_text(key.point, point);
    out->version = key.version;
    out->point = arena_strdup(a, point);
    return out->point ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- as they are shown ---- */
/* A letter that nobody has looked at yet may have come another way meanwhile. */
#define LINE_STATE                                                             \
    "CASE WHEN l.state = 'new' AND (l.kind = 'survey' AND EXISTS (SELECT 1"    \
    " FROM survey_visit v WHERE v.uuid = l.uuid"                               \
    "   AND v.account_id = c.officer_id)"                                      \
    " OR l.kind = 'service' AND EXISTS (SELECT 1 FROM service s"               \
    "   WHERE s.uuid = l.uuid AND s.account_id = c.officer_id)"                \
    " OR l.kind = 'photo' AND EXISTS (SELECT 1 FROM upload u"                  \
    "   WHERE u.uuid = l.uuid AND u.account_id = c.officer_id"                 \
    "   AND u.attachment_id IS NOT NULL)) THEN 'known' ELSE l.state END"
#define OF_STATE(word)                                                         \
    " (SELECT count(*) FROM carry_line l WHERE l.carry_id = c.id"              \
    " AND " LINE_STATE " = '" word "') AS "
#define CARRY                                                                                                                               \
    "SELECT c.id, c.account_id, c.uuid, c.size, c.received, c.officer_id,"                                                                  \
    " (SELECT o.name FROM account o WHERE o.id = c.officer_id)"                                                                             \
    " AS account_name, c.made_at, c.letters," OF_STATE(                                                                                     \
        "new") "fresh," OF_STATE("known") "known," OF_STATE("taken") "taken"                                                                \
                                                                     "," OF_STATE(                                                          \
                                                                         "ref"                                                              \
                                                                         "use"                                                              \
                                                                         "d") "refused,"                                                    \
                                                                              " (SELECT count(*) FROM carry_line l WHERE l.carry_id = c.id" \
                                                                              " AND l.state = 'new') AS \"left\", c.at FROM carry c"        \
                                                                              " WHERE c.account_id = ?1 "

SQL(q_carry_get, .text = CARRY "AND c.uuid = ?2", .row = &carry_row,
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_list,
    .text = CARRY "AND (?2 IS NULL OR c.id < ?2) ORDER BY c.id DESC LIMIT ?3",
    .row = &carry_row, .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_lines,
    .text = "SELECT l.id, l.kind, l.uuid, l.title, l.visited_at,"
            " " LINE_STATE " AS state, l.detail FROM carry_line l"
            " JOIN carry c ON c.id = l.carry_id"
            " WHERE l.carry_id = ?1 AND l.id > ?2 ORDER BY l.id LIMIT ?3",
    .row = &carry_line, .access = SQL_SYSTEM, .why = OWN);

enum err store_carry_get(struct db *db, struct arena *a, int64_t account_id,
                         const char *uuid, struct carry_row *out)
{
    return db_row(db, &q_carry_get, a, out, VALS(INT(account_id), TEXT(uuid)));
}

enum err store_carry_list(struct db *db, struct arena *a, int64_t account_id,
                          int64_t before, int64_t rows, struct list *out)
{
    return db_list(db, &q_carry_list, a, (size_t)rows, out,
                   VALS(INT(account_id), INT(before), INT(rows)));
}

enum err store_carry_lines(struct db *db, struct arena *a, int64_t carry_id,
                           int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_carry_lines, a, (size_t)rows, out,
                   VALS(INT(carry_id), INT(after), INT(rows)));
}

/* ---- as they come ---- */
SQL(q_carry_open,
    .text = "SELECT coalesce(sum(size), 0) FROM carry WHERE account_id = ?1"
            " AND letters IS NULL",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_add,
    .text = "INSERT INTO carry (id, account_id, uuid, size, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_move,
    .text = "UPDATE carry SET received = ?2, at = ?3 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_drop, .text = "DELETE FROM carry WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_lines_drop, .text = "DELETE FROM carry_line WHERE carry_id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_piece_add,
    .text = "INSERT INTO carry_piece (id, carry_id, start, data)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_pieces_drop, .text = "DELETE FROM carry_piece WHERE carry_id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_piece,
    .text = "SELECT data FROM carry_piece WHERE carry_id = ?1 AND start = ?2",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_old, .text = "SELECT id FROM carry WHERE at < ?1 LIMIT 1",
    .access = SQL_SYSTEM, .why = "nobody goes on with it");

static enum err say(struct refusal *why, enum err e, const char *code,
                    const char *detail)
{
    *why = (struct refusal) { "", code, detail };
    return e;
}

static enum err begin(struct db *db, struct arena *a, const struct act *by,
                      const struct carry_piece *p, struct carry_row *out,
                      struct refusal *why)
{
    int64_t open, id;

    TRY(db_int(db, &q_carry_open, &open, VALS(INT(by->account_id))));
    if (p->size > CARRIES_OPEN_MOST - open)
        return say(why, ERR_TOO_MANY, "carry.many",
                   "没传完的带出文件太多，没有导入任何内容。"
                   "请先把前面的文件导入完。");
    TRY(db_next_id(db, "carry", &id));
    TRY(db_run(db, &q_carry_add,
               VALS(INT(id), INT(by->account_id), TEXT(p->uuid), INT(p->size),
                    INT(by->now_ms))));
    return store_carry_get(db, a, by->account_id, p->uuid, out);
}

static enum err drop(struct db *db, int64_t id)
{
    TRY(db_run(db, &q_carry_pieces_drop, VALS(INT(id))));
    TRY(db_run(db, &q_carry_lines_drop, VALS(INT(id))));
    return db_run(db, &q_carry_drop, VALS(INT(id)));
}

static enum err put_together(struct db *db, const struct carry_row *c,
                             uint8_t *whole)
{
    struct arena scratch;
    enum err e = ERR_OK;

    arena_init(&scratch, 0);
    for (int64_t at = 0; e == ERR_OK && at < c->size;) {
        const void *data;
        size_t n = 0;

        e = db_blob(db, &q_carry_piece, &scratch, &data, &n,
                    VALS(INT(c->id), INT(at)));
        if (e == ERR_OK && (n == 0 || (int64_t)n > c->size - at))
            e = ERR_DAMAGED;
        if (e != ERR_OK)
            break;
        memcpy(whole + at, data, n);
        at += (int64_t)n;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return e;
}

/* Why a file could not be opened; false when it was, or the fault is ours. */
static bool unopened(enum err e, struct refusal *why)
{
    static const struct {
        enum err e;
        const char *code, *detail;
    } reasons[] = {
        { ERR_MEDIA_TYPE, "carry.foreign",
          "这不是保学的带出文件（.baoxue），没有导入任何内容。"
          "请在手机的“未上传”里带出，选那个文件。" },
        { ERR_KEY, "carry.county",
          "这个文件是给另一个县（市）的，打不开，没有导入任何内容。" },
        { ERR_DAMAGED, "carry.damaged",
          "这个文件不完整或被改动过，没有导入任何内容。"
          "手机里的还在，请重新带出、重新拷贝。" },
        { ERR_NOT_FOUND, "carry.whose",
          "这个文件不是您的，也不是您管辖范围内工作人员的，"
          "没有导入任何内容。请由本人或乡镇导入。" },
    };

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].e == e)
            return say(why, e, reasons[i].code, reasons[i].detail) == e;
    return false;
}

static enum err finish(struct db *db, struct arena *a, const struct act *by,
                       struct carry_row *c, struct refusal *why)
{
    uint8_t *whole = malloc((size_t)c->size);
    enum err e = whole ? put_together(db, c, whole) : ERR_NO_MEMORY;

    if (e == ERR_OK)
        e = carry_unpack(db, a, by, c, whole);
    free(whole);
    if (unopened(e, why)) {
        c->received = 0;
        return drop(db, c->id);
    }
    TRY(e);
    TRY(db_run(db, &q_carry_pieces_drop, VALS(INT(c->id))));
    return store_carry_get(db, a, by->account_id, c->uuid, c);
}

static enum err keep(struct db *db, const struct act *by, struct carry_row *c,
                     const struct carry_piece *p)
{
    int64_t id;

    TRY(db_next_id(db, "carry_piece", &id));
    TRY(db_run(db, &q_carry_piece_add,
               VALS(INT(id), INT(c->id), INT(p->start), BLOB(p->data, p->n))));
    c->received += (int64_t)p->n;
    return db_run(db, &q_carry_move,
                  VALS(INT(c->id), INT(c->received), INT(by->now_ms)));
}

enum err store_carry_put(struct db *db, struct arena *a, const struct act *by,
                         const struct carry_piece *p, struct carry_row *out,
                         struct refusal *why)
{
    enum err e = store_carry_get(db, a, by->account_id, p->uuid, out);

    if (e == ERR_NOT_FOUND)
        e = begin(db, a, by, p, out, why);
    TRY(e);
    if (out->size != p->size)
        return say(why, ERR_CONFLICT, "carry.size",
                   "同一编号的文件大小不一样，没有导入任何内容。"
                   "请重新拷贝后再选。");
    if (p->start + (int64_t)p->n <= out->received)
        return ERR_OK;
    if (p->start != out->received)
        return say(why, ERR_CONFLICT, "carry.gap",
                   "文件的这一段前面还缺一段，没有保存。");
    if (p->n > (size_t)(out->size - out->received))
        return say(why, ERR_INVALID, "carry.size",
                   "文件比说好的大，没有导入任何内容。请重新选择文件。");
    TRY(keep(db, by, out, p));
    return out->received == out->size ? finish(db, a, by, out, why) : ERR_OK;
}

enum err store_carry_sweep(struct db *db, struct arena *a, int64_t now,
                           int64_t most, int64_t *done)
{
    (void)a;
    for (*done = 0; *done < most; ++*done) {
        int64_t id;
        enum err e = db_int(db, &q_carry_old, &id,
                            VALS(INT(now - CARRY_DAYS * CLOCK_DAY_MS)));

        if (e != ERR_OK)
            return e == ERR_NOT_FOUND ? ERR_OK : e;
        TRY(drop(db, id));
    }
    return ERR_OK;
}
