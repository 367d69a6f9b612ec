/*
 * The bare program that Baoxue is measured against: libmicrohttpd, sqlite3 and
 * jansson as their manuals show them, no session, no scope, no audit, nothing
 * sealed.  It serves the same three jobs from a copy of the same rows:
 *
 *     GET  /student/N   one row as JSON
 *     GET  /students    fifty rows as JSON
 *     POST /household   inserts the row, one commit a request, FULL
 *
 *     bare DB PORT
 */
#include <jansson.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same columns of the same tables as GET /students shows, but for the
 * sealed ones. */
#define COLUMNS                                                                \
    "SELECT s.id, s.name, s.sex, s.birth_date, s.id_kind, s.id_no_state,"      \
    " s.nation, s.household_id, h.head_name, s.relation, s.huji_division,"     \
    " dh.name AS huji_name, s.residence_division, dr.name AS residence_name,"  \
    " s.health, s.status, s.situation, s.situation_at, s.note, e.school,"      \
    " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"       \
    " e.state AS enrolment_state, g.name AS guardian_name,"                    \
    " g.relation AS guardian_relation,"                                        \
    " (SELECT group_concat(t.tag) FROM tag t WHERE t.student_id = s.id"        \
    "   AND t.to_date IS NULL) AS tags,"                                       \
    " (SELECT k.id FROM dropout_case k WHERE k.student_id = s.id"              \
    "   AND k.state NOT IN ('closed', 'dismissed')) AS open_case_id,"          \
    " s.version, s.created_at, s.updated_at FROM student s"                    \
    " LEFT JOIN household h ON h.id = s.household_id"                          \
    " LEFT JOIN division dh ON dh.code = s.huji_division"                      \
    " LEFT JOIN division dr"                                                   \
    "   ON dr.code = coalesce(s.residence_division, h.division)"               \
    " LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL"      \
    " LEFT JOIN unit u ON u.code = e.school"                                   \
    " LEFT JOIN guardian g ON g.id = (SELECT x.id FROM guardian x"             \
    "   WHERE x.student_id = s.id ORDER BY x.main DESC, x.id LIMIT 1)"

static const char *db_path;
static pthread_mutex_t write_lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3 *writer;
static sqlite3_stmt *insert;

static _Thread_local sqlite3 *reader;
static _Thread_local sqlite3_stmt *one, *many;

static void must(int code, const char *what)
{
    if (code != SQLITE_OK) {
        fprintf(stderr, "bare: %s: %d\n", what, code);
        exit(1);
    }
}

static void open_reader(void)
{
    if (reader)
        return;
    must(sqlite3_open_v2(db_path, &reader,
                         SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL),
         "open");
    must(sqlite3_prepare_v2(reader, COLUMNS " WHERE s.id = ?1", -1, &one, NULL),
         "one");
    must(sqlite3_prepare_v2(reader,
                            COLUMNS " WHERE s.id > ?1"
                                    " ORDER BY s.id LIMIT 50",
                            -1, &many, NULL),
         "many");
}

static json_t *row(sqlite3_stmt *s)
{
    json_t *j = json_object();

    for (int i = 0; i < sqlite3_column_count(s); i++) {
        const char *name = sqlite3_column_name(s, i);

        if (sqlite3_column_type(s, i) == SQLITE_INTEGER)
            json_object_set_new(j, name,
                                json_integer(sqlite3_column_int64(s, i)));
        else if (sqlite3_column_type(s, i) == SQLITE_TEXT)
            json_object_set_new(
                j, name, json_string((const char *)sqlite3_column_text(s, i)));
        else
            json_object_set_new(j, name, json_null());
    }
    return j;
}

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status,
                              json_t *j)
{
    char *text = json_dumps(j, JSON_COMPACT);
    struct MHD_Response *r = MHD_create_response_from_buffer(
        strlen(text), text, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result result;

    json_decref(j);
    MHD_add_response_header(r, "Content-Type", "application/json");
    result = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result get_one(struct MHD_Connection *c, long id)
{
    json_t *j;

    open_reader();
    sqlite3_bind_int64(one, 1, id);
    j = sqlite3_step(one) == SQLITE_ROW ? row(one) : json_object();
    sqlite3_reset(one);
    return answer(c, 200, j);
}

static enum MHD_Result get_many(struct MHD_Connection *c)
{
    json_t *items = json_array();

    open_reader();
    sqlite3_bind_int64(many, 1, 0);
    while (sqlite3_step(many) == SQLITE_ROW)
        json_array_append_new(items, row(many));
    sqlite3_reset(many);
    return answer(c, 200, json_pack("{s:o}", "items", items));
}

static enum MHD_Result post(struct MHD_Connection *c, const char *body,
                            size_t n)
{
    json_t *j = json_loadb(body, n, 0, NULL);
    const char *name = json_string_value(json_object_get(j, "head_name"));
    const char *division = json_string_value(json_object_get(j, "division"));
    sqlite3_int64 id;
    int code;

    pthread_mutex_lock(&write_lock);
    sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, division, -1, SQLITE_STATIC);
    code = sqlite3_step(insert);
    sqlite3_reset(insert);
    id = sqlite3_last_insert_rowid(writer);
    pthread_mutex_unlock(&write_lock);
    json_decref(j);
    return answer(c, code == SQLITE_DONE ? 201 : 503,
                  json_pack("{s:I}", "id", (json_int_t)id));
}

struct body {
    char data[4096];
    size_t n;
};

static enum MHD_Result handle(void *cls, struct MHD_Connection *c,
                              const char *url, const char *method,
                              const char *version, const char *data,
                              size_t *data_size, void **state)
{
    struct body *b = *state;

    (void)cls;
    (void)version;
    if (!b) {
        *state = b = calloc(1, sizeof *b);
        return MHD_YES;
    }
    if (*data_size) {
        size_t n = *data_size;

        if (b->n + n > sizeof b->data)
            n = sizeof b->data - b->n;
        memcpy(b->data + b->n, data, n);
        b->n += n;
        *data_size = 0;
        return MHD_YES;
    }
    if (strcmp(method, "POST") == 0)
        return post(c, b->data, b->n);
    if (strncmp(url, "/student/", 9) == 0)
        return get_one(c, strtol(url + 9, NULL, 10));
    return get_many(c);
}

static void done(void *cls, struct MHD_Connection *c, void **state,
                 enum MHD_RequestTerminationCode why)
{
    (void)cls;
    (void)c;
    (void)why;
    free(*state);
}

int main(int argc, char **argv)
{
    struct MHD_Daemon *d;
    sigset_t set;
    int sig;

    if (argc != 3)
        return 2;
    db_path = argv[1];
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    must(sqlite3_open(db_path, &writer), "open");
    must(sqlite3_exec(writer,
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                      "CREATE TABLE IF NOT EXISTS posted (id INTEGER PRIMARY"
                      " KEY, head_name TEXT, division TEXT)",
                      NULL, NULL, NULL),
         "pragma");
    must(sqlite3_prepare_v2(writer,
                            "INSERT INTO posted (head_name, division)"
                            " VALUES (?1, ?2)",
                            -1, &insert, NULL),
         "insert");
    d = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)strtol(argv[2], NULL, 10),
        NULL, NULL, handle, NULL, MHD_OPTION_THREAD_POOL_SIZE, 2u,
        MHD_OPTION_CONNECTION_LIMIT, 240u, MHD_OPTION_NOTIFY_COMPLETED, done,
        NULL, MHD_OPTION_END);
    if (!d)
        return 1;
    puts("ready");
    fflush(stdout);
    sigwait(&set, &sig);
    MHD_stop_daemon(d);
    return 0;
}
