/*
 * Blocking: the keys under which rows are compared.
 */
#include "domain/match_set.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/id_no.h"
#include "text/reading.h"

enum { LEN = 18, OLD = 15, HEAD = 14, TAIL = 12, REGION = 6, ENDS = 4 };

static uint64_t hash_more(uint64_t hash, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
    return (hash ^ 0xFF) * UINT64_C(1099511628211);
}

struct keys {
    struct match_key *key;
    size_t n;
};

/* A key of one or two parts; none where a part is wanting. */
static void add(struct keys *k, enum match_key_kind kind, const char *one,
                size_t n, const char *other, size_t m)
{
    uint64_t hash = UINT64_C(14695981039346656037) + (uint64_t)kind;

    if (one == NULL || other == NULL || *one == '\0' || *other == '\0' ||
        k->n == MATCH_KEYS)
        return;
    hash = hash_more(hash, one, n);
    k->key[k->n].hash = hash_more(hash, other, m);
    k->key[k->n++].kind = kind;
}

static void add_texts(struct keys *k, enum match_key_kind kind, const char *one,
                      const char *other)
{
    if (one != NULL && other != NULL)
        add(k, kind, one, strlen(one), other, strlen(other));
}

/* A slip in one of region, birth date, or sequence and check digit leaves the
 * other two as they are. */
static void add_number(struct keys *k, const char *no)
{
    size_t n = strlen(no);
    char head[HEAD + 1];

    if (n >= HEAD)
        add(k, KEY_NUMBER_HEAD, no, HEAD, "-", 1);
    if (n >= TAIL + ENDS)
        add(k, KEY_NUMBER_TAIL, no + n - TAIL, TAIL, "-", 1);
    if (n >= LEN - 1)
        add(k, KEY_NUMBER_ENDS, no, REGION, no + n - ENDS, ENDS);
    if (n != OLD)
        return;
    /* no child is of the last century */
    snprintf(head, sizeof head, "%.*s20%.*s", REGION, no, HEAD - REGION - 2,
             no + REGION);
    add(k, KEY_NUMBER_HEAD, head, HEAD, "-", 1);
}

/* The birth date of the row and, where it is another, of the number. */
static size_t births(const struct match_person *p, char out[2][CLOCK_DATE_MAX])
{
    size_t n = 0;

    if (p->birth_date != NULL && strlen(p->birth_date) == CLOCK_DATE_MAX - 1)
        memcpy(out[n++], p->birth_date, CLOCK_DATE_MAX);
    if (p->id_no != NULL && strlen(p->id_no) == LEN &&
        id_no_birth(p->id_no, out[n]) &&
        (n == 0 || strcmp(out[0], out[1]) != 0))
        n++;
    return n;
}

enum err match_keys(const struct match_person *p, struct arena *a,
                    struct match_key keys[MATCH_KEYS], size_t *n)
{
    struct keys k = { keys, 0 };
    char birth[2][CLOCK_DATE_MAX];
    size_t births_n = births(p, birth);
    const char *sound = "", *last;

    if (p->name != NULL)
        TRY(reading_key(p->name, a, &sound));
    last = strrchr(sound, ' ') != NULL ? strrchr(sound, ' ') + 1 : sound;
    for (size_t i = 0; i < births_n; i++) {
        add_texts(&k, KEY_NAME_BIRTH, sound, birth[i]);
        add(&k, KEY_BIRTH_FIRST, birth[i], CLOCK_DATE_MAX - 1, sound,
            strcspn(sound, " "));
        add(&k, KEY_BIRTH_LAST, birth[i], CLOCK_DATE_MAX - 1, last,
            strlen(last));
        add(&k, KEY_NAME_YEAR, sound, strlen(sound), birth[i], 4);
    }
    if (p->id_no != NULL)
        add_number(&k, p->id_no);
    if (p->student_no != NULL && p->student_no[0] == 'G' &&
        (p->id_no == NULL || strcmp(p->id_no, p->student_no + 1) != 0))
        add_number(&k, p->student_no + 1);
    add_texts(&k, KEY_STUDENT_NO, p->student_no, "-");
    add_texts(&k, KEY_NAME_VILLAGE, sound, p->village);
    add_texts(&k, KEY_NAME_SCHOOL, sound, p->school);
    *n = k.n;
    return ERR_OK;
}
