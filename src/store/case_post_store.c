/*
 * Who holds a case: the post of the child's own chain at the case's level.  It
 * is kept on the case, so that a change of office is seen by comparing, however
 * late and however often somebody looks.
 *
 * A case stays with who has it until that one leaves: a clock that went back
 * takes nothing from somebody in office, though the term then seems to begin
 * later.
 */
#include "case_post.h"

#include "case_columns.h"
#include "domain/codes.h"

/* The post that holds case c on a day; NULL when nobody does.  Levels and
 * duties as store_chain_of has them. */
#define POST_OF_CASE(on)                                                       \
    "(SELECT coalesce(max(CASE p.id WHEN c.post_id THEN p.id END), min(p.id))" \
    " FROM student s"                                                          \
    " LEFT JOIN household h ON h.id = s.household_id"                          \
    " LEFT JOIN division d ON d.code ="                                        \
    "   coalesce(s.residence_division, h.division, s.huji_division)"           \
    " LEFT JOIN division v ON v.code ="                                        \
    "   CASE d.level WHEN 'grid' THEN d.parent ELSE d.code END"                \
    " LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL"      \
    "   AND e.state IN ('enrolled', 'unregistered', 'suspended')"              \
    " CROSS JOIN post p ON p.unit = CASE c.level"                              \
    "     WHEN 'class_teacher' THEN e.school WHEN 'principal' THEN e.school"   \
    "     WHEN 'village' THEN v.code WHEN 'township' THEN"                     \
    "       CASE v.level WHEN 'village' THEN v.parent ELSE v.code END"         \
    "     ELSE 'bureau' END"                                                   \
    "   AND p.duty IN (CASE c.level WHEN 'village' THEN 'community_head' END," \
    "     CASE c.level WHEN 'village' THEN 'village_head'"                     \
    "       WHEN 'township' THEN 'township_head'"                              \
    "       WHEN 'bureau' THEN 'bureau_head'"                                  \
    "       WHEN 'leading_group' THEN 'mayor' ELSE c.level END)"               \
    "   AND p.grade IS CASE c.level WHEN 'class_teacher' THEN e.grade END"     \
    "   AND p.class IS CASE c.level WHEN 'class_teacher' THEN e.class END"     \
    "   AND (p.from_date <= " on " OR p.id = c.post_id)"                       \
    "   AND (p.to_date IS NULL OR p.to_date > " on ")"                         \
    " WHERE s.id = c.student_id)"

SQL(q_post_take,
    .text = "UPDATE dropout_case AS c SET post_id = " POST_OF_CASE(
        "?2") " WHERE c.id = ?1",
    .access = SQL_SYSTEM,
    .why = "follows a case that was just written; nothing of it is shown");

enum err store_case_post_take(struct db *db, int64_t case_id, const char *today)
{
    return db_run(db, &q_post_take, VALS(INT(case_id), TEXT(today)));
}

SQL(q_posts_settle,
    .text = "UPDATE dropout_case AS c SET post_id = " POST_OF_CASE(
        "?1") " WHERE c.state NOT IN ('closed', 'dismissed')",
    .access = SQL_SYSTEM,
    .why = "fills a new store for nobody; nothing of it is shown");

enum err store_case_posts_settle(struct db *db, const char *today)
{
    return db_run(db, &q_posts_settle, VALS(TEXT(today)));
}

SQL(q_post_left,
    .text =
        "SELECT " CASE_COLUMNS " FROM dropout_case c"
        " WHERE c.state NOT IN ('closed', 'dismissed')"
        " AND c.post_id IS NOT " POST_OF_CASE("?1") " ORDER BY c.id LIMIT ?2",
    .row = &case_row, .access = SQL_SYSTEM,
    .why = "the clock acts for nobody; nothing of it is shown");

enum err store_case_post_left(struct db *db, struct arena *a, const char *today,
                              int64_t most, struct list *out)
{
    return db_list(db, &q_post_left, a, (size_t)most, out,
                   VALS(TEXT(today), INT(most)));
}

/* ---- from whom, to whom ------------------------------------------------ */
struct handover {
    const char *from_holder, *from_duty, *to_holder, *to_duty;
};
static const struct field handover_fields[] = {
    F_TEXT(handover, from_holder, "移交人", OPTIONAL, 0, 60),
    F_CODE(handover, from_duty, "移交人岗位", OPTIONAL, duties),
    F_TEXT(handover, to_holder, "接收人", OPTIONAL, 0, 60),
    F_CODE(handover, to_duty, "接收人岗位", OPTIONAL, duties), F_END
};
static const struct record handover =
    RECORD(handover, "CaseHandover", "个案移交", handover_fields);

SQL(q_handover,
    .text =
        "SELECT f.holder AS from_holder, f.duty AS from_duty,"
        " t.holder AS to_holder, t.duty AS to_duty FROM dropout_case c"
        " LEFT JOIN post f ON f.id = c.post_id"
        " LEFT JOIN post t ON t.id = " POST_OF_CASE("?2") " WHERE c.id = ?1",
    .row = &handover, .access = SQL_SYSTEM,
    .why = "officials by name and post, for the timeline of a case that the"
           " clock writes");

struct handover_facts {
    const char *from, *to;
};
static const struct field handover_facts_fields[] = {
    F_TEXT(handover_facts, from, "移交人", REQUIRED, 1, 80),
    F_TEXT(handover_facts, to, "接收人", REQUIRED, 1, 80), F_END
};
static const struct record handover_facts = RECORD(
    handover_facts, "CaseHandoverFacts", "个案移交", handover_facts_fields);

static const char *who(struct arena *a, const char *holder, const char *duty)
{
    return holder
               ? arena_printf(a, "%s（%s）", holder, code_label(&duties, duty))
               : "空缺";
}

enum err store_case_post_facts(struct db *db, struct arena *a, int64_t case_id,
                               const char *today, const char **facts)
{
    struct handover h;
    struct handover_facts f;

    TRY(db_row(db, &q_handover, a, &h, VALS(INT(case_id), TEXT(today))));
    f.from = who(a, h.from_holder, h.from_duty);
    f.to = who(a, h.to_holder, h.to_duty);
    *facts = f.from && f.to ? facts_text(a, &handover_facts, &f) : NULL;
    return *facts ? ERR_OK : ERR_NO_MEMORY;
}
