/* Photos of a visit: named by it, and come before it or after it. */
#include "domain/uuid.h"
#include "survey_put.h"

#define OWN "UUIDs of the caller's own photos"

/* One that the caller has uploaded already, or that the corrected visit has. */
SQL(q_photo_add,
    .text = "INSERT INTO survey_photo (id, visit_id, upload, attachment_id)"
            " VALUES (?1, ?2, ?3, coalesce("
            " (SELECT u.attachment_id FROM upload u WHERE u.uuid = ?3"
            "   AND u.account_id = ?4),"
            " (SELECT p.attachment_id FROM survey_photo p WHERE p.upload = ?3"
            "   AND p.visit_id = ?5)))",
    .access = SQL_SYSTEM,
    .why = "the caller's own upload, or a photo of the visit that the caller "
           "corrects, which was found in scope");

enum err put_photos(struct put *p, int64_t visit_id)
{
    const char *const *uploads = p->in->photos.items;

    for (size_t i = 0; i < p->in->photos.n; i++) {
        const char *upload = uuid_of(p->arena, uploads[i]);
        int64_t id;

        if (!upload)
            return ERR_NO_MEMORY; /* survey_check saw that it is one */
        TRY(db_next_id(p->db, "survey_photo", &id));
        TRY(db_run(p->db, &q_photo_add,
                   VALS(INT(id), INT(visit_id), TEXT(upload),
                        INT(p->act->account_id), INT(p->sup.id))));
    }
    return ERR_OK;
}

/* Also in the corrections of others that keep it. */
SQL(q_photo_come,
    .text = "UPDATE survey_photo SET attachment_id = ?2 WHERE upload = ?1"
            " AND attachment_id IS NULL AND EXISTS (SELECT 1"
            "   FROM survey_photo p JOIN survey_visit v ON v.id = p.visit_id"
            "   WHERE p.upload = ?1 AND v.account_id = ?3)",
    .access = SQL_SYSTEM, .why = OWN);

enum err store_survey_photo_come(struct db *db, int64_t account_id,
                                 const char *upload, int64_t attachment_id)
{
    return db_run(db, &q_photo_come,
                  VALS(TEXT(upload), INT(attachment_id), INT(account_id)));
}

SQL(q_photos_awaited,
    .text = "SELECT p.id, p.upload, v.uuid AS visit FROM survey_photo p"
            " JOIN survey_visit v ON v.id = p.visit_id"
            " WHERE p.attachment_id IS NULL AND p.id > ?2"
            " AND v.account_id = ?1 ORDER BY p.id LIMIT ?3",
    .row = &awaited_photo, .access = SQL_SYSTEM, .why = OWN);

enum err store_survey_awaited(struct db *db, struct arena *a,
                              int64_t account_id, int64_t after, int64_t rows,
                              struct list *out)
{
    return db_list(db, &q_photos_awaited, a, (size_t)rows, out,
                   VALS(INT(account_id), INT(after), INT(rows)));
}
