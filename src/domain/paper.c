/* Papers: templates, the places that they name, and filling them. */
#include "domain/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "domain/assignment.h"
#include "domain/lead.h"
#include "domain/notice.h"
#include "domain/transition.h"

/* Made at build time of src/papers/: each file after a line "= name". */
extern const char papers_txt[];

/* ---- templates ---- */
const char *paper_template(const char *kind)
{
    size_t n = strlen(kind);

    for (const char *p = papers_txt; *p; p += strcspn(p, "\n"), p += *p != 0)
        if (strncmp(p, "= ", 2) == 0 && strncmp(p + 2, kind, n) == 0 &&
            p[2 + n] == '\n')
            return p + 3 + n;
    return NULL;
}

const struct record *paper_facts_of(const char *kind)
{
    for (size_t i = 0; i < actions_n; i++)
        if (actions[i].document && strcmp(actions[i].document, kind) == 0)
            return actions[i].in;
    if (strcmp(kind, "assignment_order") == 0 ||
        strcmp(kind, "supervision_order") == 0)
        return &assignment_noted;
    if (strcmp(kind, "enrolment_notice") == 0)
        return &notice_paper;
    if (strcmp(kind, "employer_order") == 0)
        return &lead_order_paper;
    if (strcmp(kind, "referral_letter") == 0)
        return &lead_referral_paper;
    return NULL;
}

/* ---- words ---- */
const char *paper_date(struct arena *a, const char *date)
{
    char written[CLOCK_WRITTEN_MAX];

    return date && clock_date_written(date, written) ? arena_strdup(a, written)
                                                     : date;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

const char *paper_organ(struct arena *a, const char *county, const char *kind,
                        const char *name)
{
    static const char city[] = "市";
    size_t n = strlen(county);

    if (strcmp(kind, "township") == 0 && ends_with(name, "街道"))
        return arena_printf(a, "%s%s办事处", county, name);
    if (strcmp(kind, "township") == 0 &&
        (ends_with(name, "镇") || ends_with(name, "乡")))
        return arena_printf(a, "%s%s人民政府", county, name);
    if (ends_with(county, city) && strncmp(name, city, strlen(city)) == 0)
        return arena_printf(a, "%.*s%s", (int)(n - strlen(city)), county, name);
    return name;
}

/* ---- filling ---- */
#define BLANK "＿＿＿＿＿＿"
#define CELLS_MOST 20
#define NAME_MOST 40

struct filling {
    struct arena *a;
    const struct paper_places *places;
    const struct record *facts_of;
    const struct record *item_of; /* NULL: not in an `each` */
    const void *item;
    struct paper *out;
    size_t room;
    size_t named, empty; /* places of the text in hand */
};

static enum err fact_of(struct filling *f, const char *name, const char **value)
{
    const struct case_fact *facts = f->places->facts.items;
    const struct field *field =
        f->facts_of ? record_field(f->facts_of, name, NULL) : NULL;

    if (!field)
        return ERR_INTERNAL;
    for (size_t i = 0; i < f->places->facts.n; i++)
        if (strcmp(facts[i].name, name) == 0)
            *value = facts[i].value;
    if (*value && field->type == FIELD_DATE)
        *value = paper_date(f->a, *value);
    return ERR_OK;
}

static enum err member_of(struct filling *f, const char *name,
                          const char **value)
{
    const struct record *r = f->item_of ? f->item_of : &paper_places;
    const void *object = f->item_of ? f->item : f->places;
    const struct field *field = record_field(r, name, NULL);

    if (!field)
        return ERR_INTERNAL;
    if (!object) /* a list that is empty: only the name was asked for */
        return ERR_OK;
    if (field->type == FIELD_INT) {
        int64_t n = field_int(field, object);

        *value =
            n == INT_NONE ? NULL : arena_printf(f->a, "%lld", (long long)n);
        return n != INT_NONE && !*value ? ERR_NO_MEMORY : ERR_OK;
    }
    if (!field_is_text(field))
        return ERR_INTERNAL;
    *value = field_text(field, object);
    if (*value && field->type == FIELD_CODE)
        *value = code_label(field->codes, *value);
    if (*value && field->type == FIELD_DATE)
        *value = paper_date(f->a, *value);
    return ERR_OK;
}

/* The value of one place, "" when it is empty. */
static enum err value_of(struct filling *f, const char *name, size_t n,
                         const char **value)
{
    char key[NAME_MOST];

    *value = NULL;
    if (n >= sizeof key)
        return ERR_INTERNAL;
    memcpy(key, name, n);
    key[n] = '\0';
    TRY(strncmp(key, "fact.", 5) == 0 ? fact_of(f, key + 5, value)
                                      : member_of(f, key, value));
    f->named++;
    if (!*value || !**value) {
        f->empty++;
        *value = "";
    }
    return ERR_OK;
}

/* A text of the template with its places filled; `blank` stands for those that
 * are empty. */
static enum err fill_text(struct filling *f, const char *s, size_t n,
                          const char *blank, const char **out)
{
    const char *end = s + n, *value;
    struct buf b;
    enum err e = ERR_OK;

    buf_init(&b);
    f->named = f->empty = 0;
    while (e == ERR_OK && s < end) {
        const char *open = memchr(s, '{', (size_t)(end - s));
        const char *close =
            open ? memchr(open, '}', (size_t)(end - open)) : NULL;

        if (!open || !close) {
            buf_add(&b, s, (size_t)(end - s));
            break;
        }
        buf_add(&b, s, (size_t)(open - s));
        e = value_of(f, open + 1, (size_t)(close - open - 1), &value);
        if (e == ERR_OK)
            buf_str(&b, *value ? value : blank);
        s = close + 1;
    }
    *out = e == ERR_OK && !b.failed
               ? arena_strndup(f->a, b.data ? b.data : "", b.len)
               : NULL;
    buf_free(&b);
    return e != ERR_OK ? e : *out ? ERR_OK : ERR_NO_MEMORY;
}

/* Cells parted by " | "; one of which all places are empty is empty. */
static enum err fill_cells(struct filling *f, const char *s, size_t n,
                           struct list *out)
{
    const char **cells = arena_array(f->a, CELLS_MOST, sizeof *cells);
    const char *end = s + n;
    size_t count = 0;

    if (!cells)
        return ERR_NO_MEMORY;
    for (;;) {
        const char *bar = memchr(s, '|', (size_t)(end - s)), *stop;

        for (stop = bar ? bar : end; stop > s && stop[-1] == ' ';)
            stop--;
        if (count == CELLS_MOST)
            return ERR_INTERNAL;
        TRY(fill_text(f, s, (size_t)(stop - s), "", &cells[count]));
        if (f->named && f->named == f->empty)
            cells[count] = "";
        count++;
        if (!bar)
            break;
        for (s = bar + 1; s < end && *s == ' ';)
            s++;
    }
    *out = (struct list) { cells, count };
    return ERR_OK;
}

static struct paper_block *add(struct filling *f, const char *type)
{
    struct paper_block *b = f->out->blocks.items;

    if (f->out->blocks.n == f->room)
        return NULL;
    b += f->out->blocks.n++;
    *b = (struct paper_block) { .type = type, .attachment_id = INT_NONE };
    return b;
}

static enum err fill_each(struct filling *f, const char *s, size_t n)
{
    char name[NAME_MOST] = "";
    const char *space = memchr(s, ' ', n);
    size_t len = space ? (size_t)(space - s) : 0;
    const struct field *field;
    const struct list *items;
    struct list none;

    if (!len || len >= sizeof name)
        return ERR_INTERNAL;
    memcpy(name, s, len);
    field = record_field(&paper_places, name, NULL);
    if (!field || field->type != FIELD_LIST)
        return ERR_INTERNAL;
    items = field_at(field, f->places);
    f->item_of = field->sub;
    f->item = NULL;
    if (!items->n) /* its places are to be known all the same */
        TRY(fill_cells(f, space + 1, n - len - 1, &none));
    for (size_t i = 0; i < items->n; i++) {
        struct paper_block *b = add(f, "item");

        if (!b)
            return ERR_INTERNAL;
        f->item = (const char *)items->items + i * field->sub->size;
        TRY(fill_cells(f, space + 1, n - len - 1, &b->cells));
    }
    f->item_of = NULL;
    return ERR_OK;
}

/* What the words of a line may be. */
static const struct line_kind {
    const char *word;
    bool cells, sentence;
} line_kinds[] = {
    { "red", false, false },   { "number", false, false },
    { "title", false, false }, { "to", false, true },
    { "p", false, true },      { "row", true, false },
    { "cols", true, false },   { "box", true, false },
    { "seal", true, false },   { "sign", true, false },
    { "note", false, true },   { "basis", false, false },
    { "cut", false, false },
};

static const struct line_kind *line_kind_of(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof line_kinds / sizeof *line_kinds; i++)
        if (strlen(line_kinds[i].word) == n &&
            memcmp(line_kinds[i].word, s, n) == 0)
            return &line_kinds[i];
    return NULL;
}

static enum err fill_block(struct filling *f, const struct line_kind *k,
                           const char *s, size_t n, bool asks)
{
    struct paper_block *b = add(f, k->word);

    if (!b)
        return ERR_INTERNAL;
    if (k->cells)
        return fill_cells(f, s, n, &b->cells);
    TRY(fill_text(f, s, n, k->sentence ? BLANK : "", &b->text));
    if (asks && f->empty)
        f->out->blocks.n--;
    else if (strcmp(k->word, "title") == 0)
        f->out->title = b->text;
    else if (strcmp(k->word, "number") == 0)
        f->out->number_text = b->text;
    return ERR_OK;
}

static enum err fill_line(struct filling *f, const char *s, size_t n)
{
    bool asks = n && *s == '?';
    const char *space;
    const struct line_kind *k;
    size_t word;

    s += asks;
    n -= asks;
    space = memchr(s, ' ', n);
    word = space ? (size_t)(space - s) : n;
    if (word == 4 && memcmp(s, "each", 4) == 0 && space)
        return fill_each(f, space + 1, n - word - 1);
    k = line_kind_of(s, word);
    if (!k || !space)
        return ERR_INTERNAL;
    return fill_block(f, k, space + 1, n - word - 1, asks);
}

/* No more blocks than lines and items. */
static size_t room_for(const char *template, const struct paper_places *p)
{
    size_t n = 1;

    for (const char *s = template; *s && *s != '='; s++)
        n += *s == '\n';
    for (const struct field *f = paper_places.fields; f->type != FIELD_END; f++)
        if (f->type == FIELD_LIST)
            n += ((const struct list *)field_at(f, p))->n;
    return n;
}

enum err paper_fill(struct arena *a, const char *kind,
                    const struct paper_places *places, struct paper *out)
{
    const char *s = paper_template(kind);
    struct filling f = {
        .a = a, .places = places, .facts_of = paper_facts_of(kind), .out = out
    };

    *out = (struct paper) { .kind = kind };
    if (!s)
        return ERR_INTERNAL;
    f.room = room_for(s, places);
    out->blocks.items = arena_array(a, f.room, sizeof(struct paper_block));
    if (!out->blocks.items)
        return ERR_NO_MEMORY;
    while (*s && *s != '=') {
        size_t n = strcspn(s, "\n");

        TRY(fill_line(&f, s, n));
        s += n + (s[n] == '\n');
    }
    return out->title ? ERR_OK : ERR_INTERNAL;
}
