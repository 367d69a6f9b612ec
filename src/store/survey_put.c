/* One visit into the store: exactly once, in any order, nothing overwritten. */
#include <string.h>

#include "base/buf.h"
#include "crypto/blind.h"
#include "domain/survey_form.h"
#include "store/household_store.h"
#include "store/round_store.h"
#include "survey_put.h"
#include "json/write.h"

enum err put_refuse(struct put *p, enum err e, const char *pointer,
                    const char *code, const char *detail)
{
    bad_add(p->bad, pointer, code, detail);
    return e;
}

/* ---- seen before? ------------------------------------------------------ */
struct seen_row {
    int64_t id, may, same;
    const char *answer;
};
static const struct field seen_row_fields[] = {
    F_ID(seen_row, id, "编号", REQUIRED),
    F_BOOL(seen_row, may, "可见", REQUIRED),
    F_BOOL(seen_row, same, "内容相同", REQUIRED),
    F_SEALED(seen_row, answer, "回执", OPTIONAL, 0, NULL, NULL,
             "survey_visit.answer"),
    F_END
};
static const struct record seen_row =
    RECORD(seen_row, "SurveySeen", "已收到的入户", seen_row_fields);

SQL(q_visit_seen,
    .text = "SELECT v.id, v.account_id = ?2 OR EXISTS (SELECT 1 FROM my_visit m"
            "   WHERE m.id = v.id) AS may, v.body_hash = ?3 AS same, v.answer"
            " FROM survey_visit v WHERE v.uuid = ?1",
    .row = &seen_row, .access = SQL_SYSTEM,
    .why = "its answer goes only to its author or into its scope; anyone else "
           "learns that a UUID of their own making is taken");

static enum err body_hash(struct put *p, uint8_t hash[BLIND_BYTES])
{
    struct buf b;
    bool failed;

    buf_init(&b);
    survey_canonical(&b, p->in);
    failed = b.failed;
    if (!failed)
        blind_index(db_keys(p->db), BLIND_SURVEY, b.data, hash);
    buf_free(&b);
    return failed ? ERR_NO_MEMORY : ERR_OK;
}

/* ERR_NOT_FOUND when it is new. */
static enum err seen_before(struct put *p, const uint8_t hash[BLIND_BYTES],
                            struct survey_answer *out)
{
    struct seen_row s;
    struct bad_list none = { .n = 0 };

    TRY(db_row(
        p->db, &q_visit_seen, p->arena, &s,
        VALS(TEXT(p->uuid), INT(p->act->account_id), BLOB(hash, BLIND_BYTES))));
    if (!s.same || !s.may)
        return ERR_UUID_REUSED;
    return json_read(&survey_answer, s.answer, strlen(s.answer), p->arena, out,
                     &none) == ERR_OK
               ? ERR_OK
               : ERR_DAMAGED;
}

/* ---- the visits it names ----------------------------------------------- */
static const struct field visit_link_fields[] = {
    F_ID(visit_link, id, "编号", REQUIRED),
    F_ID(visit_link, round_id, "轮次", REQUIRED),
    F_ID(visit_link, household_id, "家庭", REQUIRED),
    F_ID(visit_link, account_id, "账号", REQUIRED),
    F_TIME(visit_link, visited_at, "入户时间", REQUIRED),
    F_TIME(visit_link, received_at, "收到时间", REQUIRED),
    F_TEXT(visit_link, superseded_by, "更正它的", OPTIONAL, 0, 36),
    F_END
};
static const struct record visit_link =
    RECORD(visit_link, "SurveyLink", "所指的入户", visit_link_fields);

SQL(q_visit_link,
    .text = "SELECT v.id, v.round_id, v.household_id, v.account_id,"
            " v.visited_at, v.received_at, v.superseded_by"
            " FROM survey_visit v WHERE v.uuid = ?1 AND (v.account_id = ?2"
            "   OR EXISTS (SELECT 1 FROM my_visit m WHERE m.id = v.id))",
    .row = &visit_link, .access = SQL_SYSTEM,
    .why = "the actor's own visits and those in scope; the household is then "
           "read in scope");

static enum err find_link(struct put *p, const char *uuid, const char *pointer,
                          struct visit_link *out)
{
    enum err e;

    if (!uuid)
        return ERR_OK;
    e = db_row(p->db, &q_visit_link, p->arena, out,
               VALS(TEXT(uuid), INT(p->act->account_id)));
    if (e != ERR_NOT_FOUND)
        return e;
    out->id = 0;
    return put_refuse(p, ERR_RULE, pointer, "survey.visit_unknown",
                      "还没有收到它所指的那次入户，本次没有保存，"
                      "手机里仍保留。请先上传那次入户，再上传这一条。");
}

static enum err find_links(struct put *p)
{
    TRY(find_link(p, p->in->supersedes, "/supersedes", &p->sup));
    if (p->sup.superseded_by)
        return put_refuse(p, ERR_RULE, "/supersedes", "survey.superseded",
                          "那次入户已经被更正过，本次没有保存，手机里仍保留。"
                          "请打开最新的一次，在它上面更正。");
    TRY(find_link(p, p->in->household->of_visit, "/household/of_visit",
                  &p->of));
    p->made = p->sup.id ? &p->sup : p->of.id ? &p->of : NULL;
    return ERR_OK;
}

static enum err find_round_of(struct put *p)
{
    enum err e = store_round_get(p->db, p->arena, p->in->round_id, &p->round);

    if (e == ERR_NOT_FOUND)
        return put_refuse(p, ERR_INVALID, "/round_id", "unknown",
                          "没有这个摸排轮次，请重新选择轮次。");
    TRY(e);
    if (strcmp(p->round.state, "open") != 0)
        return put_refuse(
            p, ERR_RULE, "/round_id", "round.closed",
            arena_printf(p->arena,
                         "“%s”已经结束，本次没有保存%s。"
                         "请联系教育局重新开放这一轮，再上传；"
                         "或改选进行中的轮次。",
                         p->round.name,
                         survey_on_paper(p->in) ? "" : "，手机里仍保留"));
    return ERR_OK;
}

/* ---- the household ----------------------------------------------------- */
void put_merge(struct put *p, const char *entity, int64_t id, int64_t base,
               int64_t version, int64_t created_at, const struct record *r)
{
    p->merge = (struct merge) { .db = p->db,
                                .arena = p->arena,
                                .act = p->act,
                                .household_id = p->household.id,
                                .visited_at = p->in->visited_at,
                                .conflicts = &p->conflicts };
    if (base == INT_NONE && p->made && p->made->received_at == created_at &&
        p->made->account_id == p->act->account_id)
        base = 1;
    merge_begin(&p->merge, entity, id, base, version, r);
}

SQL(q_division_mine, .text = "SELECT code FROM division WHERE code = ?1"
                             "   AND level IN ('village', 'grid')"
                             "   AND path >= (SELECT lo FROM temp.principal)"
                             "   AND path < (SELECT hi FROM temp.principal)");

static enum err check_division(struct put *p, const char *division)
{
    const char *code;
    enum err e =
        db_text(p->db, &q_division_mine, p->arena, &code, VALS(TEXT(division)));

    if (e == ERR_NOT_FOUND)
        return put_refuse(p, ERR_INVALID, "/household/division", "unknown",
                          "没有这个村居或网格，或不在您的管辖范围内。");
    return e;
}

static enum err new_household(struct put *p)
{
    const struct survey_household_in *in = p->in->household;
    struct household_row *h = &p->household;
    const char *state = outcome_household_state(p->in->outcome);

    TRY(check_division(p, in->division));
    record_clear(&household_row, h);
    h->division = in->division;
    h->head_name = in->head_name;
    h->register_no = in->register_no;
    h->address = in->address;
    h->phone = in->phone;
    h->note = in->note && *in->note ? in->note : NULL;
    h->state = in->state ? in->state : state ? state : "resident";
    return store_household_create(p->db, p->arena, p->act, h);
}

SQL(q_household_latest,
    .text = "SELECT max(visited_at) FROM survey_visit"
            " WHERE household_id = ?1 AND superseded_by IS NULL",
    .access = SQL_SYSTEM, .why = "the household was found in scope");

/* Is this visit the latest at that door, as far as is known? */
static enum err latest_at_door(struct put *p, bool *latest)
{
    int64_t at;

    TRY(db_int(p->db, &q_household_latest, &at, VALS(INT(p->household.id))));
    *latest = at == INT_NONE || p->in->visited_at >= at;
    return ERR_OK;
}

static enum err known_household(struct put *p)
{
    static const char *const members[] = { "division",    "head_name",
                                           "register_no", "address",
                                           "phone",       "state",
                                           "note",        NULL };
    const struct survey_household_in *in = p->in->household;
    struct household_row old = p->household;
    const char *state = outcome_household_state(p->in->outcome);
    bool latest;

    TRY(latest_at_door(p, &latest));
    put_merge(p, "household", old.id, in->base_version, old.version,
              old.created_at, &household_row);
    TRY(merge_members(&p->merge, members, &survey_household_in, in,
                      &p->household));
    TRY(merge_end(&p->merge, INT_NONE));
    if (strcmp(p->household.division, old.division) != 0)
        TRY(check_division(p, p->household.division));
    if (latest && !in->state && state)
        p->household.state = state;
    return store_household_update(p->db, p->arena, p->act, &old, &p->household);
}

/* Moved to another place, or taken back with its list, since the phone took it
 * along. */
static enum err find_household_of(struct put *p, int64_t id)
{
    enum err e = store_household_get(p->db, p->arena, id, &p->household);

    return e != ERR_NOT_FOUND
               ? e
               : put_refuse(p, e, "/household/id", "survey.household_gone",
                            "这一户已转到别的村，或不在名册里了，本次没有保存，"
                            "手机里仍保留。请联系乡镇（街道）核对；转回后在"
                            "“未上传”里再按“现在上传”。");
}

static enum err put_household(struct put *p)
{
    int64_t id = p->in->household->id;

    if (id == INT_NONE && p->made)
        id = p->made->household_id;
    if (p->sup.id && id != p->sup.household_id)
        return put_refuse(p, ERR_RULE, "/supersedes", "survey.household",
                          "被更正的入户是另一户的，本次没有保存，手机里仍保留。"
                          "请核对后重新提交。");
    if (id == INT_NONE)
        return new_household(p);
    TRY(find_household_of(p, id));
    TRY(put_sheet(p));
    return known_household(p);
}

/* ---- the visit itself -------------------------------------------------- */
SQL(q_supersede,
    .text = "UPDATE survey_visit SET superseded_by = ?2, current = 0"
            " WHERE id = ?1 AND superseded_by IS NULL",
    .access = SQL_SYSTEM,
    .why = "found by q_visit_link: the actor's own or in scope");

SQL(q_visit_add,
    .text = "INSERT INTO survey_visit (id, uuid, round_id, household_id,"
            " outcome, visited_at, received_at, account_id, return_at, note,"
            " latitude, longitude, accuracy, children, out_of_school, settled,"
            " body_hash, answer, unmerged, supersedes, device, sequence,"
            " source, visitor, clock_off)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
            " ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,"
            " coalesce(?23, 'phone'), ?24, ?25)",
    .access = SQL_SYSTEM,
    .why = "its household was found or registered in scope");

SQL(q_child_add,
    .text = "INSERT INTO survey_child (id, visit_id, student_id, situation,"
            " reason, school_code, school_name, grade, class, since, note,"
            " case_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
            " ?12)",
    .access = SQL_SYSTEM, .why = "each child was found or registered in scope");

/* The visit that counts in a round: the latest that settled the door, else
 * the latest; somebody who found nobody home undoes no interview. */
SQL(q_current_none,
    .text = "UPDATE survey_visit SET current = 0"
            " WHERE round_id = ?1 AND household_id = ?2 AND current = 1",
    .access = SQL_SYSTEM, .why = "the household was found in scope");
SQL(q_current_set,
    .text = "UPDATE survey_visit SET current = 1 WHERE id = ("
            " SELECT id FROM survey_visit WHERE household_id = ?2"
            "   AND round_id = ?1 AND superseded_by IS NULL"
            " ORDER BY settled DESC, visited_at DESC, id DESC LIMIT 1)",
    .access = SQL_SYSTEM, .why = "the household was found in scope");

static enum err choose_current(struct put *p, int64_t round_id)
{
    TRY(db_run(p->db, &q_current_none,
               VALS(INT(round_id), INT(p->household.id))));
    return db_run(p->db, &q_current_set,
                  VALS(INT(round_id), INT(p->household.id)));
}

static enum err make_answer(struct put *p, struct survey_answer *out)
{
    const struct survey_child_in *in = p->in->children.items;
    struct survey_answer_child *c =
        arena_array(p->arena, p->in->children.n, sizeof *c);

    if (!c)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < p->in->children.n; i++)
        c[i] =
            (struct survey_answer_child) { p->kids[i].student_id,
                                           p->kids[i].version, in[i].situation,
                                           p->kids[i].case_id };
    out->uuid = p->uuid;
    out->round_id = p->in->round_id;
    out->household_id = p->household.id;
    out->household_version = p->household.version;
    out->children = (struct list) { c, p->in->children.n };
    out->received_at = p->act->now_ms;
    out->clock_off = p->clock_off;
    return db_next_id(p->db, "survey_visit", &out->visit_id);
}

static enum err insert_visit(struct put *p, const uint8_t hash[BLIND_BYTES],
                             const struct survey_answer *out,
                             const char *unmerged)
{
    const struct survey_in *in = p->in;
    const struct survey_child_in *c = in->children.items;
    int64_t away = 0, id = out->visit_id;
    const char *answer;
    struct buf b;

    for (size_t i = 0; i < in->children.n; i++)
        away += situation_out_of_school(c[i].situation);
    buf_init(&b);
    json_write(&b, &survey_answer, out, WRITE_ONE);
    TRY(put_json(p, &b, &answer));
    return db_run(
        p->db, &q_visit_add,
        VALS(INT(id), TEXT(p->uuid), INT(in->round_id), INT(p->household.id),
             TEXT(in->outcome), INT(in->visited_at), INT(p->act->now_ms),
             INT(p->act->account_id), INT(in->return_at),
             SEAL("survey_visit.note", id, in->note), REAL(in->latitude),
             REAL(in->longitude), REAL(in->accuracy),
             INT((int64_t)in->children.n), INT(away),
             INT(outcome_settles(in->outcome)), BLOB(hash, BLIND_BYTES),
             SEAL("survey_visit.answer", id, answer),
             SEAL("survey_visit.unmerged", id, unmerged), TEXT(in->supersedes),
             TEXT(in->device), INT(in->device ? in->sequence : INT_NONE),
             TEXT(in->source), TEXT(in->visitor), INT(out->clock_off)));
}

static enum err insert_children(struct put *p, int64_t visit_id)
{
    const struct survey_child_in *c = p->in->children.items;
    int64_t id;

    for (size_t i = 0; i < p->in->children.n; i++) {
        const char *school =
            c[i].school_name ? c[i].school_name : p->kids[i].school_name;

        TRY(db_next_id(p->db, "survey_child", &id));
        TRY(db_run(p->db, &q_child_add,
                   VALS(INT(id), INT(visit_id), INT(p->kids[i].student_id),
                        TEXT(c[i].situation), TEXT(c[i].reason),
                        TEXT(c[i].school_code), TEXT(school), TEXT(c[i].grade),
                        TEXT(c[i].class), TEXT(c[i].since),
                        SEAL("survey_child.note", id, c[i].note),
                        INT(p->kids[i].case_id))));
    }
    return ERR_OK;
}

static enum err store_visit(struct put *p, const uint8_t hash[BLIND_BYTES],
                            struct survey_answer *out)
{
    const char *unmerged;

    TRY(make_answer(p, out));
    TRY(put_conflicts(p, out, &unmerged));
    TRY(insert_visit(p, hash, out, unmerged));
    TRY(insert_children(p, out->visit_id));
    TRY(put_photos(p, out->visit_id));
    TRY(put_questions(p, out->visit_id));
    if (p->sup.id && p->sup.round_id != p->in->round_id)
        TRY(choose_current(p, p->sup.round_id));
    return choose_current(p, p->in->round_id);
}

enum err store_survey_put(struct db *db, struct arena *a, const struct act *act,
                          const char *uuid, const struct survey_in *body,
                          int64_t sent_at, struct bad_list *bad, bool *again,
                          struct survey_answer *out)
{
    struct survey_in in = *body;
    struct put p = {
        .db = db, .arena = a, .act = act, .uuid = uuid, .in = &in, .bad = bad
    };
    uint8_t hash[BLIND_BYTES];
    enum err e;

    TRY(body_hash(&p, hash));
    e = seen_before(&p, hash, out);
    *again = e == ERR_OK;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(find_round_of(&p));
    TRY(find_links(&p));
    TRY(put_clock(&p, &in, sent_at));
    TRY(survey_check(a, &in, p.round.starts_on, act->now_ms, bad));
    if (p.sup.id)
        TRY(db_run(db, &q_supersede, VALS(INT(p.sup.id), TEXT(uuid))));
    TRY(put_household(&p));
    p.kids = arena_array(a, in.children.n, sizeof *p.kids);
    if (!p.kids)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < in.children.n; i++)
        TRY(put_child(&p, i));
    TRY(put_left_out(&p));
    return store_visit(&p, hash, out);
}

/* ---- made, not surveyed -------------------------------------------------------------------- */
SQL(q_situation_plain,
    .text = "UPDATE student SET situation = ?2, situation_at = ?3"
            " WHERE id = ?1 AND coalesce(situation_at, 0) <= ?3",
    .access = SQL_SYSTEM,
    .why = "a child that the caller made in this transaction");

SQL(q_current_plain,
    .text = "UPDATE survey_visit SET current = 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the visit just made, the household's only");

enum err store_survey_plain(struct db *db, struct arena *a,
                            const struct act *act, const char *uuid,
                            const struct survey_in *in,
                            struct survey_answer *out)
{
    struct put p = { .db = db,
                     .arena = a,
                     .act = act,
                     .uuid = uuid,
                     .in = in,
                     .clock_off = INT_NONE };
    const struct survey_child_in *c = in->children.items;
    uint8_t hash[BLIND_BYTES];

    p.household.id = in->household->id;
    p.household.version = in->household->base_version;
    p.kids = arena_array(a, in->children.n, sizeof *p.kids);
    if (!p.kids)
        return ERR_NO_MEMORY;
    TRY(body_hash(&p, hash));
    for (size_t i = 0; i < in->children.n; i++) {
        p.kids[i] = (struct kid) { .student_id = c[i].student_id,
                                   .version = c[i].base_version,
                                   .case_id = INT_NONE };
        TRY(db_run(db, &q_situation_plain,
                   VALS(INT(c[i].student_id), TEXT(c[i].situation),
                        INT(in->visited_at))));
    }
    TRY(make_answer(&p, out));
    TRY(insert_visit(&p, hash, out, NULL));
    TRY(insert_children(&p, out->visit_id));
    return db_run(db, &q_current_plain, VALS(INT(out->visit_id)));
}
