/* The children of a run judged again, when a person decided of two of them. */
#include <string.h>

#include "domain/reconcile.h"
#include "store/reconcile_store.h"

#define DECIDED "a decision of the county's, which the caller may take"
#define AT_ONCE 200 /* candidates of one child */
#define EVIDENCE_MOST 2000

#define VERDICT_COLUMNS                                                        \
    "SELECT id, reconciliation_id, speaker_id, verdict, rule, confidence,"     \
    " facts, name, sex, birth_date, id_no, division, place, school, grade,"    \
    " class, student_id, evidence, roster_id, anchored, given, joined,"        \
    " version FROM verdict"

SQL(q_again_verdict, .text = VERDICT_COLUMNS " WHERE id = ?1",
    .row = &verdict_record, .access = SQL_SYSTEM, .why = DECIDED);

/* A candidate and what is said of it now. */
struct said {
    int64_t id, verdict_id, other_id, score, evidence;
    const char *decision;
};
static const struct field said_fields[] = {
    F_ID(said, id, "编号", REQUIRED),
    F_ID(said, verdict_id, "核对编号", REQUIRED),
    F_ID(said, other_id, "另一核对编号", REQUIRED),
    F_INT(said, score, "得分", REQUIRED, 0, 1000),
    F_INT(said, evidence, "证据", REQUIRED, 0, INT64_MAX),
    F_TEXT(said, decision, "结论", OPTIONAL, 0, 20),
    F_END
};
static const struct record said = RECORD(said, "Said", "已核对", said_fields);

SQL(q_said,
    .text = "SELECT c.id, c.verdict_id, c.other_id, c.score, c.evidence,"
            " (SELECT d.decision FROM match_decision d WHERE"
            " d.low = min(c.print, c.other_print) AND"
            " d.high = max(c.print, c.other_print) AND d.replaced_at IS NULL)"
            " AS decision FROM candidate c WHERE c.id IN (SELECT x.id FROM"
            " candidate x WHERE x.verdict_id = ?1 UNION SELECT x.id FROM"
            " candidate x WHERE x.other_id = ?1) ORDER BY c.id LIMIT ?2",
    .row = &said, .access = SQL_SYSTEM, .why = DECIDED);

/* ---- who hangs together ---- */
struct again {
    struct db *db;
    struct arena *a;
    struct verdict_row *rows; /* as the run stored them */
    struct reconcile_piece *pieces;
    size_t n, cap;
    int64_t *ids; /* of the candidates */
    struct reconcile_link *links;
    size_t links_n, links_cap;
    struct reconcile r;
    int64_t *entity_ids;
    int64_t children, questions; /* more than before */
};

/* `*p` with room for one more. */
static enum err room(struct arena *a, void **p, size_t n, size_t cap,
                     size_t size)
{
    void *more = arena_array(a, cap, size);

    if (more == NULL)
        return ERR_NO_MEMORY;
    if (n > 0)
        memcpy(more, *p, n * size);
    *p = more;
    return ERR_OK;
}

/* The lists that its evidence names. */
static uint32_t lists_of(const char *evidence)
{
    uint32_t lists = 0;

    for (const char *at = evidence; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, ":");

        for (uint32_t i = 0; i < LIST_N; i++)
            if (strlen(reconcile_lists[i]) == n &&
                strncmp(at, reconcile_lists[i], n) == 0)
                lists |= UINT32_C(1) << i;
        at = strchr(at, ' ');
        at += at != NULL;
    }
    return lists;
}

/* The piece of a verdict; added when it is new. */
static enum err piece_of(struct again *g, int64_t id, uint32_t *out)
{
    struct verdict_row *v;

    for (uint32_t i = 0; i < g->n; i++)
        if (g->rows[i].id == id) {
            *out = i;
            return ERR_OK;
        }
    if (g->n == g->cap) {
        size_t cap = g->cap ? 2 * g->cap : 8;

        TRY(room(g->a, (void **)&g->rows, g->n, cap, sizeof *g->rows));
        TRY(room(g->a, (void **)&g->pieces, g->n, cap, sizeof *g->pieces));
        g->cap = cap;
    }
    v = &g->rows[g->n];
    TRY(db_row(g->db, &q_again_verdict, g->a, v, VALS(INT(id))));
    g->pieces[g->n] =
        (struct reconcile_piece) { .facts = verdict_unpack(v->facts),
                                   .lists = lists_of(v->evidence),
                                   .anchored = v->anchored == 1 };
    *out = (uint32_t)g->n++;
    return ERR_OK;
}

static enum reconcile_said said_of(const char *decision)
{
    if (decision == NULL || strcmp(decision, "later") == 0)
        return SAID_NOTHING;
    return strcmp(decision, "same") == 0 ? SAID_SAME : SAID_DIFFERENT;
}

static enum err link_of(struct again *g, const struct said *s)
{
    struct reconcile_link l = { .score = (int)s->score,
                                .evidence = (uint32_t)s->evidence,
                                .said = said_of(s->decision) };

    for (size_t i = 0; i < g->links_n; i++)
        if (g->ids[i] == s->id)
            return ERR_OK;
    if (g->links_n == g->links_cap) {
        size_t cap = g->links_cap ? 2 * g->links_cap : 8;

        TRY(room(g->a, (void **)&g->ids, g->links_n, cap, sizeof *g->ids));
        TRY(room(g->a, (void **)&g->links, g->links_n, cap, sizeof *g->links));
        g->links_cap = cap;
    }
    TRY(piece_of(g, s->verdict_id, &l.a));
    TRY(piece_of(g, s->other_id, &l.b));
    g->ids[g->links_n] = s->id;
    g->links[g->links_n++] = l;
    return ERR_OK;
}

/* All that candidates tie to the two. */
static enum err gather(struct again *g, const struct candidate_row *c)
{
    struct list list;
    uint32_t at;

    TRY(piece_of(g, c->verdict_id, &at));
    TRY(piece_of(g, c->other_id, &at));
    for (size_t i = 0; i < g->n; i++) {
        TRY(db_list(g->db, &q_said, g->a, AT_ONCE, &list,
                    VALS(INT(g->rows[i].id), INT(AT_ONCE))));
        for (size_t k = 0; k < list.n; k++)
            TRY(link_of(g, (const struct said *)list.items + k));
    }
    return ERR_OK;
}

/* ---- what was shown before ---- */
SQL(q_joined_drop, .text = "DELETE FROM verdict WHERE id = ?1 AND joined = 1",
    .access = SQL_SYSTEM, .why = DECIDED);

static void count(struct again *g, const char *rule, int64_t sign)
{
    g->children += sign;
    g->questions += strcmp(rule, "candidates") == 0 ? sign : 0;
}

/* Takes back those made of several, which stand behind others or show. */
static enum err unmake(struct again *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct verdict_row *v = &g->rows[i];
        struct verdict_row joined;
        enum err e;

        if (v->speaker_id == INT_NONE) {
            if (v->given == 1)
                count(g, v->rule, -1);
            continue;
        }
        e = db_row(g->db, &q_again_verdict, g->a, &joined,
                   VALS(INT(v->speaker_id)));
        if (e == ERR_NOT_FOUND) /* taken back with another of its pieces */
            continue;
        TRY(e);
        if (joined.joined != 1)
            continue;
        if (joined.speaker_id == INT_NONE && joined.given == 1)
            count(g, joined.rule, -1);
        TRY(db_run(g->db, &q_joined_drop, VALS(INT(joined.id))));
    }
    return ERR_OK;
}

/* ---- what is shown now ---- */
SQL(q_judge,
    .text = "UPDATE verdict SET speaker_id = ?2, verdict = coalesce(?3,"
            " verdict), rule = ?4, confidence = ?5, given = ?6, version ="
            " version + 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = DECIDED);
SQL(q_behind,
    .text = "UPDATE verdict SET speaker_id = ?2, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = DECIDED);
SQL(q_again_candidate,
    .text = "UPDATE candidate SET alternative = ?2, spare = ?3, version ="
            " version + 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = DECIDED);

static bool speaks(const struct again *g, uint32_t i, uint32_t best)
{
    const struct reconcile_entity x = { .lists = g->pieces[i].lists,
                                        .anchored = g->pieces[i].anchored };
    const struct reconcile_entity y = { .lists = g->pieces[best].lists,
                                        .anchored = g->pieces[best].anchored };

    return reconcile_speaks(&x, &y);
}

static void take_school(struct verdict_row *v, const struct verdict_row *from)
{
    v->school = from->school;
    v->grade = from->grade;
    v->class = from->class;
}

/* One child of several pieces: the one that speaks, and from the others what it
 * lacks; its school is that of the 学籍. */
static enum err make_one(const struct again *g, uint32_t child,
                         struct verdict_row *v)
{
    uint32_t best = UINT32_MAX;
    bool enrolled = false;
    struct buf evidence;

    for (uint32_t i = 0; i < g->n; i++)
        if (g->pieces[i].child == child &&
            (best == UINT32_MAX || speaks(g, i, best)))
            best = i;
    *v = g->rows[best];
    buf_init(&evidence);
    for (uint32_t i = 0; i < g->n; i++) {
        const struct verdict_row *x = &g->rows[i];
        bool mine = (g->pieces[i].lists >> LIST_ENROLMENT & 1) != 0;

        if (g->pieces[i].child != child)
            continue;
        if (x->school != NULL && (v->school == NULL || (mine && !enrolled)))
            take_school(v, x);
        enrolled |= mine;
        if (v->student_id == INT_NONE)
            v->student_id = x->student_id;
        if (v->id_no == NULL)
            v->id_no = x->id_no;
        if (evidence.len + strlen(x->evidence) < EVIDENCE_MOST)
            buf_printf(&evidence, "%s%s", evidence.len ? " " : "", x->evidence);
    }
    v->evidence = arena_strdup(g->a, evidence.data);
    buf_free(&evidence);
    v->joined = 1;
    return v->evidence ? ERR_OK : ERR_NO_MEMORY;
}

/* The one piece of a child; UINT32_MAX when it has several. */
static uint32_t only_piece(const struct again *g, uint32_t child)
{
    uint32_t only = UINT32_MAX;

    for (uint32_t i = 0; i < g->n; i++)
        if (g->pieces[i].child == child) {
            if (only != UINT32_MAX)
                return UINT32_MAX;
            only = i;
        }
    return only;
}

static enum err number(struct again *g)
{
    g->entity_ids = arena_array(g->a, g->r.entities_n, sizeof *g->entity_ids);
    if (g->entity_ids == NULL)
        return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < g->r.entities_n; i++) {
        uint32_t only = only_piece(g, i);

        if (only != UINT32_MAX)
            g->entity_ids[i] = g->rows[only].id;
        else
            TRY(db_next_id(g->db, "verdict", &g->entity_ids[i]));
    }
    return ERR_OK;
}

static enum err judge_one(struct again *g, uint32_t child)
{
    const struct reconcile_entity *e = &g->r.entities[child];
    const char *verdict = verdict_code(e->rule->verdict);
    bool given = reconcile_is_given(e);
    int64_t id = g->entity_ids[child];
    int64_t speaker = e->member ? g->entity_ids[e->group] : INT_NONE;
    struct verdict_row v;

    if (!e->member && given)
        count(g, e->rule->name, 1);
    if (only_piece(g, child) != UINT32_MAX)
        return db_run(
            g->db, &q_judge,
            VALS(INT(id), INT(speaker), TEXT(verdict), TEXT(e->rule->name),
                 REAL(reconcile_confidence(e)), INT(given)));
    TRY(make_one(g, child, &v));
    v.id = id;
    v.speaker_id = speaker;
    v.verdict = verdict ? verdict : v.verdict;
    v.rule = e->rule->name;
    v.confidence = reconcile_confidence(e);
    v.facts = verdict_pack(&e->facts);
    v.given = given;
    TRY(store_verdict_add(g->db, &v));
    for (uint32_t i = 0; i < g->n; i++)
        if (g->pieces[i].child == child)
            TRY(db_run(g->db, &q_behind, VALS(INT(g->rows[i].id), INT(id))));
    return ERR_OK;
}

SQL(q_run_counts,
    .text = "UPDATE reconciliation SET children = children + ?2, questions ="
            " questions + ?3, version = version + 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = DECIDED);

enum err store_verdict_again(struct db *db, struct arena *a,
                             const struct candidate_row *c)
{
    struct again g = { .db = db, .a = a };

    TRY(gather(&g, c));
    TRY(reconcile_again(&g.r, g.pieces, g.n, g.links, g.links_n, a));
    TRY(unmake(&g));
    TRY(number(&g));
    for (uint32_t i = 0; i < g.r.entities_n; i++)
        TRY(judge_one(&g, i));
    for (size_t i = 0; i < g.links_n; i++)
        TRY(db_run(db, &q_again_candidate,
                   VALS(INT(g.ids[i]), INT(g.links[i].alternative),
                        INT(g.links[i].spare))));
    return db_run(
        db, &q_run_counts,
        VALS(INT(c->reconciliation_id), INT(g.children), INT(g.questions)));
}

SQL(q_since,
    .text = "SELECT c.id, c.reconciliation_id, c.verdict_id, c.other_id,"
            " c.roster_id, c.other_roster_id, c.print, c.other_print, c.score,"
            " c.evidence, c.alternative, c.spare, c.version FROM"
            " match_decision d CROSS JOIN candidate c ON c.reconciliation_id ="
            " ?1 AND min(c.print, c.other_print) = d.low"
            " AND max(c.print, c.other_print) = d.high WHERE d.at >= ?2"
            " AND d.replaced_at IS NULL ORDER BY c.id LIMIT ?3",
    .row = &candidate_record, .access = SQL_SYSTEM, .why = DECIDED);

enum err store_verdict_again_since(struct db *db, struct arena *a,
                                   int64_t reconciliation_id, int64_t since)
{
    enum { MOST = 10000 };
    struct list list;

    TRY(db_list(db, &q_since, a, MOST, &list,
                VALS(INT(reconciliation_id), INT(since), INT(MOST))));
    for (size_t i = 0; i < list.n; i++)
        TRY(store_verdict_again(db, a,
                                (const struct candidate_row *)list.items + i));
    return ERR_OK;
}
