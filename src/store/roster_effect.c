/* Records of what an import changed. */
#include "roster_effect.h"

#include "base/buf.h"
#include "json/write.h"

SQL(q_effect_add,
    .text = "INSERT INTO import_effect (id, import_id, entity, entity_id,"
            " student_id, action, before, version) VALUES (?1, ?2, ?3, ?4, ?5,"
            " ?6, ?7, ?8)",
    .access = SQL_SYSTEM, .why = "the job notes what it has done");

enum err roster_effect_add(struct db *db, struct arena *a, int64_t import_id,
                           const struct roster_effect *e)
{
    const char *before = NULL;
    struct buf b;
    int64_t id;

    if (e->r) {
        buf_init(&b);
        json_write(&b, e->r, e->before, WRITE_STORED);
        before = b.failed ? NULL : arena_strndup(a, b.data, b.len);
        buf_free(&b);
        if (!before)
            return ERR_NO_MEMORY;
    }
    TRY(db_next_id(db, "import_effect", &id));
    return db_run(
        db, &q_effect_add,
        VALS(INT(id), INT(import_id), TEXT(e->entity), INT(e->entity_id),
             INT(e->student_id ? e->student_id : INT_NONE), TEXT(e->action),
             SEAL("import_effect.before", id, before), INT(e->version)));
}
